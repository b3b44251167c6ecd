"""When something came: dates and times that people typed or programs wrote, in the board's time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from board_qa.domain.text import written_dates
from board_qa.domain.text.local_time import CameTwice, NoSuchTime, moment_of, moments_of, name_of_zone
from board_qa.domain.text.written_dates import DateOrder, NotAMoment, Written

__all__ = ["InTheFuture", "NotAMoment", "past_moment", "past_stamp"]

# A person's watch and our clock differ by a little; more than this is a mistyped date.
_WATCHES_DIFFER = timedelta(minutes=5)
_OFFSET = re.compile(r"(?:gmt|utc)?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII | re.IGNORECASE)
_UTC = ("z", "utc", "gmt")


class InTheFuture(ValueError):
    """What was typed has not come yet."""


class LeftOut(NotAMoment):
    why = "did not exist: the clocks went forward in that hour. Write the time as it was after that"


class Twice(NotAMoment):
    """The clocks went back, and what they are called tells the two apart."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.why = f"came twice, because the clocks went back. Add {first} for the first or {second} for the second"


class ZoneUnknown(NotAMoment):
    why = "has a time zone that we do not know. Write it like GMT or +01:00"


def past_moment(typed: str, timezone: str, now: datetime) -> datetime:
    """When something came, as aware UTC: now, where nothing was typed. Raises NotAMoment, InTheFuture.

    ISO 8601 or the British order, as the form says beside it. A date alone means the beginning of that day: what came
    on the day of a deadline counts as in time.
    """
    return _past(written_dates.read(typed, DateOrder.DAY_FIRST), timezone, now) if typed.strip() else now


def past_stamp(written: str, timezone: str, now: datetime, order: DateOrder | None) -> datetime:
    """The same of a file, whose program has its own way of writing a year, and whose column tells the order."""
    return _past(written_dates.read(written, order, now.year), timezone, now) if written.strip() else now


def _past(written: Written, timezone: str, now: datetime) -> datetime:
    # Years far off are mistyped, and the first and last ones cannot be brought to UTC.
    if not 2000 <= written.local.year <= 2100:
        raise NotAMoment
    moment = _moment(written, timezone)
    if moment > now + _WATCHES_DIFFER:
        raise InTheFuture
    return moment


def _moment(written: Written, timezone: str) -> datetime:
    if written.zone:
        return _in_zone(written, timezone)
    try:
        return moment_of(written.local, timezone)
    except NoSuchTime as error:
        raise LeftOut from error
    except CameTwice as twice:
        raise Twice(name_of_zone(twice.first, timezone), name_of_zone(twice.second, timezone)) from twice


def _in_zone(written: Written, board: str) -> datetime:
    """By the offset from UTC that was written, or by what clocks in the board's own zone are called at that time."""
    zone = written.zone.casefold()
    if zone in _UTC:
        return written.local.replace(tzinfo=UTC)
    if offset := _OFFSET.fullmatch(zone):
        return _at_offset(written.local, offset[1], int(offset[2]), int(offset[3] or 0))
    for moment in moments_of(written.local, board):
        if zone == name_of_zone(moment, board).casefold():
            return moment
    raise ZoneUnknown


def _at_offset(local: datetime, sign: str, hours: int, minutes: int) -> datetime:
    if hours > 14 or minutes > 59:
        raise ZoneUnknown
    offset = timedelta(hours=hours, minutes=minutes)
    return local.replace(tzinfo=timezone(-offset if sign == "-" else offset)).astimezone(UTC)
