"""Moments as they are said aloud in the board's time zone, by the NHS content guide."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def spoken_time(moment: datetime, timezone: str) -> str:
    """A moment as it is said aloud in the board's time zone: "Thursday 26 November at 10am"."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{local:%A} {local.day} {local:%B} at {clock_time(moment, timezone)}"


def spoken_date(day: str) -> str:
    """An ISO date as it is said aloud: "Thursday 3 December"."""
    date_ = date.fromisoformat(day)
    return f"{date_:%A} {date_.day} {date_:%B}"


def clock_time(moment: datetime, timezone: str) -> str:
    """A time of day as the NHS content guide writes it: 10am, 2:30pm, midday, midnight."""
    local = moment.astimezone(ZoneInfo(timezone))
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"
