"""Whether an action can be taken back: a rule over rows of history alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from board_qa.domain.questions.history import Action, Actor, Change
from board_qa.domain.questions.question import Disposition, NewQuestion, Question, State
from board_qa.domain.questions.undoing import BuiltUpon, Done, decide_undo

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ALEX, SAM = Actor("Alex", 1), Actor("Sam", 2)


def change(action: Action, revision: int, actor: Actor = SAM, question: int | None = 7, **more: Any) -> Change:
    return Change(1, revision, action, actor.name, NOW, question, question, actor_id=actor.id, **more)


APPROVED = change(Action.ACCEPT, 5, ALEX, before={"state": State.RECEIVED})
BLANKED = change(Action.BLANK, 5, ALEX, question=None, from_state="joining")
OTHER_HALF = change(Action.JOIN_MEETING, 9, ALEX, other_meeting_id=1, other_revision=5)


@pytest.mark.parametrize(
    ("done", "later"),
    [
        (APPROVED, change(Action.HOLD, 6)),
        (APPROVED, change(Action.EDIT_AT_SOURCE, 6, Actor("X"))),
        (BLANKED, change(Action.SHOW_JOINING, 6, question=None)),
    ],
)
def test_what_is_built_upon_an_action_is_in_the_way_of_undoing_it(done: Change, later: Change) -> None:
    action = Done([done], [later])
    with pytest.raises(BuiltUpon) as since:
        decide_undo(action, {}, None)

    assert since.value.change is later
    assert action.built_upon_by_others(ALEX)


@pytest.mark.parametrize(
    ("done", "later"),
    [
        (APPROVED, change(Action.UNDO, 6)),
        (APPROVED, change(Action.NAME_AUTHOR, 6, Actor("X"))),
        (APPROVED, change(Action.SHOW_JOINING, 6, question=None)),
        (APPROVED, OTHER_HALF),
        (BLANKED, change(Action.EXTEND_SECTION, 6, question=None)),
    ],
)
def test_what_decides_nothing_about_it_is_not_in_the_way(done: Change, later: Change) -> None:
    assert not Done([done], [later]).in_the_way()


def test_ones_own_later_action_is_in_the_way_and_is_nobody_elses() -> None:
    done = Done([APPROVED], [change(Action.HOLD, 6, ALEX)])

    assert done.in_the_way()
    assert not done.built_upon_by_others(ALEX)


def test_each_row_goes_the_other_way_round() -> None:
    source = NewQuestion("web", "key", "Why?", "Ann", NOW)
    question = Question(7, 1, 7, "token", 5, NOW, source, Disposition(State.ACCEPTED))
    decision = decide_undo(Done([APPROVED], []), {7: question}, None)

    assert [step.after.state for step in decision.steps] == [State.RECEIVED]
    assert decision.undoes == 5
