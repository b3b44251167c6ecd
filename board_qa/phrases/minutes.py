"""What the minutes' appendix and the report of a meeting say of themselves; of each question `record` says it."""

from __future__ import annotations

from datetime import date
from gettext import NullTranslations

from board_qa.domain.meetings.meeting import Meeting, Section
from board_qa.domain.text.saying import ENGLISH, gettext_noop
from board_qa.domain.text.spoken import clock_time, dated

MINUTES, REPORT = (
    gettext_noop("Questions from the public: appendix to the minutes"),
    gettext_noop("Report on questions"),
)
# What is known of the meeting, and how much of what there was.
BOARD, MEETING, DAY, VENUE = gettext_noop("Board"), gettext_noop("Meeting"), gettext_noop("Date"), gettext_noop("Venue")
SECTION = gettext_noop("Public section")
KEY_MESSAGES, THE_MEETING = gettext_noop("Key messages"), gettext_noop("The meeting")
BECAME, CAME_BY = gettext_noop("What became of the questions"), gettext_noop("How the questions came")
HEARD = gettext_noop("What came of listening")
# The table: its heading, and those of its columns.
QUESTIONS = gettext_noop("Questions and answers")
NUMBER, QUESTION = gettext_noop("Number"), gettext_noop("Question")
ANSWER = gettext_noop("What became of it, and the answer")
AS_ASKED = gettext_noop("In the words of the person who asked")
ASKED_BY, AGENDA_ITEM = gettext_noop("Asked by"), gettext_noop("Agenda item")
WRITTEN, DECLINED = gettext_noop("Written answers promised"), gettext_noop("Declined, or sent to others who can help")
# Where there is nothing to list.
NO_QUESTIONS = gettext_noop("No question was published.")
NONE_WRITTEN = gettext_noop("No written answer is outstanding.")
NONE_DECLINED = gettext_noop("No question was declined or sent to others.")
NOT_LISTED = gettext_noop("The board does not publish these one by one. How many there were is above.")
NO_LETTER = gettext_noop(
    "This file has no letter for some characters and shows □ in their place. The Word file and the web page have them."
)
_WORDS_WITHHELD = gettext_noop("We do not publish the words of these questions.")


def section_said(meeting: Meeting, translations: NullTranslations = ENGLISH) -> str:
    """How long the public section was to be and, where its clock ran, when that was."""
    minutes = meeting.details.section_minutes
    long = translations.ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    times = _times(meeting.section, meeting.details.timezone, translations)
    return f"{long}, {times}" if times else long


def _times(section: Section, zone: str, translations: NullTranslations) -> str:
    if section.started_at is None:
        return ""
    start = clock_time(section.started_at, zone, translations)
    if section.ends_at is None:
        return translations.gettext("from {start}").format(start=start)
    end = clock_time(section.ends_at, zone, translations)
    return translations.gettext("from {start} to {end}").format(start=start, end=end)


def promised(due_on: str, translations: NullTranslations = ENGLISH) -> str:
    """By when an answer in writing is due; `due_on` is an ISO date, '' where none was said."""
    if not due_on:
        return translations.gettext("No date was given")
    return translations.gettext("By {day}").format(day=dated(due_on, translations))


def words_withheld(translations: NullTranslations = ENGLISH) -> str:
    return translations.gettext(_WORDS_WITHHELD)


def made_on(day: date, translations: NullTranslations = ENGLISH) -> str:
    """The record may change after that: an answer comes, a post is deleted."""
    said = translations.gettext("Made on {day} from the record of the meeting, as it stood then.")
    return said.format(day=dated(day.isoformat(), translations))
