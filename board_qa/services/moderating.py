"""What a moderator does to a question or to the screen. Each action is stored whole or not at all."""

from __future__ import annotations

from ..domain.model import Action, Actor, Change, IdleView, Meeting, Question, State
from ..domain.transitions import DECLINE_REASONS, Decision, decide, decide_next, decide_undo, decide_view
from ..ports import Conflict
from .core import Core


class NothingToUndo(Exception):
    """This moderator has done nothing in this meeting that still stands."""


def act(core: Core, action: Action, question: Question, seen: int, by: Actor, reason: str = "") -> int:
    """Do one thing to one question, as it was at revision `seen`; return the new revision.

    Raises NotAllowed where its state does not allow it, Conflict where somebody else was first, ValueError for
    a reason that is not in DECLINE_REASONS.
    """
    if action is Action.DECLINE:
        if reason not in DECLINE_REASONS:
            raise ValueError(f"no such reason: {reason!r}")
        reason = DECLINE_REASONS[reason]
    if question.revision != seen:
        raise Conflict(core.store.questions.history(question.id)[-1])
    on_screen = core.store.questions.on_screen(question.meeting_id)
    if on_screen is not None and on_screen.id == question.id:
        on_screen = None
    decision = decide(action, question, on_screen, reason)
    revisions = {question.id: seen} | ({on_screen.id: on_screen.revision} if on_screen else {})
    return _store(core, question.meeting_id, decision, revisions, by)


def answer_and_next(core: Core, meeting: Meeting, seen: str, by: Actor) -> Question | None:
    """Mark the question on screen answered and put the next of the running order on; None at its end.

    `seen` is what `next_seen` gave when the moderator looked. Raises Conflict where either question is another one
    by now: two moderators who press "next" at once must not skip a question.
    """
    on_screen, following = _next_pair(core, meeting)
    if seen != next_seen(core, meeting):
        raise Conflict(core.store.meetings.changes_since(meeting.id, 0)[-1])
    touched = [question for question in (on_screen, following) if question is not None]
    if touched:
        revisions = {question.id: question.revision for question in touched}
        _store(core, meeting.id, decide_next(on_screen, following), revisions, by)
    return following


def next_seen(core: Core, meeting: Meeting) -> str:
    """What "next" would touch, as it is now: the question on screen and the following one."""
    return "/".join(f"{q.number}@{q.revision}" if q else "" for q in _next_pair(core, meeting))


def _next_pair(core: Core, meeting: Meeting) -> tuple[Question | None, Question | None]:
    on_screen = core.store.questions.on_screen(meeting.id)
    return on_screen, next(iter(running_order(core, meeting)), None)


def show(core: Core, meeting: Meeting, view: IdleView, by: Actor) -> int:
    """Take whatever is on screen off it and show the joining code, or nothing at all."""
    on_screen = core.store.questions.on_screen(meeting.id)
    action = Action.BLANK if view is IdleView.BLANK else Action.SHOW_JOINING
    revisions = {on_screen.id: on_screen.revision} if on_screen else {}
    return _store(core, meeting.id, decide_view(action, view, on_screen), revisions, by)


def undo(core: Core, meeting: Meeting, revision: int, by: Actor) -> list[Change]:
    """Take back this moderator's last action that still stands, and return its rows.

    `revision` names the action the moderator saw offered: pressed twice, it is taken back once.

    Raises NothingToUndo, Conflict where the question has changed since, NotAllowed where another question is
    on screen now.
    """
    changes = core.store.meetings.last_undoable(meeting.id, by.id) if by.id is not None else []
    if not changes or changes[0].revision != revision:
        raise NothingToUndo
    decision = decide_undo(changes, core.store.questions.on_screen(meeting.id))
    seen = {step.question_id: changes[0].revision for step in decision.steps}
    _store(core, meeting.id, decision, seen, by)
    return changes


def running_order(core: Core, meeting: Meeting) -> list[Question]:
    """Accepted questions waiting to be put, in receipt order."""
    return [q for q in core.store.questions.of_meeting(meeting.id) if q.state is State.ACCEPTED]


def _store(core: Core, meeting_id: int, decision: Decision, seen: dict[int, int], by: Actor) -> int:
    revision = core.store.questions.apply(meeting_id, decision, seen, by, core.clock())
    core.announcer.changed(meeting_id)
    return revision
