"""What a clock on the wall said, and which moments that was: none where clocks go forward, two where they go back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clocks left this time out."""


class CameTwice(ValueError):
    """The clocks showed this time twice; `first` and `second` are the moments, as aware UTC."""

    def __init__(self, first: datetime, second: datetime) -> None:
        super().__init__(f"{first} or {second}")
        self.first, self.second = first, second


def moments_of(local: datetime, timezone: str) -> tuple[datetime, ...]:
    """The moments, as aware UTC, at which clocks of this time zone showed a naive local time, earliest first."""
    zone = ZoneInfo(timezone)
    both = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(one for one in both if one.astimezone(zone).replace(tzinfo=None, fold=0) == local))


def moment_of(local: datetime, timezone: str) -> datetime:
    """The one moment, as aware UTC, of a naive local time. Raises NoSuchTime, CameTwice."""
    found = moments_of(local, timezone)
    if not found:
        raise NoSuchTime(local)
    if len(found) == 2:
        raise CameTwice(*found)
    return found[0]


def name_of_zone(moment: datetime, timezone: str) -> str:
    """What clocks of this zone are called at a moment: "BST" or "GMT" in London, "+03" where they have no name."""
    return moment.astimezone(ZoneInfo(timezone)).tzname() or ""
