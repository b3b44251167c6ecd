"""When a backup is due, when the newest is too old, and which old ones are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta

NIGHT = time(2)  # UTC
BEFORE_A_MEETING = timedelta(minutes=30)
# A night without one, and half a day in which somebody can see to it.
_OLD = timedelta(hours=36)
_DAY = timedelta(days=1)


def is_due(newest: datetime | None, now: datetime, starts: Iterable[datetime]) -> bool:
    """Whether there is none since last night at two, or since half an hour before a meeting that is about to start."""
    night = datetime.combine(now.astimezone(UTC), NIGHT, UTC)
    wanted = [night if night <= now else night - _DAY]
    wanted += [start - BEFORE_A_MEETING for start in starts if start - BEFORE_A_MEETING <= now < start]
    return newest is None or newest < max(wanted)


def is_old(newest: datetime, now: datetime) -> bool:
    return now - newest > _OLD


def to_keep(made: Iterable[datetime]) -> set[datetime]:
    """All of the last day that has one; the last of seven days, of four weeks and of twelve months.

    Counted are days, weeks and months in which one was made: where none is made any more, none is thinned out either.
    """
    latest_first = sorted(made, reverse=True)
    kept = {one for one in latest_first if latest_first[0] - one < _DAY}
    for period, many in _PERIODS:
        kept.update(_last_of_each(latest_first, period)[:many])
    return kept


def _last_of_each(latest_first: Iterable[datetime], period: Callable[[datetime], object]) -> list[datetime]:
    last: dict[object, datetime] = {}
    for one in latest_first:
        last.setdefault(period(one.astimezone(UTC)), one)
    return list(last.values())


_PERIODS: tuple[tuple[Callable[[datetime], object], int], ...] = (
    (lambda at: at.date(), 7),
    (lambda at: at.isocalendar()[:2], 4),
    (lambda at: (at.year, at.month), 12),
)
