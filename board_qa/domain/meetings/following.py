"""When the meeting after this one may be, by the time between the last two."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_WEEK = timedelta(days=7)


def suggested_start(starts_at: datetime, before: datetime | None, timezone: str, now: datetime) -> datetime | None:
    """As long after a meeting as that came after the one `before` it, at the same time of day on the board's clocks.

    A naive local time, for a form. None where nothing tells it: a first meeting, two that were not whole weeks apart,
    or a day that is over already. A wrong guess that nobody looks at is worse than an empty field.
    """
    if before is None:
        return None
    zone = ZoneInfo(timezone)
    local, last = (moment.astimezone(zone).replace(tzinfo=None, fold=0) for moment in (starts_at, before))
    apart = datetime.combine(local.date(), local.time()) - datetime.combine(last.date(), local.time())
    following = local + apart
    if apart < _WEEK or apart % _WEEK or following.replace(tzinfo=zone) <= now:
        return None
    return following
