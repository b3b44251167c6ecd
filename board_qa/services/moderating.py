"""What people at the desk do to a question or to the screen. Each action is stored whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from board_qa.domain.meetings.meeting import IdleView, Meeting, Section
from board_qa.domain.meetings.rules import Decider, reasons_offered
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.question import Question, Sets, State
from board_qa.domain.questions.transitions import (
    SECTION,
    VIEWS,
    Decision,
    NotAllowed,
    Step,
    decide,
    decide_group,
    decide_move,
    decide_next,
    decide_section,
    decide_undo,
    decide_view,
)
from board_qa.domain.text import wording
from board_qa.domain.text.flags import Flag, Kind, personal, stopping
from board_qa.ports.stores import Conflict
from board_qa.services.core import Core
from board_qa.services.screening import flags_of

_EXPLAINED = frozenset({Action.DECLINE, Action.PROPOSE_DECLINE, Action.REDIRECT})
# Where a question waits to be put, or is: its words must fit a screen.
_FOR_THE_SCREEN = frozenset({State.ACCEPTED, State.ON_SCREEN})
# What takes a question off the screen, or shows something else there.
_OF_THE_SCREEN = frozenset({*VIEWS.values(), Action.TAKE_OFF_SCREEN})


class NothingToUndo(Exception):
    """This moderator has done nothing in this meeting that still stands."""


class NotAReason(Exception):
    """The meeting's rules do not offer this reason for declining."""


class Stopped(Exception):
    """Words that may identify a person, or come from one at risk, would be published, and nobody said why they are."""

    def __init__(self, flags: tuple[Flag, ...]) -> None:
        super().__init__(", ".join(flag.kind for flag in flags))
        self.flags = flags

    @property
    def at_risk(self) -> bool:
        return any(flag.kind is Kind.DISTRESS for flag in self.flags)

    @property
    def unread(self) -> bool:
        return all(flag.kind is Kind.UNREAD for flag in self.flags)


class NoAnswer(Exception):
    """The asker was promised an answer on their page, and none has been noted."""


