"""When questions close, in the words of the board's rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from gettext import NullTranslations

from board_qa.domain.meetings.deadlines import Deadline, DeadlineKind, Weekday
from board_qa.domain.text.saying import ENGLISH
from board_qa.domain.text.spoken import clock_time, spoken_weekday


def describe(deadline: Deadline, translations: NullTranslations = ENGLISH) -> str:
    """The rule in plain words, with numerals and "midday" as the NHS content guide has them."""
    count, at = (
        deadline.count,
        clock_time(datetime.combine(date.min, time.fromisoformat(deadline.at), UTC), "UTC", translations),
    )
    if deadline.kind is DeadlineKind.HOURS:
        said = translations.ngettext("{count} hour before the meeting", "{count} hours before the meeting", count)
    elif deadline.kind is DeadlineKind.WEEKDAY:
        said = translations.gettext("{time} on the {weekday} before the meeting")
    elif deadline.kind is DeadlineKind.WEEK_BEFORE:
        said = translations.gettext("{time} on the {weekday} of the week before the meeting")
    elif deadline.kind is DeadlineKind.CLEAR_WORKING_DAYS:
        said = translations.ngettext(
            "{time}, {count} clear working day before the meeting",
            "{time}, {count} clear working days before the meeting",
            count,
        )
    else:
        said = translations.ngettext(
            "{time}, {count} working day before the meeting", "{time}, {count} working days before the meeting", count
        )
    weekday = spoken_weekday(list(Weekday).index(deadline.weekday), translations)
    return said.format(count=count, time=at, weekday=weekday)
