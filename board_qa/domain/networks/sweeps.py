"""How often a stream is read again without its cursor, for posts that its network shows late (docs/networks/x.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DAY = timedelta(hours=24)

# Reading a post again on the same UTC day costs nothing, but X counts the calls.
_WHILE_BUSY, _ELSE = timedelta(minutes=10), timedelta(hours=1)
# Before the section everything there is must be in the queue, with time to read it.
_BEFORE_A_MEETING = timedelta(minutes=30)


@dataclass(frozen=True)
class Swept:
    """When a stream was last read without its cursor: as far back as a day, and as far as the network reaches."""

    day: datetime | None = None
    week: datetime | None = None

    def after(self, reach: timedelta, now: datetime) -> Swept:
        return replace(self, day=now) if reach == DAY else Swept(now, now)


def due(swept: Swept, reach: timedelta, busy: bool, starts: Sequence[datetime], now: datetime) -> timedelta | None:
    """How far back the stream of a network that reaches so far is to be swept now; None where it need not be.

    `starts` are when the meetings begin that the stream is read for.
    """
    if swept.week is None or any(swept.week < at - _BEFORE_A_MEETING <= now for at in starts):
        return reach
    last = max(swept.week, swept.day or swept.week)
    return DAY if now - last >= (_WHILE_BUSY if busy else _ELSE) else None
