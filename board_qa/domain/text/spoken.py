"""Moments as they are said aloud in the board's time zone, by the NHS content guide.

Welsh keeps "10am" and "2:30pm", as the health boards of Wales write them.
"""

from __future__ import annotations

from datetime import date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.text.saying import ENGLISH, gettext_noop

# In the order of `date.weekday`.
_WEEKDAYS = (
    gettext_noop("Monday"), gettext_noop("Tuesday"), gettext_noop("Wednesday"), gettext_noop("Thursday"),
    gettext_noop("Friday"), gettext_noop("Saturday"), gettext_noop("Sunday"),
)  # fmt: skip
_MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip


def spoken_time(moment: datetime, timezone: str, translations: NullTranslations = ENGLISH) -> str:
    """A moment as it is said aloud in the board's time zone: "Thursday 26 November at 10am".

    Midnight alone is read as either end of a day, so it is said which one it is.
    """
    local = moment.astimezone(ZoneInfo(timezone))
    if (local.hour, local.minute) == (0, 0):
        return translations.gettext("{day} at midnight, as the day begins").format(day=_spoken_day(local, translations))
    return translations.gettext("{day} at {time}").format(
        day=_spoken_day(local, translations), time=clock_time(moment, timezone, translations)
    )


def spoken_date(day: str, translations: NullTranslations = ENGLISH) -> str:
    """An ISO date as it is said aloud: "Thursday 3 December"."""
    return _spoken_day(date.fromisoformat(day), translations)


def long_date(moment: datetime, timezone: str, translations: NullTranslations = ENGLISH) -> str:
    """The day of a moment with its year: "Thursday 26 November 2026"."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{_spoken_day(local, translations)} {local.year}"


def dated(day: str, translations: NullTranslations = ENGLISH) -> str:
    """An ISO date with its year, for what is read years later; '' for none."""
    return f"{spoken_date(day, translations)} {day[:4]}" if day else ""


def spoken_weekday(weekday: int, translations: NullTranslations = ENGLISH) -> str:
    """A day of the week, 0 for Monday."""
    return translations.gettext(_WEEKDAYS[weekday])


def clock_time(moment: datetime, timezone: str, translations: NullTranslations = ENGLISH) -> str:
    """A time of day as the NHS content guide writes it: 10am, 2:30pm, midday, midnight."""
    local = moment.astimezone(ZoneInfo(timezone))
    if local.minute == 0 and local.hour in (0, 12):
        return translations.gettext("midday") if local.hour else translations.gettext("midnight")
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def near_time(moment: datetime, now: datetime, timezone: str) -> str:
    """A time of day, with its day where that is not today: "7:15pm", "7:15pm on Tuesday 24 November"."""
    zone = ZoneInfo(timezone)
    time = clock_time(moment, timezone)
    if moment.astimezone(zone).date() == now.astimezone(zone).date():
        return time
    return f"{time} on {_spoken_day(moment.astimezone(zone), ENGLISH)}"


def _spoken_day(day: date, translations: NullTranslations) -> str:
    return f"{spoken_weekday(day.weekday(), translations)} {day.day} {translations.gettext(_MONTHS[day.month - 1])}"
