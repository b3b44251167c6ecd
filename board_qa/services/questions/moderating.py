"""What people at the desk do to a question or to the screen. Each action is stored whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from board_qa.domain.meetings.meeting import IdleView, Meeting, Section
from board_qa.domain.meetings.rules import Decider, reasons_offered
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.history import NO_DETAILS, Action, Actor, Details
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.domain.questions.transitions import (
    NotAllowed,
    Step,
    decide,
    decide_group,
    decide_move,
    decide_next,
    decide_section,
    decide_view,
)
from board_qa.domain.text import wording
from board_qa.domain.text.flags import Flag, Kind, personal, stopping
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.questions.screening import flags_of, flags_of_names
from board_qa.services.questions.storing import store_decision

_WITH_A_REASON = frozenset({Action.DECLINE, Action.PROPOSE_DECLINE, Action.REDIRECT})
# The running order as a list.
WAITING_TO_BE_PUT = QueueFilter(frozenset({State.ACCEPTED}), in_order=True)
# Where a question waits to be put, or is: its words must fit a screen.
_FOR_THE_SCREEN = frozenset({State.ACCEPTED, State.ON_SCREEN})


class NotAReason(Exception):
    """The meeting's rules do not offer this reason for declining."""


class ApprovalBlocked(Exception):
    """Words that may identify a person, or come from one at risk, or a name that should not stand on a screen, would be
    published, and nobody said why they are.
    """

    def __init__(self, flags: tuple[Flag, ...], of_the_name: bool = False) -> None:
        super().__init__(", ".join(flag.kind for flag in flags))
        self.flags, self.of_the_name = flags, of_the_name

    @property
    def at_risk(self) -> bool:
        return any(flag.kind is Kind.DISTRESS for flag in self.flags)

    @property
    def unread(self) -> bool:
        return all(flag.kind is Kind.UNREAD for flag in self.flags)


class NoAnswer(Exception):
    """The asker was promised an answer on their page, and none has been noted."""


class NotFitToShow(Exception):
    """A post that cannot be shown as networks require it, or in which there is nothing to read; `question` is its."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"question {question.called}")
        self.question = question


class AuthorUnknown(NotFitToShow):
    """Its network has not said yet who wrote it."""


class NoWords(NotFitToShow):
    """It is only a picture."""


class TooLongForAScreen(Exception):
    """The words would be put on a screen that has no room for them: a letter, say, that nobody shortened yet."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} characters")
        self.length = length


def act(
    ports: Ports,
    action: Action,
    question: Question,
    expected_revision: int,
    actor: Actor,
    details: Details = NO_DETAILS,
    update: DispositionUpdate | None = None,
) -> int:
    """Do one thing to one question, as it was at `expected_revision`; return the new revision.

    `details` are for the history, and the asker reads the reason of a decline or a redirect. With an `override_reason`
    words are published that would stop an approval. Raises NotAllowed where the question's state
    does not allow it, Conflict where somebody else was first, ApprovalBlocked, TooLongForAScreen, NotFitToShow,
    NoAnswer, ValueError for a decline or redirect without a reason.
    """
    if action in _WITH_A_REASON and not details.reason:
        raise ValueError("a reason is needed")
    # Looking words through can take seconds, and a transaction may not: whoever changes the question meanwhile is
    # noticed inside it.
    refuse(ports, as_seen(ports, question, expected_revision), action, update, details.override_reason)
    with ports.store.transaction():
        question = as_seen(ports, question, expected_revision)
        on_screen = _other_on_screen(ports, question)
        decision = decide(action, question, on_screen, details, update)
        revision = store_decision(ports, question.meeting_id, decision, [question, on_screen], actor)
    ports.announcer.changed(question.meeting_id)
    return revision


def decline(
    ports: Ports, meeting: Meeting, question: Question, expected_revision: int, actor: Actor, reason_id: str
) -> Action:
    """Decline, or propose it to the chair where the board's rule says so; which of the two was done.

    Raises as `act` does, and NotAReason.
    """
    reason = next((one for one in reasons_offered(meeting.details.rules) if one.id == reason_id), None)
    if reason is None:
        raise NotAReason(reason_id)
    chair_decides = meeting.details.rules.decider is Decider.CHAIR
    action = Action.PROPOSE_DECLINE if chair_decides else Action.DECLINE
    act(ports, action, question, expected_revision, actor, Details(reason=reason.sentence))
    return action


