"""What a recap is made of: posts of the board's own that are out, and a meeting that was told on networks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.recap import Pick, Recap
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion, Question, SourceState
from board_qa.ports import Ports
from board_qa.services.meetings import meetings, recap
from board_qa.services.meetings.record import publish
from board_qa.system.clock import utc_now
from tests.support.deciding import do, now
from tests.support.records import HOSTILE
from tests.support.running import Running

APPROVE, SHOW, ANSWER, NOTE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER
AGENDA = ("Chief executive’s report", "Performance", "Estates and capital")


def publish_recap(ports: Ports, meeting: Meeting, actor: Actor) -> None:
    """Somebody published the recap as it is suggested or was saved."""
    there, before = recap.material(ports, meeting), ports.store.recaps.of_meeting(meeting.id)
    now_picked = replace(before, picks=recap.picks_now(before, there))
    recap.save(ports, meeting, now_picked, {item.key for item in there.items}, actor, publishes=True)


def is_out(
    ports: Ports,
    meeting: Meeting,
    text: str,
    kind: PostKind = PostKind.CALL,
    at: datetime | None = None,
    channel: str = "X",
    **more: object,
) -> OutgoingPost:
    """A post that somebody approved and that went out; `more` are other parts of it."""
    at = at or ports.clock()
    known = len(ports.store.outbox.of_meeting(meeting.id))
    post = OutgoingPost(0, meeting.id, channel, text, OutboxState.SENT, "Alex", at, kind, sent_at=at)
    parts: dict[str, Any] = {"native_id": f"199000000000000{known:04}", **more}
    return ports.store.outbox.add(replace(post, **parts))


def is_seen(ports: Ports, post: OutgoingPost, state: SourceState) -> None:
    """The network was asked for a post of ours, and said so."""
    then = ports.clock()
    seen = Post(post.native_id, post.native_id, post.text, "1", "Anytown Board", "anytown", then)
    ports.store.posts.save(ObservedPost(post.channel, seen, "own", then, then, then, is_ours=True, source_state=state))


def posted(ports: Ports, meeting: Meeting, text: str, native_id: str = "77", name: str = "Len Wood") -> Question:
    """Somebody asked by a post on X."""
    handle = name.replace(" ", "").lower()
    post = NewQuestion(
        "X", native_id, text, name, ports.clock(), handle, version="1", url=f"https://x.com/{handle}/status/{native_id}"
    )
    receipt = ports.store.questions.receive(meeting.id, post, ports.ids.token(), ports.clock())
    return now(ports, ports.store.questions.by_token(receipt.token))


def answered(ports: Ports, question: Question, actor: Actor, answer: str, by: str = "The chair") -> Question:
    """It was approved, put and answered."""
    for action in (APPROVE, SHOW, ANSWER):
        question = do(ports, action, question, actor)
    return do(ports, NOTE, question, actor, update=DispositionUpdate(answer=answer, answered_by=by))


def keys(ports: Ports, meeting: Meeting) -> list[str]:
    """All that can be told now."""
    return [item.key for item in recap.material(ports, _fresh(ports, meeting)).items]


def picks(ports: Ports, meeting: Meeting, actor: Actor, *keys: str, introduction: str = "") -> None:
    """Somebody saved these, in this order."""
    there = {item.key for item in recap.material(ports, _fresh(ports, meeting)).items}
    before = ports.store.recaps.of_meeting(meeting.id)
    after = Recap(introduction, tuple(Pick(*key.split("|")) for key in keys), before.revision)
    recap.save(ports, _fresh(ports, meeting), after, there, actor)


def unpacked(data: bytes, folder: Path | None = None) -> dict[str, str]:
    """The files of a zip by their names, put into a folder as well where there is one."""
    with ZipFile(io.BytesIO(data)) as archive:
        if folder is not None:
            archive.extractall(folder)
        return {name: archive.read(name).decode() for name in archive.namelist()}


CALL = (
    "Our board meets in public next Thursday. What would you like to ask? Reply here or use #AnytownBoard by "
    "Tuesday, or ask at https://board.example/ABCD"
)


def told_meeting(live: Running) -> Meeting:
    """A meeting of last week, asked about by form and by post, told on two networks, with a recap that is published."""
    ports, alex, began = live.ports, live.alex, utc_now() - timedelta(days=7)
    meeting = live.meeting(title="Board meeting in November", venue="Town Hall, Eastbrook", agenda=AGENDA)
    for network, address in (("X", "1990000000000000001"), ("Mastodon", "115")):
        is_out(ports, meeting, CALL, at=began - timedelta(days=9), channel=network, native_id=address, press="call")
    waits = live.asked(
        meeting, "How long are children waiting for a first autism assessment?", name="Maria, Northfield"
    )
    answer = (
        "Eleven months, as of the end of October.\n\nTwo clinicians start in January, and we expect seven by April."
    )
    answered(ports, waits, alex, answer, "Dr Shah, chief nurse")
    staff = posted(
        ports,
        meeting,
        "@anytownicb what is the agency staff bill this year? #AnytownBoard",
        f"of-the-recap-{meeting.id}",
    )
    answered(ports, staff, alex, "£4.2 million, down from £5.9 million.", "The finance director")
    hours = live.asked(meeting, "Will you lot ever say if the walk-in keeps its hours?", APPROVE, SHOW, name="Daniel")
    wording = "Will the Mill Street walk-in centre keep its weekend opening hours after the review?"
    do(
        ports,
        Action.EDIT_WORDING,
        now(ports, hours),
        alex,
        update=DispositionUpdate(wording=wording, shows_original=True),
    )
    hours = do(ports, ANSWER, now(ports, hours), alex)
    do(ports, NOTE, hours, alex, update=DispositionUpdate(answer="Yes.", answered_by="The chair"))
    is_out(ports, meeting, "We are live from the Town Hall. Questions from the public come first. #AnytownBoard",
           PostKind.LIVE, began, press="live")  # fmt: skip
    is_out(ports, meeting, "That is all from #AnytownBoard today. Thank you to everyone who asked.", PostKind.SIGN_OFF,
           began + timedelta(hours=2), press="last")  # fmt: skip
    answered(ports, live.asked(meeting, HOSTILE, name=HOSTILE[:80]), alex, HOSTILE)
    meetings.change(ports, meeting, replace(meeting.details, starts_at=began))  # until then it took questions
    publish(ports, meeting, alex)
    there = [item for item in recap.material(ports, _fresh(ports, meeting)).items if item.suggested]
    headed = {there[0].key: "Before the meeting", there[-1].key: "All in all"}
    introduction = "A hundred people came to the Town Hall, and more asked from home.\n\nThis is what came of it."
    told = [f"{item.key}|{headed.get(item.key, '')}" for item in there]
    picks(ports, meeting, alex, *told, introduction=introduction)
    publish_recap(ports, _fresh(ports, meeting), alex)
    return _fresh(ports, meeting)


def _fresh(ports: Ports, meeting: Meeting) -> Meeting:
    found = ports.store.meetings.get(meeting.id)
    assert found is not None
    return found
