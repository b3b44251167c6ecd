"""Dates and times as programs write them, and which of two days one is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from board_qa.domain.text.moments import InTheFuture, NotAMoment, past_moment, past_stamp
from board_qa.domain.text.written_dates import DateOrder, an_unclear_one, both_days, order_of

DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def stamp(written: str, order: DateOrder | None = DAY, zone: str = "Europe/London") -> str:
    return f"{past_stamp(written, zone, NOW, order):%d %b %Y %H:%M:%S}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("24.11.2026 11:00", "24 Nov 2026 11:00:00"),  # Excel in German
        ("24.11.26 11:00", "24 Nov 2026 11:00:00"),
        ("19/11/26", "19 Nov 2026 00:00:00"),  # Excel in British English, short
        ("19/11/2026 14:30", "19 Nov 2026 14:30:00"),
        ("2026/11/19 3:08:44 PM GMT+1", "19 Nov 2026 14:08:44"),  # Google Forms
        ("2026/07/01 3:08:44 PM GMT+1", "01 Jul 2026 14:08:44"),
        ("2026/11/19 12:08:44 AM GMT", "19 Nov 2026 00:08:44"),
        ("2026/11/19 9:08:44 am GMT-5:30", "19 Nov 2026 14:38:44"),
        ("19 Nov 2026 at 14:30:05", "19 Nov 2026 14:30:05"),  # Numbers
        ("19 November 2026, 2:30\u202fpm", "19 Nov 2026 14:30:00"),  # with the narrow space of newer systems
        ("Nov 19, 2026 2:30 PM", "19 Nov 2026 14:30:00"),  # Hootsuite
        ("Thursday, November 19, 2026 at 2:30 PM", "19 Nov 2026 14:30:00"),  # Facebook
        ("Thu Nov 19 14:30:05 +0000 2026", "19 Nov 2026 14:30:05"),  # X, before its second interface
        ("Thu, 19 Nov 2026 14:30:05 +0100", "19 Nov 2026 13:30:05"),  # a letter's own head
        ("2026-11-19T14:30:05.000Z", "19 Nov 2026 14:30:05"),
        ("20261119T1430+0100", "19 Nov 2026 13:30:00"),
        ("25/10/2026 01:30 BST", "25 Oct 2026 00:30:00"),
        ("25/10/2026 01:30 GMT", "25 Oct 2026 01:30:00"),
    ],
)
def test_a_time_is_read_as_its_program_wrote_it(written: str, said: str) -> None:
    assert stamp(written) == said


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("3:08:44 PM GMT+1", "is not a date"),
        ("46345.6", "is not a date"),
        ("19/11/2026 14:30 PM", "is not a date"),
        ("19/11/2026 3", "is not a date"),
        ("19 Brumaire 2026", "is not a date"),
        ("11.19.2026", "is not a date"),
        ("26/11/19", "has a year that is not clear"),
        ("19/11/2026 14:30 PST", "has a time zone that we do not know"),
        ("19/11/2026 14:30 GMT+25", "has a time zone that we do not know"),
        ("29/03/2026 01:30", "the clocks went forward"),
        ("25/10/2026 01:30", "Add BST for the first or GMT for the second"),
    ],
)
def test_what_can_be_read_in_no_way_or_in_several_is_not_guessed_at(written: str, why: str) -> None:
    with pytest.raises(NotAMoment) as error:
        stamp(written)

    assert why in error.value.why


def test_what_clocks_are_called_counts_in_the_boards_own_zone_only() -> None:
    assert stamp("25/10/2026 02:30 CEST", zone="Europe/Berlin") == "25 Oct 2026 00:30:00"
    with pytest.raises(NotAMoment):
        stamp("25/10/2026 01:30 CEST")


def test_what_is_typed_by_hand_has_its_year_in_full_and_its_day_first() -> None:
    assert past_moment("9/11/2026 3:05 pm", "Europe/London", NOW).isoformat() == "2026-11-09T15:05:00+00:00"
    for typed in ("19/11/26", "11/19/2026"):
        with pytest.raises(NotAMoment):
            past_moment(typed, "Europe/London", NOW)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["19/11/2026", "11/9/2026"], DAY),
        (["11/19/2026 2:30 PM", "11/9/2026 1:00 PM"], MONTH),
        (["9/11/2026", "03-11-26 10:00"], None),
        (["19/11/2026", "11/19/2026", "3/11/2026"], None),
        (["11/11/2026", "", "soon"], DAY),
        (["2026-11-09", "9.11.2026"], DAY),
    ],
)
def test_a_whole_column_tells_which_comes_first_or_it_has_to_be_asked(
    column: list[str], order: DateOrder | None
) -> None:
    assert order_of(column) is order


def test_eleven_nine_is_in_november_where_the_column_has_eleven_nineteen() -> None:
    order = order_of(["11/19/2026", "11/9/2026"])

    assert (stamp("11/19/2026", order), stamp("11/9/2026", order)) == ("19 Nov 2026 00:00:00", "09 Nov 2026 00:00:00")


def test_without_an_order_only_what_is_clear_by_itself_is_read() -> None:
    assert stamp("19/11/2026", None) == stamp("11/19/2026", None) == stamp("19.11.2026", None)
    assert stamp("11/11/2026", None) == "11 Nov 2026 00:00:00"
    with pytest.raises(NotAMoment) as error:
        stamp("3/11/2026", None)
    assert "Say which it is" in error.value.why


def test_a_date_that_is_unclear_is_shown_as_both_days() -> None:
    assert an_unclear_one(["soon", "11/11/2026", "19/11/2026", " 03/11/2026 9:05"]) == "03/11/2026"
    assert an_unclear_one(["11/11/2026", "19/11/2026", "3.11.2026"]) == ""
    assert both_days("03/11/2026") == {DAY: date(2000, 11, 3), MONTH: date(2000, 3, 11)}


def test_a_time_to_come_is_a_mistake_in_any_writing() -> None:
    with pytest.raises(InTheFuture):
        stamp("2026/12/01 3:08:44 PM GMT+1")
