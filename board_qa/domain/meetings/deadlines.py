"""When questions close and when a written answer is due, counted in the working days of the board's nation.

What is a working day is told by the caller, because bank holidays differ between nations and are no matter of
arithmetic: a king can proclaim one.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WorkingDay = Callable[[date], bool]

_A_DAY = timedelta(days=1)


class DeadlineKind(StrEnum):
    """How a board says when questions close."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CLEAR_WORKING_DAYS = "clear_working_days"
    WEEKDAY = "weekday"
    WEEK_BEFORE = "week_before"


# Those that name a day of the week.
ON_A_WEEKDAY = frozenset({DeadlineKind.WEEKDAY, DeadlineKind.WEEK_BEFORE})


class Weekday(StrEnum):
    """The days in the order of `date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class DueUnit(StrEnum):
    """What the time for a written answer is counted in."""

    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True)
class Deadline:
    """A deadline as a rule, before any date is known.

    `count` is in hours, working days or clear working days, and is not looked at where a weekday is named. `at` is a
    time of day in the board's time zone on the 24-hour clock ("12:00"), and is not looked at for hours.

    Raises ValueError for a count below 1, for a time that is not HH:MM, and for midnight: "midnight on Friday" is
    read as either end of Friday, which is why GOV.UK's style guide has 11:59pm instead.
    """

    kind: DeadlineKind = DeadlineKind.WORKING_DAYS
    count: int = 1
    weekday: Weekday = Weekday.FRIDAY
    at: str = "12:00"

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("a deadline is at least 1 hour or 1 day before the meeting")
        if time.fromisoformat(self.at).strftime("%H:%M") != self.at:
            raise ValueError(f"{self.at} is not a time of day like 14:30")
        if self.at == "00:00":
            raise ValueError("midnight can mean either end of a day: use 23:59")


@dataclass(frozen=True)
class WrittenDue:
    """How long the board gives itself for a written answer, counted from the day after the meeting.

    Raises ValueError for a count below 1.
    """

    count: int = 20
    unit: DueUnit = DueUnit.WORKING_DAYS

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("a written answer is due at least 1 day after the meeting")


def closes_at(deadline: Deadline, starts_at: datetime, timezone: str, is_working_day: WorkingDay) -> datetime:
    """The moment questions close, as an aware UTC datetime, for a meeting that starts at an aware UTC datetime.

    Hours are hours of time, also over a change of the clocks. Days are days of the board's time zone.

    Raises ZoneInfoNotFoundError for a time zone that does not exist.
    """
    if deadline.kind is DeadlineKind.HOURS:
        return starts_at - timedelta(hours=deadline.count)
    zone = ZoneInfo(timezone)
    day = _closing_day(deadline, starts_at.astimezone(zone).date(), is_working_day)
    local = datetime.combine(day, time.fromisoformat(deadline.at), zone)
    # Where the clocks leave a time out or have it twice, the later reading: nobody who read either is late.
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def written_due(due: WrittenDue, meeting_day: date, is_working_day: WorkingDay) -> date:
    """The day a written answer is due. The day of the meeting does not count.

    Working days are counted as the Freedom of Information Act 2000, section 10, counts its twentieth. A month ends
    on the same date of the next one, or on its last day where it is shorter; where that is not a working day, on
    the working day before, so that "within a month" on the public page stays true.
    """
    if due.unit is DueUnit.WORKING_DAYS:
        return _working_days_from(meeting_day, due.count, _A_DAY, is_working_day)
    return _working_day_by(_months_after(meeting_day, due.count), is_working_day)


def working_days_until(today: date, day: date, is_working_day: WorkingDay) -> int:
    """How many working days are left after today, up to a day and with it; 0 on that day and after it."""
    days = max((day - today).days, 0)
    return sum(is_working_day(today + number * _A_DAY) for number in range(1, days + 1))


def counted(count: int, thing: str) -> str:
    """A number of things in words: 1 day, 2 days."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _closing_day(deadline: Deadline, meeting_day: date, is_working_day: WorkingDay) -> date:
    """The day on which questions close.

    "Clear" days leave out both ends, the day the question comes in and the day of the meeting: R v Justices of
    Herefordshire (1820) 3 B & Ald 581, followed for notice of council meetings under section 100B of the Local
    Government Act 1972 in R v Swansea City Council, ex parte Elitestone Ltd (1993) 66 P & CR 422, which counts
    working days only. NHS boards' standing orders use the term in the same sense. So three clear working days
    before a Thursday are Monday, Tuesday and Wednesday, and questions close on the Friday before them: one working
    day earlier than three working days before. A question is received on a working day, so the deadline is one too.
    """
    if deadline.kind in ON_A_WEEKDAY:
        return _on_weekday(deadline, meeting_day, is_working_day)
    days = deadline.count + (deadline.kind is DeadlineKind.CLEAR_WORKING_DAYS)
    return _working_days_from(meeting_day, days, -_A_DAY, is_working_day)


def _on_weekday(deadline: Deadline, meeting_day: date, is_working_day: WorkingDay) -> date:
    """The day of the week that a rule names, counted back from the day of the meeting.

    A bank holiday brings it forward to the working day before, as South Hams District Council publishes it for its
    public questions. A board that names a Saturday or Sunday means that day.
    """
    place = list(Weekday).index(deadline.weekday)
    if deadline.kind is DeadlineKind.WEEK_BEFORE:
        # Weeks begin on Monday, as in ISO 8601: before a Tuesday the 15th, that week is the 7th to the 13th.
        ahead = meeting_day.weekday() + 7 - place
    else:
        # The last such day before the meeting: a week earlier where the meeting is on that day itself.
        ahead = (meeting_day.weekday() - place) % 7 or 7
    day = meeting_day - ahead * _A_DAY
    at_weekend = deadline.weekday in (Weekday.SATURDAY, Weekday.SUNDAY)
    return day if at_weekend else _working_day_by(day, is_working_day)


def _working_days_from(day: date, count: int, step: timedelta, is_working_day: WorkingDay) -> date:
    """The working day this many working days after (or, with a step back, before) a day that does not count."""
    while count:
        day += step
        count -= is_working_day(day)
    return day


def _working_day_by(day: date, is_working_day: WorkingDay) -> date:
    """The day itself or, where it is no working day, the last one before it."""
    while not is_working_day(day):
        day -= _A_DAY
    return day


def _months_after(day: date, months: int) -> date:
    """The same date that many months later, or the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
