"""What people do with a post before it is sent: draft it, and approve it in its exact words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.settings import Difference
from board_qa.domain.networks.outbox import (
    BY_HAND,
    IN_A_THREAD,
    UNDER_WAY,
    OutboxState,
    OutgoingPost,
    PostKind,
)
from board_qa.domain.networks.posts import Measure
from board_qa.domain.questions.history import Actor
from board_qa.domain.rests_on import mark
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.holding import Subject, promised, said_before, why_held
from board_qa.services.networks.our_account import is_ours
from board_qa.services.networks.outbox import move


class NotPublishable(Exception):
    """Words that do not fit their network's own limit, or are none; `measures` has them by the network's name."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        super().__init__(", ".join(measures))
        self.measures = measures


class NotPublic(Exception):
    """What is not to be posted as things stand; `why` says why: the public may not see its question, or whoever asked
    was told it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ChangedSince(Exception):
    """What the words rest on is not what it was when somebody looked at it."""


@dataclass(frozen=True)
class Purpose:
    """What a post is for: its kind, the question it is about, the post that it answers on its own network, and when it
    goes out (None: at once). `in_thread`: it hangs in the thread of the meeting, as live posts do without saying so.
    `told_of` is what became of the question that a reply tells of, `chat_question_id` the question that a chat asks.
    `seen` is the mark of what the words rest on (`rests_on`) on the page on which somebody approves them; None where
    there is no page. `draft` is the press under which the words were saved that somebody goes on with, '' where they
    were not."""

    kind: PostKind = PostKind.CALL
    question_id: int | None = None
    reply_to: str = ""
    due_at: datetime | None = None
    in_thread: bool = False
    told_of: str = ""
    chat_question_id: int | None = None
    seen: str | None = None
    draft: str = ""


_A_CALL = Purpose()


def approve_on_all(
    ports: Ports, meeting: Meeting, words: Sequence[tuple[Channel, str]], actor: Actor, purpose: Purpose = _A_CALL
) -> list[OutgoingPost]:
    """One press for several networks, each with its own words: all are approved, or none where one does not fit.

    From then on each is sent by itself, and trouble with one stops no other. Raises NotPublishable, NotPublic and
    ChangedSince.
    """
    _refuse_unfit(words)
    press = ports.ids.token()
    with ports.store.transaction():
        refuse_unseen(ports, meeting, purpose)
        return [approve(ports, channel, meeting, text, actor, purpose, press) for channel, text in words]


def refuse_unseen(ports: Ports, meeting: Meeting, purpose: Purpose) -> None:
    """Raises ChangedSince where the page that somebody looked at said something else."""
    if purpose.seen is not None and purpose.seen != rests_on(ports, meeting, purpose, purpose.draft):
        raise ChangedSince


def rests_on(ports: Ports, meeting: Meeting, about: Subject, draft: str = "") -> str:
    """The mark of what the words of a post rest on now, of the hashtag and the clock in them, and of the draft that
    they begin with: a form has it beside them."""
    details = (ports.store.meetings.get(meeting.id) or meeting).details
    begun = mark_of_draft(ports, meeting, draft)
    return mark(promised(ports, meeting.id, about), details.hashtag, details.timezone, begun)


def mark_of_draft(ports: Ports, meeting: Meeting, press: str) -> str:
    """For the words that are saved under this press; where there are none any more it is another."""
    return mark([(one.channel, one.text) for one in drafts(ports, meeting, press)])


def drafts(ports: Ports, meeting: Meeting, press: str) -> list[OutgoingPost]:
    """What is saved under this press, that nobody approved or removed."""
    saved = ports.store.outbox.of_meeting(meeting.id) if press else ()
    return [one for one in saved if one.press == press and one.state is OutboxState.DRAFT]


_SAID_BEFORE = (
    "These very words went to them before, and something else became of the question since. Say that this is new: for "
    "example, begin with “Update”"
)
_SAID_TO_SOMEBODY_ELSE = (
    "The same words are there already, for somebody else. In our own thread nobody could tell which are theirs: begin "
    "with the number of the question"
)


def approve(
    ports: Ports,
    channel: Channel,
    meeting: Meeting,
    text: str,
    actor: Actor,
    purpose: Purpose = _A_CALL,
    press: str = "",
) -> OutgoingPost:
    """Keep the exact text and who approved it; the worker sends it, at once or when it is due.

    The same text approved twice (a double click) is one post, but for answers to two people. Raises NotPublishable and
    NotPublic.
    """
    _refuse_unfit([(channel, text)])
    state = OutboxState.APPROVED if purpose.due_at is None else OutboxState.SCHEDULED
    new = _row(ports, channel, meeting, text, actor, purpose, press, state)
    with ports.store.transaction():
        if why := why_held(ports, new):
            raise NotPublic(why)
        posts = ports.store.outbox.of_meeting(meeting.id)
        for post in posts:
            if _same(post, new) and is_under_way(channel, post) and not _replaced(ports, post, new):
                if post.is_reply and new.is_reply and (why := _why_not_the_same(ports, post, new, posts)):
                    raise NotPublic(why)
                return post
        post = ports.store.outbox.add(new)
    ports.announcer.changed(meeting.id)
    return post


def save_draft(
    ports: Ports,
    meeting: Meeting,
    words: Sequence[tuple[Channel, str]],
    actor: Actor,
    purpose: Purpose = _A_CALL,
) -> str:
    """Keep words that nobody approved yet, in place of the draft they go on with; under which press they are now.

    Raises ChangedSince.
    """
    press = purpose.draft or ports.ids.token()
    with ports.store.transaction():
        refuse_unseen(ports, meeting, purpose)
        ports.store.outbox.drop_drafts(meeting.id, press)
        for channel, text in words:
            ports.store.outbox.add(_row(ports, channel, meeting, text, actor, purpose, press, OutboxState.DRAFT))
    ports.announcer.changed(meeting.id)
    return press


def remove_draft(ports: Ports, meeting: Meeting, press: str, seen: str, actor: Actor) -> bool:
    """Somebody throws away what was saved under one press and never approved: the meeting's history says who. Whether
    it was there still.

    `seen` is `mark_of_draft` as it was on the page that they looked at. Raises ChangedSince.
    """
    with ports.store.transaction():
        networks = ", ".join(one.channel for one in drafts(ports, meeting, press))
        if networks and seen != mark_of_draft(ports, meeting, press):
            raise ChangedSince
        drop_draft(ports, meeting, press)
        if networks:
            removed = Difference("draft_removed", "", networks)
            ports.store.settings.record(meeting.id, [removed], actor, ports.clock())
        return bool(networks)


def drop_draft(ports: Ports, meeting: Meeting, press: str) -> None:
    """Forget what was saved under one press and never approved."""
    ports.store.outbox.drop_drafts(meeting.id, press)
    ports.announcer.changed(meeting.id)


def leave_out(
    ports: Ports, meeting: Meeting, words: Sequence[tuple[Channel, str]], actor: Actor, purpose: Purpose
) -> None:
    """A draft that is offered is not to be posted: it is on record as cancelled, and nobody approved it."""
    press = ports.ids.token()
    with ports.store.transaction():
        for channel, text in words:
            row = _row(ports, channel, meeting, text, actor, purpose, press, OutboxState.CANCELLED)
            ports.store.outbox.add(replace(row, approved_by="", problem=f"{actor.name} left it out"))
    ports.announcer.changed(meeting.id)


def record_as_sent(
    ports: Ports, channel: Channel, meeting: Meeting, text: str, link: str, actor: Actor, purpose: Purpose
) -> None:
    """A person posted it by hand, at this address: it is among our posts, and is neither sent nor looked for."""
    row = _row(ports, channel, meeting, text, actor, purpose, ports.ids.token(), OutboxState.SENT)
    now = ports.clock()
    ports.store.outbox.add(replace(row, account=BY_HAND, sent_at=now, native_id=link, problem="Posted by hand"))
    ports.announcer.changed(meeting.id)


def _refuse_unfit(words: Sequence[tuple[Channel, str]]) -> None:
    measures = {channel.name: channel.measure(tidy(text)) for channel, text in words}
    if unfit := {name: measure for name, measure in measures.items() if not measure.fits}:
        raise NotPublishable(unfit)


def _row(
    ports: Ports,
    channel: Channel,
    meeting: Meeting,
    text: str,
    actor: Actor,
    purpose: Purpose,
    press: str,
    state: OutboxState,
) -> OutgoingPost:
    return OutgoingPost(
        0,
        meeting.id,
        channel.name,
        tidy(text),
        state,
        actor.name,
        ports.clock(),
        kind=purpose.kind,
        press=press,
        question_id=purpose.question_id,
        due_at=purpose.due_at,
        promises=promised(ports, meeting.id, purpose),
        account=channel.fingerprint,
        key=ports.ids.token(),
        reply_to=purpose.reply_to,
        in_thread=purpose.in_thread or purpose.kind in IN_A_THREAD,
        told_of=purpose.told_of,
        chat_question_id=purpose.chat_question_id,
    )


def _same(one: OutgoingPost, other: OutgoingPost) -> bool:
    """Whether two rows are one post: what hangs in a thread is given its place there when it is sent."""
    answers = [post.reply_to if post.is_reply else "" for post in (one, other)]
    return one.text == other.text and answers[0] == answers[1]


def _why_not_the_same(ports: Ports, there: OutgoingPost, new: OutgoingPost, posts: Sequence[OutgoingPost]) -> str:
    """Why a reply that is there already does not do for this one, which says the same; '' where it does."""
    if there.question_id != new.question_id:
        return _SAID_TO_SOMEBODY_ELSE
    return _SAID_BEFORE if there.told_of != new.told_of or said_before(ports, there, posts) else ""


def _replaced(ports: Ports, post: OutgoingPost, new: OutgoingPost) -> bool:
    """The same words were scheduled, and are now approved for another time: that time counts."""
    other_time = post.state is OutboxState.SCHEDULED and post.due_at != new.due_at
    problem = f"{new.approved_by} approved the same words for another time"
    return other_time and move(ports, post, state=OutboxState.CANCELLED, problem=problem)


def tidy(text: str) -> str:
    """Words as they are posted."""
    return text.replace("\r\n", "\n").strip()


def is_under_way(channel: Channel, post: OutgoingPost) -> bool:
    """Whether the post is, or may yet be, on the network as one of ours. What somebody practised is not."""
    return post.state in UNDER_WAY and is_ours(channel, post)
