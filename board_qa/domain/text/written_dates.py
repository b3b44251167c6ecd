"""Dates and times as people type them and as programs write them.

The grammar is our own and small: `dateutil` and `dateparser` read nearly anything, by guessing what is not there and by
turning 11/19 into November while 11/9 beside it stays the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december")  # fmt: skip
_NUMBERS = {name: number for names in (_MONTHS, _FULL) for number, name in enumerate(names, start=1)} | {"sept": 9}

_YEAR_FIRST = r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
_NUMERIC = r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
_WEEKDAY, _DAY = r"(?:[a-z]{3,9},? )?", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_NAMED = rf"{_WEEKDAY}{_DAY}[ -](?P<month>[a-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}}|\d{{2}})"
_MONTH_NAMED = rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.? {_DAY},? (?P<year>\d{{4}})"
_SECOND = r"(?P<second>\d{2})(?:[.,](?P<part>\d{1,6})\d*)?"
_TIME = rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}})(?:[:.]{_SECOND})?)?(?: ?(?P<half>[ap])\.?m\.?)?"
_ZONE = r"(?: ?(?P<zone>(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?|[a-z]{1,5}))?"
_FORMS = tuple(
    re.compile(rf"{date}(?:(?:t|,? (?:at )?){_TIME}{_ZONE})?", re.ASCII)
    for date in (_YEAR_FIRST, _NUMERIC, _DAY_NAMED, _MONTH_NAMED)
)
_BEGINS = re.compile(rf"\s*{_NUMERIC}(?!\d)", re.ASCII)
# "thu nov 19 14:30:05 +0000 2026", as X wrote its times: the year goes to its day.
_OLD_X = re.compile(r"[a-z]{3} ([a-z]{3}) (\d{1,2}) ([\d:]+) ([+-]\d{4}) (\d{4})", re.ASCII)
# Two digits for a year further off than this may not be a year at all: 26/11/19.
_NEAR = 2


class DateOrder(StrEnum):
    """Which comes first where a date is all numbers."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class NotAMoment(ValueError):
    """What was written is not a date and time that can be read in one way only; `why` is said after it."""

    why = "is not a date. Write it like 23/11/2026 14:30"


class YearUnclear(NotAMoment):
    why = "has a year that is not clear. Write it in full, like 23/11/2026"


class OrderUnclear(NotAMoment):
    why = "can be read with the day or the month first. Say which it is"


@dataclass(frozen=True)
class Written:
    """A date and time by the clock on the wall, and the time zone that was written behind it; '' for none.

    `timed` is false for a date alone.
    """

    local: datetime
    zone: str = ""
    timed: bool = True


def read(typed: str, order: DateOrder | None, this_year: int | None = None) -> Written:
    """What was written, where it can be read in one way only. Raises NotAMoment, YearUnclear, OrderUnclear.

    A date alone is the beginning of that day. `order` is for dates of numbers, None where nobody knows it: 19/11 can
    only be one way. A year of two digits is read near `this_year`, and not without it.
    """
    text = " ".join(typed.casefold().replace("\u2212", "-").split())
    text = _OLD_X.sub(r"\2 \1 \5 \3 \4", text)
    found = next((match.groupdict() for form in _FORMS if (match := form.fullmatch(text))), None)
    try:
        if found is None:
            return _iso(text)
        return Written(_local(found, order, this_year), found["zone"] or "", found["hour"] is not None)
    except NotAMoment:
        raise
    except ValueError as error:
        raise NotAMoment(typed) from error


def order_of(column: Iterable[str]) -> DateOrder | None:
    """The one order in which every date of a column can be read; None where it has to be asked for."""
    dates = list(_numbers(column))
    day_first, month_first = any(one > 12 for one, _ in dates), any(two > 12 for _, two in dates)
    if day_first != month_first:
        return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST
    return None if day_first or any(one != two for one, two in dates) else DateOrder.DAY_FIRST


def an_unclear_one(column: Iterable[str]) -> str:
    """A date of the column that can be read both ways, without its time; '' where there is none."""
    dates = ((typed, *numbers) for typed in column for numbers in _numbers([typed]))
    unclear = (typed for typed, one, two in dates if one != two and max(one, two) <= 12)
    return next((found[0].strip() for typed in unclear if (found := _BEGINS.match(typed))), "")


def both_days(unclear: str) -> dict[DateOrder, date]:
    """The two days that such a date can be, in a year of no matter."""
    ((one, two),) = _numbers([unclear])
    return {DateOrder.DAY_FIRST: date(2000, two, one), DateOrder.MONTH_FIRST: date(2000, one, two)}


def _numbers(column: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The first two numbers of each date. Nobody writes the month first between dots."""
    for typed in column:
        found = _BEGINS.match(typed)
        if found and found["mark"] != ".":
            yield int(found["one"]), int(found["two"])


def _local(found: dict[str, str | None], order: DateOrder | None, this_year: int | None) -> datetime:
    day, month = _day_and_month(found, order)
    return datetime(_year(found["year"] or "", this_year), month, day, *_time(found))  # noqa: DTZ001


def _day_and_month(found: dict[str, str | None], order: DateOrder | None) -> tuple[int, int]:
    if "one" not in found:
        month = found["month"] or ""
        return int(found["day"] or 0), int(month) if month.isdecimal() else _NUMBERS.get(month, 0)
    one, two = int(found["one"] or 0), int(found["two"] or 0)
    if found["mark"] == "." or order is DateOrder.DAY_FIRST:
        return one, two
    if order is None and one != two and max(one, two) <= 12:
        raise OrderUnclear
    return (one, two) if order is None and one > two else (two, one)


def _year(written: str, this_year: int | None) -> int:
    if len(written) == 4:
        return int(written)
    year = 2000 + int(written)
    if this_year is None or abs(year - this_year) > _NEAR:
        raise YearUnclear
    return year


def _time(found: dict[str, str | None]) -> tuple[int, int, int, int]:
    """Raises ValueError for 3 without minutes or half of the day, and for a 14th hour of half a day."""
    hour, half = int(found["hour"] or 0), found["half"]
    if found["hour"] and not found["minute"] and not half:
        raise ValueError(found["hour"])
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(found["minute"] or 0), int(found["second"] or 0), int((found["part"] or "0").ljust(6, "0"))


def _iso(text: str) -> Written:
    """The rarer forms of ISO 8601."""
    moment = datetime.fromisoformat(text.upper())
    return Written(moment.replace(tzinfo=None), f"{moment:%z}"[:5], ":" in text or "t" in text)
