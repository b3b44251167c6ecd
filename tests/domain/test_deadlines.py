"""When questions close and when a written answer is due, with dates worked out by hand from the calendars.

Bank holidays used here. All three nations: Good Friday 3 April 2026; Friday 25 December 2026, with Monday the 28th in
place of Saturday the 26th. England and Wales: Easter Monday 6 April and Monday 31 August 2026. Scotland alone: Friday
2 January, Monday 3 August and St Andrew's Day, Monday 30 November 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from board_qa.domain.meetings.deadlines import (
    Deadline,
    DeadlineKind,
    DueUnit,
    Weekday,
    WrittenDue,
    closes_at,
    written_due,
)
from board_qa.domain.meetings.rules import Nation
from board_qa.system.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
CLOCK = "%a %d %b %Y %H:%M"
ENGLAND, WALES, SCOTLAND = Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND

A_DAY_OF_HOURS = Deadline(DeadlineKind.HOURS, 24)
NINE_THE_DAY_BEFORE = Deadline(DeadlineKind.WORKING_DAYS, 1, at="09:00")
NOON_THREE_CLEAR_DAYS = Deadline(DeadlineKind.CLEAR_WORKING_DAYS, 3, at="12:00")
TWO_ON_THE_FRIDAY = Deadline(DeadlineKind.WEEKDAY, weekday=Weekday.FRIDAY, at="14:00")


def works(nation: Nation, day: date) -> bool:
    return BankHolidays().is_working_day(day, nation)


def closes(deadline: Deadline, starts: str, nation: Nation = ENGLAND) -> str:
    """When questions close, for a meeting that starts then; both as clocks in London show it."""
    starts_at = datetime.strptime(starts, CLOCK).replace(tzinfo=LONDON).astimezone(UTC)
    return closes_at(deadline, starts_at, "Europe/London", partial(works, nation)).astimezone(LONDON).strftime(CLOCK)


def test_24_hours_before_the_meeting() -> None:
    assert closes(A_DAY_OF_HOURS, "Thu 26 Nov 2026 10:30") == "Wed 25 Nov 2026 10:30"
    # Hours know no weekends: a meeting on a Monday closes on the Sunday.
    assert closes(A_DAY_OF_HOURS, "Mon 30 Nov 2026 10:30", SCOTLAND) == "Sun 29 Nov 2026 10:30"


def test_9am_one_working_day_before() -> None:
    assert closes(NINE_THE_DAY_BEFORE, "Thu 26 Nov 2026 10:00") == "Wed 25 Nov 2026 09:00"
    assert closes(NINE_THE_DAY_BEFORE, "Mon 23 Nov 2026 10:00") == "Fri 20 Nov 2026 09:00"
    # A meeting after the early May bank holiday, Monday 4 May 2026.
    assert closes(NINE_THE_DAY_BEFORE, "Tue 05 May 2026 10:00") == "Fri 01 May 2026 09:00"


def test_noon_three_clear_working_days_before() -> None:
    """Clear days leave out the day questions close and the day of the meeting."""
    # Before Thursday 26 November: Wednesday, Tuesday and Monday are clear, and questions close on the Friday.
    assert closes(NOON_THREE_CLEAR_DAYS, "Thu 26 Nov 2026 10:00") == "Fri 20 Nov 2026 12:00"
    # Before Tuesday 24 November: Monday 23, Friday 20 and Thursday 19 are clear, and they close on Wednesday 18.
    assert closes(NOON_THREE_CLEAR_DAYS, "Tue 24 Nov 2026 10:00") == "Wed 18 Nov 2026 12:00"


def test_noon_three_clear_working_days_before_over_easter() -> None:
    # Before Thursday 9 April 2026: Wednesday 8 and Tuesday 7 are clear. Monday 6 is Easter Monday, then a weekend, then
    # Good Friday 3; so Thursday 2 is the third clear day, and questions close on Wednesday 1 April.
    assert closes(NOON_THREE_CLEAR_DAYS, "Thu 09 Apr 2026 10:00", ENGLAND) == "Wed 01 Apr 2026 12:00"
    assert closes(NOON_THREE_CLEAR_DAYS, "Thu 09 Apr 2026 10:00", WALES) == "Wed 01 Apr 2026 12:00"
    # In Scotland Easter Monday is a working day and the third clear one; Good Friday is none, so it is Thursday 2.
    assert closes(NOON_THREE_CLEAR_DAYS, "Thu 09 Apr 2026 10:00", SCOTLAND) == "Thu 02 Apr 2026 12:00"


def test_2pm_the_friday_before() -> None:
    assert closes(TWO_ON_THE_FRIDAY, "Thu 26 Nov 2026 10:00") == "Fri 20 Nov 2026 14:00"
    assert closes(TWO_ON_THE_FRIDAY, "Sat 28 Nov 2026 10:00") == "Fri 27 Nov 2026 14:00"


def test_2pm_the_friday_before_a_meeting_on_a_friday_is_a_week_earlier() -> None:
    assert closes(TWO_ON_THE_FRIDAY, "Fri 27 Nov 2026 16:00") == "Fri 20 Nov 2026 14:00"


NOON_ON_MONDAY_OF_THE_WEEK_BEFORE = Deadline(DeadlineKind.WEEK_BEFORE, weekday=Weekday.MONDAY, at="12:00")


def test_noon_on_the_monday_of_the_week_before() -> None:
    assert closes(NOON_ON_MONDAY_OF_THE_WEEK_BEFORE, "Tue 15 Dec 2026 10:00") == "Mon 07 Dec 2026 12:00"
    # The last Monday before the same meeting is the day before it.
    last_monday = Deadline(DeadlineKind.WEEKDAY, weekday=Weekday.MONDAY, at="12:00")
    assert closes(last_monday, "Tue 15 Dec 2026 10:00") == "Mon 14 Dec 2026 12:00"


@pytest.mark.parametrize("starts", ["Mon 14", "Wed 16", "Fri 18", "Sat 19", "Sun 20"])
def test_the_week_before_is_the_same_for_every_day_of_a_week(starts: str) -> None:
    assert closes(NOON_ON_MONDAY_OF_THE_WEEK_BEFORE, f"{starts} Dec 2026 10:00") == "Mon 07 Dec 2026 12:00"


def test_in_the_week_before_a_bank_holiday_brings_the_deadline_forward_and_a_sunday_stays() -> None:
    # Easter Monday, 6 April 2026, is a working day in Scotland alone; before it are a weekend and Good Friday.
    for nation, closing in ((ENGLAND, "Thu 02 Apr 2026 12:00"), (SCOTLAND, "Mon 06 Apr 2026 12:00")):
        assert closes(NOON_ON_MONDAY_OF_THE_WEEK_BEFORE, "Tue 14 Apr 2026 10:00", nation) == closing
    sunday = Deadline(DeadlineKind.WEEK_BEFORE, weekday=Weekday.SUNDAY, at="18:00")
    assert closes(sunday, "Tue 14 Apr 2026 10:00") == "Sun 12 Apr 2026 18:00"


@pytest.mark.parametrize("nation", Nation)
def test_2pm_the_friday_before_is_the_thursday_when_that_is_good_friday(nation: Nation) -> None:
    for starts in ("Wed 08 Apr 2026 10:00", "Fri 10 Apr 2026 10:00"):
        assert closes(TWO_ON_THE_FRIDAY, starts, nation) == "Thu 02 Apr 2026 14:00"


def test_a_board_that_names_a_sunday_means_the_sunday() -> None:
    sunday = Deadline(DeadlineKind.WEEKDAY, weekday=Weekday.SUNDAY, at="18:00")

    assert closes(sunday, "Tue 07 Apr 2026 10:00") == "Sun 05 Apr 2026 18:00"


@pytest.mark.parametrize(
    ("holiday", "starts", "england", "scotland"),
    [
        ("2 January", "Mon 05 Jan 2026 10:00", "Fri 02 Jan 2026 09:00", "Wed 31 Dec 2025 09:00"),
        ("Easter Monday", "Tue 07 Apr 2026 10:00", "Thu 02 Apr 2026 09:00", "Mon 06 Apr 2026 09:00"),
        ("the first Monday in August", "Tue 04 Aug 2026 10:00", "Mon 03 Aug 2026 09:00", "Fri 31 Jul 2026 09:00"),
        ("the last Monday in August", "Tue 01 Sep 2026 10:00", "Fri 28 Aug 2026 09:00", "Mon 31 Aug 2026 09:00"),
        ("St Andrew's Day", "Tue 01 Dec 2026 10:00", "Mon 30 Nov 2026 09:00", "Fri 27 Nov 2026 09:00"),
        ("a Boxing Day on a Saturday", "Tue 29 Dec 2026 10:00", "Thu 24 Dec 2026 09:00", "Thu 24 Dec 2026 09:00"),
    ],
)
def test_bank_holidays_are_those_of_the_boards_nation(holiday: str, starts: str, england: str, scotland: str) -> None:
    assert closes(NINE_THE_DAY_BEFORE, starts, ENGLAND) == england
    assert closes(NINE_THE_DAY_BEFORE, starts, WALES) == england
    assert closes(NINE_THE_DAY_BEFORE, starts, SCOTLAND) == scotland


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("nation", Nation)
def test_on_every_day_of_two_years_the_clear_days_are_as_many_as_the_rule_says(nation: Nation, count: int) -> None:
    """Counted the other way: forward over all days between, and not by the code that found the day."""
    for day in range(731):
        meeting = date(2026, 1, 1) + timedelta(days=day)
        starts_at = datetime(meeting.year, meeting.month, meeting.day, 10, tzinfo=LONDON).astimezone(UTC)
        for kind, between in ((DeadlineKind.CLEAR_WORKING_DAYS, count), (DeadlineKind.WORKING_DAYS, count - 1)):
            closing = closes_at(Deadline(kind, count), starts_at, "Europe/London", partial(works, nation)).date()
            clear = [closing + timedelta(days=n) for n in range(1, (meeting - closing).days)]
            assert works(nation, closing)
            assert sum(works(nation, one) for one in clear) == between, (meeting, closing)


@pytest.mark.parametrize(
    ("deadline", "starts", "expected"),
    [
        # Clocks go forward on Sunday 29 March 2026. Hours are hours of time: 47 of them by the clock on the wall.
        (Deadline(DeadlineKind.HOURS, 48), "Mon 30 Mar 2026 10:00", "Sat 28 Mar 2026 09:00"),
        # They go back on Sunday 25 October 2026.
        (Deadline(DeadlineKind.HOURS, 48), "Mon 26 Oct 2026 10:00", "Sat 24 Oct 2026 11:00"),
        # A time of day is a time of day.
        (NINE_THE_DAY_BEFORE, "Mon 30 Mar 2026 10:00", "Fri 27 Mar 2026 09:00"),
        (NINE_THE_DAY_BEFORE, "Mon 26 Oct 2026 10:00", "Fri 23 Oct 2026 09:00"),
    ],
)
def test_over_a_change_of_the_clocks_hours_are_hours_and_a_time_of_day_stays(
    deadline: Deadline, starts: str, expected: str
) -> None:
    assert closes(deadline, starts) == expected


@pytest.mark.parametrize(("starts", "expected"), [("Tue 31 Mar 2026 10:00", 29), ("Tue 27 Oct 2026 10:00", 25)])
def test_a_time_the_clocks_leave_out_or_have_twice_is_read_as_the_later_one(starts: str, expected: int) -> None:
    """Half past one on those Sundays is 00:30 or 01:30 in UTC, however one reads it."""
    half_past_one = Deadline(DeadlineKind.WEEKDAY, weekday=Weekday.SUNDAY, at="01:30")
    starts_at = datetime.strptime(starts, CLOCK).replace(tzinfo=UTC)
    closing = closes_at(half_past_one, starts_at, "Europe/London", partial(works, ENGLAND))

    assert (closing.day, closing.hour, closing.minute) == (expected, 1, 30)


def test_days_are_days_of_the_boards_own_time_zone() -> None:
    # Half past midnight on Tuesday 7 July in London is still Monday in UTC: one working day before is the Monday.
    assert closes(NINE_THE_DAY_BEFORE, "Tue 07 Jul 2026 00:30") == "Mon 06 Jul 2026 09:00"


@pytest.mark.parametrize(("count", "at"), [(0, "12:00"), (-1, "12:00"), (1, "00:00"), (1, "9:00"), (1, "24:00")])
def test_a_deadline_that_cannot_be_or_could_be_misread_is_none(count: int, at: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Deadline(DeadlineKind.WORKING_DAYS, count, at=at)


@pytest.mark.parametrize(
    ("count", "unit", "england", "scotland"),
    [
        # After Thursday 26 November 2026, which does not count. Scotland has Monday the 30th off; both have 25 and 28
        # December off, and 26 and 27 are a weekend.
        (1, DueUnit.WORKING_DAYS, "2026-11-27", "2026-11-27"),
        (5, DueUnit.WORKING_DAYS, "2026-12-03", "2026-12-04"),
        (7, DueUnit.WORKING_DAYS, "2026-12-07", "2026-12-08"),
        (10, DueUnit.WORKING_DAYS, "2026-12-10", "2026-12-11"),
        (20, DueUnit.WORKING_DAYS, "2026-12-24", "2026-12-29"),
        # A month later is Saturday 26 December, so it is the last working day before: Christmas Eve.
        (1, DueUnit.MONTHS, "2026-12-24", "2026-12-24"),
    ],
)
def test_written_answers_are_due_in_1_5_7_10_or_20_working_days_or_a_month(
    count: int, unit: DueUnit, england: str, scotland: str
) -> None:
    due = WrittenDue(count, unit)

    assert written_due(due, date(2026, 11, 26), partial(works, ENGLAND)).isoformat() == england
    assert written_due(due, date(2026, 11, 26), partial(works, SCOTLAND)).isoformat() == scotland


@pytest.mark.parametrize(
    ("meeting", "months", "expected"),
    [(date(2028, 1, 31), 1, date(2028, 2, 29)), (date(2027, 1, 29), 1, date(2027, 2, 26)),
     (date(2026, 12, 10), 1, date(2027, 1, 8)), (date(2026, 11, 24), 13, date(2027, 12, 24))],
)  # fmt: skip
def test_a_month_that_is_too_short_ends_on_its_last_working_day(meeting: date, months: int, expected: date) -> None:
    assert written_due(WrittenDue(months, DueUnit.MONTHS), meeting, partial(works, ENGLAND)) == expected
