"""What people do to tell those who asked: send, send all that is ready, tick, and take back what is not sent yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import NullTranslations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.domain.telling.letters import Letter, LetterKind, LetterState, MailMode
from board_qa.domain.telling.told import is_told
from board_qa.phrases.telling import About, Draft, draft_letter, in_both_languages, text_to_copy
from board_qa.ports import Ports
from board_qa.ports.channels import Channels
from board_qa.services.networks import replies
from board_qa.services.networks.approving import NotPublic, NotPublishable
from board_qa.services.networks.replies import Way
from board_qa.services.telling.asked import Asker, Means, Standing, askers
from board_qa.services.telling.letters import CHANGED, is_still_right, move

LONGEST = 5000  # characters of a letter that somebody edited


@dataclass(frozen=True)
class Telling:
    """What the services here work with, beside the ports. `page` is the address of private pages in a
    language, which ends with `PRIVATE_PAGE`."""

    meeting: Meeting
    channels: Channels
    mail: MailMode
    organisation: str
    page: Callable[[str], str]
    welsh: NullTranslations


@dataclass(frozen=True)
class Pressed:
    """What one press did: how many are on their way or ticked, and of which questions it was not done any more."""

    done: int
    refused: Sequence[str]


class NothingToSend(Exception):
    """A letter without words."""


def draft(telling: Telling, asker: Asker) -> Draft:
    """The words for one person; no text for somebody in distress, for whom a person finds their own."""
    about = _about(telling, asker)
    if asker.means is not Means.EMAIL:
        made = Draft("", text_to_copy(about))
    elif asker.question.asked_in == "cy":
        welsh = draft_letter(replace(about, page=telling.page("cy")), telling.welsh)
        made = in_both_languages(welsh, draft_letter(about))
    else:
        made = draft_letter(about)
    return replace(made, text="") if asker.question.in_distress else made


def send_ready(ports: Ports, telling: Telling, seen: Mapping[int, str], actor: Actor) -> Pressed:
    """Send what is ready to those that were looked through: `seen` has what each email rests on, by the question's
    number.

    Where it would say something else by now, or somebody told them meanwhile, nothing is sent.
    """
    with ports.store.transaction():  # of two who press at once the second finds that they are being told
        ready = [one for one in _as_seen(ports, telling, seen).values() if one.standing is Standing.READY]
        done = [asker for asker in ready if _send(ports, telling, asker, actor)]
    ports.announcer.changed(telling.meeting.id)
    return _pressed(ports, telling, seen, done)


def send_one(ports: Ports, telling: Telling, number: int, seen: str, text: str, actor: Actor) -> bool:
    """Send an email in words of one's own; whether it was still to be sent. Raises NothingToSend."""
    if not text.strip():
        raise NothingToSend
    with ports.store.transaction():
        asker = _as_seen(ports, telling, {number: seen}).get(number)
        if asker is None or asker.means is not Means.EMAIL or asker.standing not in (Standing.READY, Standing.ALONE):
            return False
        _queue(ports, telling, asker, replace(draft(telling, asker), text=text), actor)
    ports.announcer.changed(telling.meeting.id)
    return True


def tick(ports: Ports, telling: Telling, seen: Mapping[int, str], actor: Actor) -> Pressed:
    """Somebody told these people otherwise: by phone, by letter, in the room or by an email of their own."""
    with ports.store.transaction():
        done = [asker for asker in _as_seen(ports, telling, seen).values() if asker.standing not in _NOT_TICKED]
        for asker in done:
            now = ports.clock()
            letter = _letter(ports, telling, asker, Draft("", ""), actor, LetterKind.BY_HAND)
            ports.store.letters.add(replace(letter, state=LetterState.SENT, sent_at=now, next_step_at=None))
    ports.announcer.changed(telling.meeting.id)
    return _pressed(ports, telling, seen, done)


def came_back(ports: Ports, letter: Letter, why: str) -> bool:
    """An email came back to the board's inbox; whether it was one that was sent, as far as is known."""
    if letter.state not in (LetterState.SENT, LetterState.UNKNOWN) or letter.kind is not LetterKind.EMAIL:
        return False
    return move(ports, letter, state=LetterState.FAILED, next_step_at=None, problem=why)