class TooLongForAScreen(Exception):
    """The words would be put on a screen that has no room for them: a letter, say, that nobody shortened yet."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} characters")
        self.length = length


def act(core: Core, action: Action, question: Question, seen: int, by: Actor, reason: str = "",
        sets: Sets | None = None, keep: str = "") -> int:  # fmt: skip
    """Do one thing to one question, as it was at revision `seen`; return the new revision.

    `reason` is what the asker reads of a decline or a redirect, and what the history says of anything else. `keep`
    is why words are published that stop an approval. Raises NotAllowed where the question's state does not allow it,
    Conflict where somebody else was first, Stopped, TooLongForAScreen, NoAnswer, ValueError for a decline or redirect
    without a reason.
    """
    if action in _EXPLAINED and not reason:
        raise ValueError("a reason is needed")
    # Looking words through can take seconds, and a transaction may not: whoever changes the question meanwhile is
    # noticed inside it.
    _refuse(core, _as_seen(core, question, seen), action, sets, keep)
    with core.store.transaction():
        question = _as_seen(core, question, seen)
        on_screen = _other_on_screen(core, question)
        decision = decide(action, question, on_screen, _said(action, reason, keep), sets)
        revision = _apply(core, question.meeting_id, decision, [question, on_screen], by)
    core.announcer.changed(question.meeting_id)
    return revision


def decline(core: Core, meeting: Meeting, question: Question, seen: int, by: Actor, reason: str) -> Action:
    """Decline, or propose it to the chair where the board's rule says so; which of the two was done.

    Raises as `act` does, and NotAReason.
    """
    if reason not in reasons_offered(meeting.details.rules):
        raise NotAReason(reason)
    chair_decides = meeting.details.rules.decider is Decider.CHAIR
    action = Action.PROPOSE_DECLINE if chair_decides else Action.DECLINE
    act(core, action, question, seen, by, reason)
    return action


def group(core: Core, question: Question, seen: int, into: Question, by: Actor) -> int:
    """Put a question together with another of its meeting: it is put once, and answered to everyone in it.

    Raises NotAllowed, Conflict.
    """
    with core.store.transaction():
        question = _as_seen(core, question, seen)
        leader = core.store.questions.get(into.standing.grouped_into or into.id) or into
        members = core.store.questions.members(question.id)
        decision = decide_group(question, leader, members)
        revision = _apply(core, question.meeting_id, decision, [question, *members], by)
    core.announcer.changed(question.meeting_id)
    return revision


def move(core: Core, meeting: Meeting, question: Question, seen: int, by: Actor, places: int) -> int | None:
    """Put a question that many places later in the running order, or earlier where negative; the new revision.

    None, and nothing is stored, where it is first or last already. Raises NotAllowed where the question does not wait
    to be put, Conflict.
    """
    with core.store.transaction():
        question = _as_seen(core, question, seen)
        order = running_order(core, meeting)
        at = next((at for at, one in enumerate(order) if one.id == question.id), None)
        if at is None:
            raise NotAllowed(Action.MOVE, question.state)
        decision = decide_move(order, question, at + places)
        if not decision.steps:
            return None
        revision = _apply(core, meeting.id, decision, order, by)
    core.announcer.changed(meeting.id)
    return revision


def answer_and_next(core: Core, meeting: Meeting, seen: str, by: Actor) -> Question | None:
    """Mark the question on screen answered and put the next of the running order on; None at its end.

    `seen` is what `next_seen` gave when the moderator looked or, from whoever sees no more than the screen, what
    `screen_seen` gave. Raises Conflict where that is another question by now: two who press "next" at once must not
    skip one.
    """
    with core.store.transaction():
        on_screen = core.store.questions.on_screen(meeting.id)
        order = running_order(core, meeting)
        if seen not in (next_seen(on_screen, order), screen_seen(on_screen)):
            raise _other_screen(core, meeting)
        following = next(iter(order), None)
        if on_screen or following:
            _apply(core, meeting.id, decide_next(on_screen, following), [on_screen, following], by)
    core.announcer.changed(meeting.id)
    return following


def back(core: Core, meeting: Meeting, seen: str, by: Actor) -> Question | None:
    """Put the question that was last answered on the screen again; None where there is none.

    The one that is on the screen now waits again. `seen` is what `screen_seen` gave. Raises Conflict.
    """
    with core.store.transaction():
        on_screen = core.store.questions.on_screen(meeting.id)
        if seen != screen_seen(on_screen):
            raise _other_screen(core, meeting)
        before = core.store.questions.last_answered(meeting.id)
        if before:
            decision = decide(Action.PUT_ON_SCREEN, before, on_screen)
            _apply(core, meeting.id, decision, [before, on_screen], by)
    core.announcer.changed(meeting.id)
    return before


def screen_seen(on_screen: Question | None) -> str:
    """What somebody sees who has only the screen before them; a number, or none."""
    return str(on_screen.number) if on_screen else "none"


def _other_screen(core: Core, meeting: Meeting) -> Conflict:
    return Conflict(next(iter(reversed(core.store.meetings.changes_since(meeting.id, 0))), None))


def next_seen(on_screen: Question | None, order: Sequence[Question]) -> str:
    """What "next" would touch: the question on screen and the following one of the running order."""
    pair = (on_screen, next(iter(order), None))
    return "/".join(f"{q.number}@{q.revision}" if q else "" for q in pair)


def show(core: Core, meeting: Meeting, view: IdleView, by: Actor) -> int:
    """Take whatever is on screen off it and show this instead: the joining code, say, or nothing at all."""
    with core.store.transaction():
        on_screen = core.store.questions.on_screen(meeting.id)
        revision = _apply(core, meeting.id, decide_view(view, on_screen), [on_screen], by)
    core.announcer.changed(meeting.id)
    return revision


def time_section(core: Core, meeting: Meeting, action: Action, seen: str, by: Actor) -> Section:
    """Start, extend or stop the countdown of the public section; how it stands now.

    `seen` is what `section_seen` gave when the moderator looked: two who press "more time" at once give it once.
    Raises Conflict.
    """
    with core.store.transaction():
        section = (core.store.meetings.get(meeting.id) or meeting).section
        if seen != section_seen(section):
            changes = core.store.meetings.changes_since(meeting.id, 0)
            raise Conflict(next((change for change in reversed(changes) if change.action in SECTION), None))
        decision = decide_section(action, section, meeting.details.section_minutes, core.clock())
        _apply(core, meeting.id, decision, [], by)
    core.announcer.changed(meeting.id)
    return (core.store.meetings.get(meeting.id) or meeting).section


def section_seen(section: Section) -> str:
    """The section's times as a form carries them; '' while it is not timed."""
    return section.ends_at.isoformat() if section.ends_at else ""


def undo(core: Core, meeting: Meeting, revision: int, by: Actor) -> list[Change]:
    """Take back this moderator's last action that still stands, and return its rows.

    `revision` names the action the moderator saw offered: pressed twice, it is taken back once.

    Raises NothingToUndo, Conflict where the question has changed since, NotAllowed where another question is
    on screen now.
    """
    with core.store.transaction():
        changes = offered(core, meeting, revision, by)
        _refuse_what_the_screen_showed_since(core, meeting, changes)
        decision = decide_undo(changes, _touched(core, changes), core.store.questions.on_screen(meeting.id))
        seen = {step.question_id: changes[0].revision for step in decision.steps}
        core.store.questions.apply(meeting.id, decision, seen, by, core.clock())
    core.announcer.changed(meeting.id)
    return changes