def group(ports: Ports, question: Question, expected_revision: int, into: Question, actor: Actor) -> int:
    """Put a question together with another of its meeting: it is put once, and answered to everyone in it.

    Raises NotAllowed, Conflict.
    """
    with ports.store.transaction():
        question = as_seen(ports, question, expected_revision)
        leader = ports.store.questions.get(into.disposition.grouped_into or into.id) or into
        members = ports.store.questions.members(question.id)
        decision = decide_group(question, leader, members)
        revision = store_decision(ports, question.meeting_id, decision, [question, *members], actor)
    ports.announcer.changed(question.meeting_id)
    return revision


def move(
    ports: Ports, meeting: Meeting, question: Question, expected_revision: int, actor: Actor, places: int
) -> int | None:
    """Put a question that many places later in the running order, or earlier where negative; the new revision.

    None, and nothing is stored, where it is first or last already. Only what stands between is read. Raises NotAllowed
    where the question does not wait to be put, Conflict.
    """
    with ports.store.transaction():
        question = as_seen(ports, question, expected_revision)
        at = ports.store.queue.place(meeting.id, WAITING_TO_BE_PUT, question.id)
        if at is None:
            raise NotAllowed(Action.MOVE, question.state)
        # From where it is to where it goes, and the one after that, which it may come to stand before.
        first, last = sorted((at, max(at + places, 0)))
        order = running_order(ports, meeting, last - first + 2, first)
        decision = decide_move(order, question, at + places - first)
        if not decision.steps:
            return None
        revision = store_decision(ports, meeting.id, decision, order, actor)
    ports.announcer.changed(meeting.id)
    return revision


def answer_and_next(ports: Ports, meeting: Meeting, expected: str, actor: Actor) -> Question | None:
    """Mark the question on screen answered and put the next of the running order on; None at its end.

    `expected` is what `expected_next` gave when the moderator looked or, from whoever sees no more than the screen,
    what `expected_screen` gave. Raises Conflict where that is another question by now: two who press "next" at once
    must not skip one.
    """
    with ports.store.transaction():
        on_screen = ports.store.questions.on_screen(meeting.id)
        order = running_order(ports, meeting, 1)
        if expected not in (expected_next(on_screen, order), expected_screen(on_screen)):
            raise _other_screen(ports, meeting, expected)
        following = next(iter(order), None)
        _refuse_what_cannot_be_shown(following)
        if on_screen or following:
            store_decision(ports, meeting.id, decide_next(on_screen, following), [on_screen, following], actor)
    ports.announcer.changed(meeting.id)
    return following


def back(ports: Ports, meeting: Meeting, expected: str, actor: Actor) -> Question | None:
    """Put the question that was last answered on the screen again; None where there is none.

    The one that is on the screen now waits again. `expected` is what `expected_screen` gave. Raises Conflict.
    """
    with ports.store.transaction():
        on_screen = ports.store.questions.on_screen(meeting.id)
        if expected != expected_screen(on_screen):
            raise _other_screen(ports, meeting, expected)
        before = ports.store.questions.last_answered(meeting.id)
        _refuse_what_cannot_be_shown(before)
        if before:
            decision = decide(Action.PUT_ON_SCREEN, before, on_screen)
            store_decision(ports, meeting.id, decision, [before, on_screen], actor)
    ports.announcer.changed(meeting.id)
    return before


def expected_screen(on_screen: Question | None) -> str:
    """What somebody sees who has only the screen before them; a number, or none."""
    return on_screen.called if on_screen else "none"


def _other_screen(ports: Ports, meeting: Meeting, expected: str) -> Conflict:
    """What came in between: for whoever saw no more than the screen, what changed that."""
    meetings = ports.store.meetings
    return Conflict(meetings.last_change(meeting.id) if "/" in expected else meetings.last_of_the_screen(meeting.id))


def expected_next(on_screen: Question | None, order: Sequence[Question]) -> str:
    """What "next" would touch: the question on screen and the following one of the running order."""
    pair = (on_screen, next(iter(order), None))
    return "/".join(f"{q.number}@{q.revision}" if q else "" for q in pair)


def show(ports: Ports, meeting: Meeting, view: IdleView, actor: Actor) -> int:
    """Take whatever is on screen off it and show this instead: the joining code, say, or nothing at all."""
    with ports.store.transaction():
        on_screen = ports.store.questions.on_screen(meeting.id)
        revision = store_decision(ports, meeting.id, decide_view(view, on_screen), [on_screen], actor)
    ports.announcer.changed(meeting.id)
    return revision


