"""Which change is allowed from which state. This table is the only place that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Action, Change, IdleView, Question, State

_OPEN = frozenset({State.RECEIVED, State.HELD, State.ACCEPTED, State.ON_SCREEN})

TABLE: dict[Action, tuple[frozenset[State], State]] = {
    Action.ACCEPT: (frozenset({State.RECEIVED, State.HELD, State.DECLINED}), State.ACCEPTED),
    Action.HOLD: (frozenset({State.RECEIVED, State.ACCEPTED}), State.HELD),
    Action.DECLINE: (_OPEN, State.DECLINED),
    Action.PUT_ON_SCREEN: (frozenset({State.ACCEPTED}), State.ON_SCREEN),
    Action.TAKE_OFF_SCREEN: (frozenset({State.ON_SCREEN}), State.ACCEPTED),
    Action.ANSWER: (frozenset({State.ACCEPTED, State.ON_SCREEN}), State.ANSWERED),
    # Deleted at its source: it goes from every screen, whatever had been decided (product.md).
    Action.WITHDRAW: (frozenset(State) - {State.WITHDRAWN}, State.WITHDRAWN),
    # New words nobody here has read. An answered question keeps the words the board answered.
    Action.EDIT_AT_SOURCE: (_OPEN | {State.DECLINED}, State.RECEIVED),
}

# Reasons as public bodies publish them in their rules for questions (product.md, "Rules a board can set").
DECLINE_REASONS: dict[str, str] = {
    "not-ours": "It is about something this board is not responsible for",
    "personal": "It names or identifies a person",
    "care": "It is about one patient's care or complaint",
    "repeats": "It repeats a question already asked",
    "statement": "It is a statement rather than a question",
    "confidential": "It asks for something confidential, or under legal or formal consultation",
    "political": "It is party political",
    "abusive": "It is abusive, frivolous or defamatory",
}


class NotAllowed(Exception):
    """The question's state does not allow this action."""

    def __init__(self, action: Action, state: State) -> None:
        super().__init__(f"{action} is not allowed from {state}")
        self.action, self.state = action, state


@dataclass(frozen=True)
class Step:
    """One question's move from one state to another."""

    action: Action
    question_id: int
    from_state: State
    to_state: State


@dataclass(frozen=True)
class Decision:
    """Everything one action changes, to be stored in one transaction or not at all."""

    action: Action
    steps: tuple[Step, ...] = ()
    idle_view: IdleView | None = None
    reason: str = ""
    undoes: int | None = None


def target(action: Action, state: State) -> State:
    """The state this action leads to.

    Raises NotAllowed where the table has no such move.
    """
    allowed_from, to_state = TABLE[action]
    if state not in allowed_from:
        raise NotAllowed(action, state)
    return to_state


def decide(action: Action, question: Question, on_screen: Question | None, reason: str = "") -> Decision:
    """What this action on this question changes, given the question now on screen.

    Raises NotAllowed.
    """
    steps = [_step(action, question)]
    idle_view = None
    if action is Action.PUT_ON_SCREEN:
        # At most one question is on screen, and whatever later takes it off leaves a blank screen.
        idle_view = IdleView.BLANK
        if on_screen is not None:
            steps.insert(0, _take_off(on_screen))
    return Decision(action, tuple(steps), idle_view, reason)


def decide_next(on_screen: Question | None, following: Question | None) -> Decision:
    """Mark the question on screen answered and put the following one on, as one action with one undo."""
    steps = [] if on_screen is None else [_step(Action.ANSWER, on_screen)]
    if following is not None:
        steps.append(_step(Action.PUT_ON_SCREEN, following))
    action = Action.ANSWER if following is None else Action.PUT_ON_SCREEN
    return Decision(action, tuple(steps), IdleView.BLANK)


def decide_view(action: Action, view: IdleView, on_screen: Question | None) -> Decision:
    """Blank the screen or show the joining code; a question that was on it goes back to the running order."""
    steps = () if on_screen is None else (_take_off(on_screen),)
    return Decision(action, steps, view)


def decide_undo(changes: Sequence[Change], on_screen: Question | None) -> Decision:
    """Take back one action: each of its rows the other way round, last row first.

    Raises NotAllowed where it would put a question on screen beside another one.
    """
    steps = []
    idle_view = None
    for change in reversed(changes):
        if change.question_id is None:
            idle_view = IdleView(change.from_state)
        else:
            steps.append(Step(Action.UNDO, change.question_id, State(change.to_state), State(change.from_state)))
    returning = {step.question_id for step in steps if step.to_state is State.ON_SCREEN}
    if returning and on_screen is not None and on_screen.id not in {step.question_id for step in steps}:
        raise NotAllowed(Action.UNDO, State.ON_SCREEN)
    return Decision(Action.UNDO, tuple(steps), idle_view, undoes=changes[0].revision)


def _take_off(question: Question) -> Step:
    return _step(Action.TAKE_OFF_SCREEN, question)


def _step(action: Action, question: Question) -> Step:
    return Step(action, question.id, question.state, target(action, question.state))
