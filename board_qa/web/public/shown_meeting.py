"""A meeting as the public's pages name it: in one line, with its times as they are said."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text import wording
from board_qa.services.listening.public import is_public
from board_qa.services.meetings import recap
from board_qa.services.meetings.published import is_published
from board_qa.web.shell import words
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class ShownMeeting:
    """`day` is the day alone; `opens` and `closes`, for questions, and `starts` are a day and a time of day.
    `record_published`: everyone may read what became of its questions, `recap_published` the same of its recap and
    `listening_public` of its listening report."""

    code: str
    title: str
    day: str
    venue: str
    opens: str
    closes: str
    starts: str
    cancelled: bool
    record_published: bool
    recap_published: bool
    listening_public: bool
    is_chat: bool


def shown_meeting(meeting: Meeting) -> ShownMeeting:
    """The meeting in the language of this page."""
    d = meeting.details
    return ShownMeeting(
        code=meeting.code,
        title=wording.one_line(d.title),
        day=words.long_date(d.starts_at, d.timezone),
        venue=d.venue,
        opens=words.when(d.opens_at, d.timezone),
        closes=words.when(d.closes_at, d.timezone),
        starts=words.when(d.starts_at, d.timezone),
        cancelled=d.cancelled,
        record_published=is_published(meeting),
        recap_published=recap.is_published(meeting),
        listening_public=is_public(ports(), meeting),
        is_chat=d.is_chat,
    )
