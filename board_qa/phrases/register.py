"""What the public reads where the record of a meeting is not, or not yet."""

from __future__ import annotations

from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.meetings.publishing import Standing, promised_on
from board_qa.domain.text.saying import ENGLISH, gettext_noop
from board_qa.domain.text.spoken import spoken_date

# Heading, and why; of a record that is to come `when_published` says more.
NOT_SHOWN = {
    Standing.TO_COME: (gettext_noop("The record of this meeting is not published yet"), ""),
    Standing.TAKEN_DOWN: (
        gettext_noop("The record of this meeting was taken down"),
        gettext_noop("The board published it here, and has taken it down. Contact the board if you need it."),
    ),
    Standing.CANCELLED: (
        gettext_noop("There is no record of this meeting"),
        gettext_noop("This meeting is cancelled."),
    ),
}


def when_published(details: MeetingDetails, now: datetime, translations: NullTranslations = ENGLISH) -> list[str]:
    """When the record will be there, by the board's own rule, and that it is late where it is."""
    _, by = translations.gettext, promised_on(details)
    will_be = _("It will be on this page: each question, what became of it, and the answer.")
    if by is None:
        return [_("The board publishes it after the meeting."), will_be]
    day = spoken_date(by.isoformat(), translations)
    if now.astimezone(ZoneInfo(details.timezone)).date() > by:
        return [_("Our rules say that it is published by {day}. It is late.").format(day=day), will_be]
    return [_("Our rules say that it is published by {day}.").format(day=day), will_be]
