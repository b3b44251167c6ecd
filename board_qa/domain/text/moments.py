"""Dates and times as people type them and as spreadsheets write them, in the board's time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# A person's watch and our clock differ by a little; more than this is a mistyped date.
_WATCHES_DIFFER = timedelta(minutes=5)

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)


class NotAMoment(ValueError):
    """What was typed is not a date and time."""


class InTheFuture(ValueError):
    """What was typed has not come yet."""


def past_moment(typed: str, timezone: str, now: datetime) -> datetime:
    """When something came, as aware UTC: now, where nothing was typed. Raises NotAMoment, InTheFuture.

    ISO 8601 or the British order. A date alone means the beginning of that day: what came on the day of a deadline
    counts as in time.
    """
    if not typed.strip():
        return now
    moment = _read(typed.strip(), ZoneInfo(timezone))
    if moment > now + _WATCHES_DIFFER:
        raise InTheFuture(typed)
    return moment


def _read(typed: str, zone: ZoneInfo) -> datetime:
    british = _DAY_FIRST.fullmatch(typed)
    try:
        local = _from_british(*british.groups()) if british else datetime.fromisoformat(typed)
        # Years far off are mistyped, and the first and last ones cannot be brought to UTC.
        if not 2000 <= local.year <= 2100:
            raise NotAMoment(typed)
        return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
    except ValueError as error:
        raise NotAMoment(typed) from error


def _from_british(
    day: str, month: str, year: str, hour: str | None, minute: str | None, second: str | None
) -> datetime:
    return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