def time_section(ports: Ports, meeting: Meeting, action: Action, expected: str, actor: Actor) -> Section:
    """Start, extend or stop the countdown of the public section; how it stands now.

    `expected` is what `expected_section` gave when the moderator looked: two who press "more time" at once give it
    once. Raises Conflict.
    """
    with ports.store.transaction():
        section = (ports.store.meetings.get(meeting.id) or meeting).section
        # What has no times is started, and what has some is extended or stopped.
        if expected != expected_section(section) or (action is Action.START_SECTION) != (section.ends_at is None):
            raise Conflict(ports.store.meetings.last_timing(meeting.id))
        decision = decide_section(action, section, meeting.details.section_minutes, ports.clock())
        store_decision(ports, meeting.id, decision, [], actor)
    ports.announcer.changed(meeting.id)
    return (ports.store.meetings.get(meeting.id) or meeting).section


def expected_section(section: Section) -> str:
    """The section's times as a form carries them; '' while it is not timed."""
    return section.ends_at.isoformat() if section.ends_at else ""


def running_order(ports: Ports, meeting: Meeting, limit: int = 20, skip: int = 0) -> list[Question]:
    """Accepted questions waiting to be put, in the order they came, but for those that somebody moved.

    `limit` of them are read, but for the first `skip`.
    """
    return ports.store.queue.page(meeting.id, WAITING_TO_BE_PUT, limit, skip)


def as_seen(ports: Ports, question: Question, expected_revision: int) -> Question:
    """The question as it is now, if that is as it was seen. Raises Conflict."""
    fresh = ports.store.questions.get(question.id) or question
    if (fresh.meeting_id, fresh.revision) != (question.meeting_id, expected_revision):
        raise Conflict(ports.store.questions.last_change(question.id))
    return fresh


def _other_on_screen(ports: Ports, question: Question) -> Question | None:
    on_screen = ports.store.questions.on_screen(question.meeting_id)
    return None if on_screen is None or on_screen.id == question.id else on_screen


def refuse(
    ports: Ports,
    question: Question,
    action: Action,
    update: DispositionUpdate | None = None,
    override_reason: str = "",
) -> None:
    """What must not be shown, or not like this. Raises what `act` says, but Conflict and ValueError."""
    step = decide(action, question, None, update=update).steps[-1]
    becomes_public = step.after.state in PUBLIC_STATES and step.before.state not in PUBLIC_STATES
    if becomes_public or step.after.state is State.ON_SCREEN:
        _refuse_what_cannot_be_shown(replace(question, disposition=step.after))
    _refuse_what_fits_no_screen(question, step)
    _refuse_to_break_the_promise_of_an_answer(step)
    if not override_reason:
        _refuse_what_stops_an_approval(ports, question, step)


def _refuse_what_stops_an_approval(ports: Ports, question: Question, step: Step) -> None:
    """Words that become public are looked through once more, and answers as they are noted. Raises ApprovalBlocked."""
    if step.after.answer and step.after.answer != step.before.answer:
        _stop(personal(flags_of(ports, step.after.answer)))
    if step.after.shows_original and not step.before.shows_original:
        _stop(stopping(flags_of(ports, question.source.words)))
    public, was_public = step.after.state in PUBLIC_STATES, step.before.state in PUBLIC_STATES
    words = step.after.wording or question.source.words
    if public and not (was_public and words == question.words):
        _stop(stopping(flags_of(ports, words)))
    # A telephone number is not always in the question, and not every name is one: "The Chair", or worse.
    shown = not (question.source.name_withheld or step.after.name_hidden)
    if public and shown and not (was_public and not step.before.name_hidden):
        _stop(flags_of_names(ports, question), of_the_name=True)


def _stop(found: tuple[Flag, ...], of_the_name: bool = False) -> None:
    if found:
        raise ApprovalBlocked(found, of_the_name)


def _refuse_what_cannot_be_shown(question: Question | None) -> None:
    """Networks require that a post is shown with its author, and a room needs something to read."""
    if question is not None and question.source.lacks_author:
        raise AuthorUnknown(question)
    if question is not None and not wording.shown(question.words):
        raise NoWords(question)


def _refuse_to_break_the_promise_of_an_answer(step: Step) -> None:
    """Whoever was told that the answer will be on their page finds one there. Raises NoAnswer."""
    promised = step.before.state is State.WRITTEN or bool(step.after.due_on)
    if step.after.state is State.ANSWERED and promised and not step.after.answer:
        raise NoAnswer


def _refuse_what_fits_no_screen(question: Question, step: Step) -> None:
    """A question from a letter can be longer than the form has room for. Raises TooLongForAScreen."""
    words = step.after.wording or question.source.words
    put_already = step.before.state in _FOR_THE_SCREEN and words == question.words
    if step.after.state in _FOR_THE_SCREEN and not put_already and wording.length(words) > wording.QUESTION_LIMIT:
        raise TooLongForAScreen(wording.length(words))
