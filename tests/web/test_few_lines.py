"""Lines of the log that are alike: one in a minute, with how many were left out before it."""

from __future__ import annotations

from datetime import timedelta

from board_qa.web.operators.few_lines import EVERY, MOST, FewLines
from tests.support.doubles import NOON

SECOND = timedelta(seconds=1)


def test_one_line_in_a_minute_is_written_and_the_next_says_how_many_were_not() -> None:
    lines = FewLines()
    told = [lines.left_out("flood", "here", NOON + number * SECOND) for number in range(60)]

    assert told == [0] + [None] * 59
    assert lines.left_out("flood", "here", NOON + EVERY) == 59
    assert lines.left_out("flood", "here", NOON + EVERY + SECOND) is None
    assert lines.left_out("flood", "here", NOON + 3 * EVERY) == 1
    assert lines.left_out("flood", "here", NOON + 5 * EVERY) == 0


def test_each_kind_and_each_place_counts_for_itself() -> None:
    lines = FewLines()

    assert [lines.left_out(*one, NOON) for one in (("a", "here"), ("b", "here"), ("a", "there"))] == [0, 0, 0]
    assert lines.left_out("a", "here", NOON) is None


def test_a_clock_that_is_set_back_silences_nothing() -> None:
    lines = FewLines()
    lines.left_out("flood", "here", NOON)

    assert lines.left_out("flood", "here", NOON - timedelta(hours=1)) == 0


def test_what_comes_from_very_many_places_in_a_minute_is_told_together() -> None:
    lines, after = FewLines(), NOON + EVERY
    told = [lines.left_out("flood", f"place {number}", NOON) for number in range(3 * MOST)]

    assert told.count(0) == MOST + 1
    assert lines.left_out("other", "here", NOON) == 0
    assert lines.left_out("flood", "place 0", NOON) is None  # it has a line of its own, which is forgotten then
    assert [lines.left_out("flood", f"new {number}", after) for number in range(MOST)] == [0] * MOST
    assert lines.left_out("flood", "one more", after) == 2 * MOST  # those since its last line, and one of place 0
