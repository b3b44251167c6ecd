"""When people posted and asked: so many posts and questions in each hour, day or week of a window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from board_qa.domain.listening.figures import Window

# A picture has room for some hundred bars: of three days each hour is one, of four months each day, else each week.
_LONGEST_IN_HOURS = timedelta(days=3)
_LONGEST_IN_DAYS = timedelta(days=120)


class Step(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Stretch:
    """An hour, a day or a week from Monday, by the clock of the board; `begins` is aware."""

    begins: datetime
    posts: int
    questions: int


@dataclass(frozen=True)
class Timeline:
    """Every stretch of the window, also those in which nothing came. A window that ends before it begins has none, as
    that of a meeting whose questions open after it. `timezone` is where the board is."""

    step: Step
    timezone: str
    stretches: Sequence[Stretch]


def timeline(posts: Iterable[datetime], questions: Iterable[datetime], window: Window, timezone: str) -> Timeline:
    """Of these moments those that are in the window. `timezone` is where the board is."""
    zone = ZoneInfo(timezone)
    step = _step(window)
    begins_of = _BEGINS[step]
    counted = [
        Counter(begins_of(moment.astimezone(zone)) for moment in moments if moment in window)
        for moments in (posts, questions)
    ]
    starts = _starts(window, zone, step)
    return Timeline(step, timezone, [Stretch(one, *(counts[one] for counts in counted)) for one in starts])


def _step(window: Window) -> Step:
    length = window.ends - window.begins
    if length <= _LONGEST_IN_HOURS:
        return Step.HOUR
    return Step.DAY if length <= _LONGEST_IN_DAYS else Step.WEEK


def _hour(moment: datetime) -> datetime:
    """In UTC, so that the two hours with one name, in the night in which clocks go back, are two."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _day(moment: datetime) -> datetime:
    return _midnight(moment.date(), moment)


def _week(moment: datetime) -> datetime:
    return _midnight(moment.date() - timedelta(days=moment.weekday()), moment)


def _midnight(day: date, beside: datetime) -> datetime:
    return datetime.combine(day, time(), beside.tzinfo)


_BEGINS: dict[Step, Callable[[datetime], datetime]] = {Step.HOUR: _hour, Step.DAY: _day, Step.WEEK: _week}


def _starts(window: Window, zone: ZoneInfo, step: Step) -> list[datetime]:
    """In turn."""
    begins_of, moment, starts = _BEGINS[step], window.begins, dict[datetime, None]()
    while moment < window.ends:
        starts[begins_of(moment.astimezone(zone))] = None
        moment += timedelta(hours=1)
    return list(starts)
