"""Taking an action back: whether anything is in the way. services.questions.undoing says whose action is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from board_qa.domain.meetings.meeting import IdleView, Section
from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.transitions import (
    SECTION,
    VIEWS,
    Decision,
    GroupMovedAway,
    NotAllowed,
    Relocation,
    Retiming,
    Step,
)

# What happens to a question by itself and decides nothing about it: nobody's decision is built upon it.
_OF_NO_WEIGHT = frozenset({Action.UNDO, Action.SHOW_AGAIN, Action.EXPLAIN_WITHDRAWAL, Action.NAME_AUTHOR})
# What takes a question off the screen, or shows something else there.
_OF_THE_SCREEN = frozenset({*VIEWS.values(), Action.TAKE_OFF_SCREEN})


class BuiltUpon(Exception):
    """Something was done since that still stands: `change`."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"revision {change.revision}")
        self.change = change


@dataclass(frozen=True)
class Done:
    """One action of somebody's that still stands.

    `rows` are its own, first row first. `since` is what was done later to the questions of these rows, or to the screen
    and its clock, and still stands, oldest first. `is_last`: they did nothing after it that still stands.
    """

    rows: Sequence[Change]
    since: Sequence[Change]
    is_last: bool = True

    @property
    def revision(self) -> int:
        return self.rows[0].revision

    def in_the_way(self) -> Sequence[Change]:
        """What was built upon it: whatever decides about its questions, and what the room was shown instead of one."""
        of_the_screen = any(change.action in _OF_THE_SCREEN for change in self.rows)
        return [change for change in self.since if self._weighs(change, of_the_screen)]

    def built_upon_by_others(self, actor: Actor) -> bool:
        return any(change.actor_id != actor.id for change in self.in_the_way())

    def _weighs(self, later: Change, of_the_screen: bool) -> bool:
        if later.question_id is None:
            return of_the_screen and later.action in VIEWS.values()
        return later.action not in _OF_NO_WEIGHT and not self._is_other_half(later)

    def _is_other_half(self, later: Change) -> bool:
        """A move to another meeting is one action with a row in each."""
        return (later.other_meeting_id, later.other_revision) == (self.rows[0].meeting_id, self.revision)


def decide_undo(done: Done, questions: Mapping[int, Question], on_screen: Question | None) -> Decision:
    """Take back one action: each of its rows the other way round, last row first.

    It must be the very last thing that still stands, or it could bring an approval back to words that were edited at
    their source since: raises BuiltUpon. Raises NotAllowed where it would put a question on screen beside another one,
    or back into a group that is no more.
    """
    if in_the_way := done.in_the_way():
        raise BuiltUpon(in_the_way[-1])
    changes, steps = done.rows, []
    idle_view = retiming = None
    for change in reversed(changes):
        if change.action in SECTION:
            retiming = Retiming(Section(**change.after), Section(**change.before))
        elif change.question_id is None:
            idle_view = IdleView(change.from_state)
        else:
            disposition = questions[change.question_id].disposition
            steps.append(Step(Action.UNDO, change.question_id, disposition, replace(disposition, **change.before)))
    returning = {step.question_id for step in steps if step.after.state is State.ON_SCREEN}
    if returning and on_screen is not None and on_screen.id not in {step.question_id for step in steps}:
        raise NotAllowed(Action.UNDO, State.ON_SCREEN)
    back = _back_here(changes)
    elsewhere = {id_ for id_, question in questions.items() if question.meeting_id != changes[0].meeting_id}
    _refuse_lost_groups(steps, questions, elsewhere - {one.question_id for one in back})
    return Decision(Action.UNDO, tuple(steps), idle_view, retiming, undoes=changes[0].revision, relocations=back)


def _back_here(changes: Sequence[Change]) -> tuple[Relocation, ...]:
    """The way back to this meeting of the questions that left it."""
    return tuple(
        Relocation(
            left.question_id,
            left.meeting_id,
            left.question_number,
            left.other_revision,
            supplementary=left.supplementary,
        )
        for left in changes
        if left.action is Action.LEAVE_MEETING and left.question_id is not None
    )


def _refuse_lost_groups(steps: Sequence[Step], questions: Mapping[int, Question], elsewhere: Set[int]) -> None:
    """A question goes back only into a group of this meeting, as it stands when the whole undo is done."""
    then = {step.question_id: step.after.state for step in steps}
    for step in steps:
        into = step.after.grouped_into
        if into is not None and into != step.before.grouped_into:
            if into in elsewhere:
                raise GroupMovedAway(Action.UNDO, questions[into].state)
            state = then.get(into, questions[into].state)
            if state in (State.WITHDRAWN, State.GROUPED):
                raise NotAllowed(Action.UNDO, state)