def send_again(ports: Ports, letter: Letter) -> bool:
    """Send what failed, or what nobody knows of, once more and under another key; whether it was one of those."""
    if letter.state not in (LetterState.FAILED, LetterState.UNKNOWN) or letter.kind is not LetterKind.EMAIL:
        return False
    now = ports.clock()
    again = {"state": LetterState.QUEUED, "key": ports.ids.token(), "attempts": 0, "next_step_at": now, "told_at": now}
    with ports.store.transaction():
        others = [one for one in ports.store.letters.of_question(letter.question_id) if one.id != letter.id]
        if is_told((one for one in others if one.state is not LetterState.FAILED), letter.told_of):
            return False  # they were told otherwise meanwhile
        if not is_still_right(ports, letter):
            move(ports, letter, state=LetterState.CANCELLED, next_step_at=None, problem=CHANGED)
            return False
        return move(ports, letter, problem="", reference="", **again)


def call_off(ports: Ports, letter: Letter, actor: Actor) -> bool:
    """Take back what is not sent yet, or a tick that was a slip; whether there was something to take back."""
    ticked = letter.kind is LetterKind.BY_HAND and letter.state is LetterState.SENT
    if letter.state is not LetterState.QUEUED and not ticked:
        return False
    problem = f"{actor.name} took it back"
    return move(ports, letter, state=LetterState.CANCELLED, next_step_at=None, problem=problem)


def call_off_all(ports: Ports, telling: Telling, actor: Actor) -> int:
    """Take back every email of a meeting that is not sent yet, or none; how many."""
    with ports.store.transaction():
        letters = ports.store.letters.of_meeting(telling.meeting.id)
        waiting = [one for one in letters if one.state is LetterState.QUEUED]
        return sum(call_off(ports, letter, actor) for letter in waiting)


# Nobody is ticked who was told, is on the list of those being told now, or is not to be, or to whom there is nothing to
# tell.
_NOT_TICKED = frozenset({Standing.UNDECIDED, Standing.TOLD, Standing.UNDER_WAY, Standing.NOT_TO_BE})


def _about(telling: Telling, asker: Asker) -> About:
    details, page = telling.meeting.details, telling.page("en")
    return About(telling.organisation, details, asker.question, asker.fate, page)


def _as_seen(ports: Ports, telling: Telling, seen: Mapping[int, str]) -> dict[int, Asker]:
    """Those of whom an email still says what somebody saw, by the number of their question."""
    fresh = ports.store.meetings.get(telling.meeting.id) or telling.meeting
    everybody = askers(ports, fresh, telling.channels, telling.mail)
    found = {one.question.number: one for one in everybody if one.told_of and one.question.number in seen}
    return {number: one for number, one in found.items() if seen[number] == one.rests_on}


def _pressed(ports: Ports, telling: Telling, seen: Mapping[int, str], done: Sequence[Asker]) -> Pressed:
    left = sorted(set(seen) - {asker.question.number for asker in done})
    questions = (ports.store.questions.by_number(telling.meeting.id, number) for number in left)
    return Pressed(len(done), [question.called for question in questions if question])


def _send(ports: Ports, telling: Telling, asker: Asker, actor: Actor) -> bool:
    if asker.means is Means.POST:
        return _reply(ports, telling, asker, actor)
    _queue(ports, telling, asker, draft(telling, asker), actor)
    return True


def _queue(ports: Ports, telling: Telling, asker: Asker, words: Draft, actor: Actor) -> None:
    ports.store.letters.add(_letter(ports, telling, asker, words, actor, LetterKind.EMAIL))


def _reply(ports: Ports, telling: Telling, asker: Asker, actor: Actor) -> bool:
    """Reply to a post in the words that were drafted; False where a person has to see to it."""
    channel = telling.channels[asker.question.source.channel]
    offer = replies.offer(ports, telling.meeting, channel, asker.question)
    if offer is None or not offer.words or Way.REPLY not in offer.ways:
        return False
    try:
        post = replies.reply(ports, channel, telling.meeting, offer, offer.words, Way.REPLY, actor)
    except (NotPublishable, NotPublic):
        return False
    return post.told_of == offer.told_of  # else the same words are out already, and told of something earlier


def _letter(ports: Ports, telling: Telling, asker: Asker, words: Draft, actor: Actor, kind: LetterKind) -> Letter:
    now = ports.clock()
    return Letter(
        0,
        telling.meeting.id,
        asker.question.id,
        kind,
        asker.told_of,
        words.subject,
        words.text.replace("\r\n", "\n"),
        LetterState.QUEUED,
        actor.name,
        now,
        ports.ids.token(),
        practised=kind is LetterKind.EMAIL and telling.mail is MailMode.PRACTICE,
        next_step_at=now,
        rests_on=asker.rests_on,
    )
