"""The poll: when it takes answers, what came of it by hand, and from how many answers on anybody may read that."""

from __future__ import annotations

import pytest

from board_qa.domain.listening.poll import FEWEST, NONE_OF_THESE, Poll, Result, Stage, offered, stage
from board_qa.domain.meetings.phases import Phase


@pytest.mark.parametrize(
    ("wanted", "phase", "answers", "expected"),
    [
        (False, Phase.BEFORE, 0, Stage.HIDDEN),
        (False, Phase.ON, 1, Stage.CLOSED),
        (True, Phase.BEFORE, 0, Stage.OPEN),
        (True, Phase.ON, 9, Stage.OPEN),
        (True, Phase.AFTER, 9, Stage.CLOSED),
        (True, Phase.AFTER, 0, Stage.HIDDEN),
    ],
)
def test_it_is_open_while_the_board_asks_and_until_the_public_part_is_over(
    wanted: bool, phase: Phase, answers: int, expected: Stage
) -> None:
    assert stage(wanted, phase, answers) is expected


def test_the_last_answer_is_always_none_of_these() -> None:
    assert offered(("Radio", "Post")) == ("Radio", "Post", NONE_OF_THESE)


def test_the_most_frequent_answer_comes_first_with_its_share_of_all_who_answered() -> None:
    poll = Poll(Stage.OPEN, ("Radio", "Post", NONE_OF_THESE), {"Post": 4, "Fax": 1, NONE_OF_THESE: 3})

    assert poll.answers == 8
    assert poll.results == [
        Result("Post", 4, 50), Result(NONE_OF_THESE, 3, 38), Result("Fax", 1, 12), Result("Radio", 0, 0),
    ]  # fmt: skip


def test_where_nobody_answered_every_share_is_0() -> None:
    assert Poll(Stage.OPEN, ("Radio",), {}).results == [Result("Radio", 0, 0)]


def test_fewer_than_five_answers_are_not_for_the_public() -> None:
    assert FEWEST == 5
    assert [Poll(Stage.CLOSED, (), {"Radio": 3, "Post": more}).is_public for more in (0, 1, 2)] == [False, False, True]