def offered(core: Core, meeting: Meeting, revision: int, by: Actor) -> list[Change]:
    """The rows of the action that this moderator was offered to take back. Raises NothingToUndo."""
    for last in (core.store.meetings.last_standing, core.store.meetings.last_undoable):
        changes = last(meeting.id, by.id) if by.id is not None else []
        if changes and changes[0].revision == revision:
            return changes
    raise NothingToUndo


def _refuse_what_the_screen_showed_since(core: Core, meeting: Meeting, changes: Sequence[Change]) -> None:
    """What somebody showed the room instead of a question since is not taken away again. Raises Conflict."""
    if not any(change.action in _OF_THE_SCREEN for change in changes):
        return
    later = core.store.meetings.changes_since(meeting.id, changes[0].revision)
    undone = {change.undoes for change in later}
    for change in reversed(later):
        if change.question_id is None and change.action in VIEWS.values() and change.revision not in undone:
            raise Conflict(change)


def running_order(core: Core, meeting: Meeting) -> list[Question]:
    """Accepted questions waiting to be put, in the order they came, but for those that somebody moved."""
    return sorted(core.store.questions.in_states(meeting.id, {State.ACCEPTED}), key=lambda question: question.place)


def _as_seen(core: Core, question: Question, seen: int) -> Question:
    """The question as it is now, if that is as it was seen. Raises Conflict."""
    fresh = core.store.questions.get(question.id) or question
    if fresh.revision != seen:
        raise Conflict(core.store.questions.history(question.id)[-1])
    return fresh


def _other_on_screen(core: Core, question: Question) -> Question | None:
    on_screen = core.store.questions.on_screen(question.meeting_id)
    return None if on_screen is None or on_screen.id == question.id else on_screen


def _said(action: Action, reason: str, keep: str) -> str:
    """What the history says: the reason and, where nobody else reads it, why it is published as it is."""
    kept = f"as it is, on purpose: {keep}" if keep else ""
    return reason if action in _EXPLAINED else "; ".join(part for part in (reason, kept) if part)


def _refuse(core: Core, question: Question, action: Action, sets: Sets | None, keep: str) -> None:
    """What must not be shown, or not like this. Raises NotAllowed, TooLongForAScreen, NoAnswer, Stopped."""
    step = decide(action, question, None, sets=sets).steps[-1]
    _refuse_what_fits_no_screen(question, step)
    _refuse_to_break_the_promise_of_an_answer(step)
    if not keep:
        _refuse_what_stops_an_approval(core, question, step)


def _refuse_what_stops_an_approval(core: Core, question: Question, step: Step) -> None:
    """Words that become public are looked through once more, and answers as they are noted. Raises Stopped."""
    if step.after.answer and step.after.answer != step.before.answer:
        _stop(personal(flags_of(core, step.after.answer)))
    public, was_public = step.after.state in PUBLIC_STATES, step.before.state in PUBLIC_STATES
    words = step.after.wording or question.source.text
    if public and not (was_public and words == question.words):
        _stop(stopping(flags_of(core, words)))
    # A telephone number is not always in the question: people write it where their name should be.
    shown = not (question.source.name_withheld or step.after.name_hidden)
    if public and shown and not (was_public and not step.before.name_hidden):
        _stop(personal(flags_of(core, question.name)))


def _stop(found: tuple[Flag, ...]) -> None:
    if found:
        raise Stopped(found)


def _refuse_to_break_the_promise_of_an_answer(step: Step) -> None:
    """Whoever was told that the answer will be on their page finds one there. Raises NoAnswer."""
    promised = step.before.state is State.WRITTEN or bool(step.after.due_on)
    if step.after.state is State.ANSWERED and promised and not step.after.answer:
        raise NoAnswer


def _refuse_what_fits_no_screen(question: Question, step: Step) -> None:
    """A question from a letter can be longer than the form has room for. Raises TooLongForAScreen."""
    words = step.after.wording or question.source.text
    put_already = step.before.state in _FOR_THE_SCREEN and words == question.words
    if step.after.state in _FOR_THE_SCREEN and not put_already and wording.length(words) > wording.QUESTION_LIMIT:
        raise TooLongForAScreen(wording.length(words))


def _touched(core: Core, changes: Sequence[Change]) -> dict[int, Question]:
    """The questions of these changes, with those they were grouped into."""
    ids = {id_ for change in changes for id_ in (change.question_id, change.before.get("grouped_into")) if id_}
    return {id_: question for id_ in ids if (question := core.store.questions.get(id_))}


def _apply(core: Core, meeting_id: int, decision: Decision, read: Sequence[Question | None], by: Actor) -> int:
    """Store a decision about questions as they were just read, in the caller's transaction."""
    seen = {question.id: question.revision for question in read if question is not None}
    return core.store.questions.apply(meeting_id, decision, seen, by, core.clock())
