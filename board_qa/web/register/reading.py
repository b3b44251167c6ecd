"""The records that pages and files of the register are made of, in the language of this page."""

from __future__ import annotations

from flask import Blueprint

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.exports.register.rows import PublishedRecord, published_record
from board_qa.services.meetings.meetings import is_over
from board_qa.services.meetings.published import changed_at, published_meetings, standing
from board_qa.services.meetings.record import record
from board_qa.web.public.pages import meeting_of
from board_qa.web.register.memory import memory
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import current, link, say

# The modules of this folder put their pages on it. It is mounted as those of `public` are.
pages = Blueprint("register", __name__)


class NotShown(Exception):
    """The record of this meeting is not there for everyone: `standing` says why, and `status` how that is answered."""

    def __init__(self, meeting: Meeting, standing: Standing) -> None:
        super().__init__(standing)
        self.meeting, self.standing = meeting, standing

    @property
    def status(self) -> int:
        return 410 if self.standing is Standing.TAKEN_DOWN else 404


def shown_record(code: str) -> PublishedRecord:
    """The record of the meeting with this code. Raises NotShown, and NotFound where there is no such meeting."""
    meeting = meeting_of(code)
    found = standing(ports(), meeting)
    if found is not Standing.PUBLISHED:
        raise NotShown(meeting, found)
    return published(meeting)


def published(meeting: Meeting) -> PublishedRecord:
    """It is worked out once for a meeting as it is: its revision, its rules, when it was published, if it is over."""
    over = is_over(meeting, ports().clock())
    return memory().records.get((meeting, over, current()), lambda: _read(meeting, over))


def all_published() -> list[PublishedRecord]:
    """Of all meetings, the latest first."""
    return [published(meeting) for meeting in published_meetings(ports())]


def address_in_full(page: str, **values: object) -> str:
    """The address of a page of the register with its host, in the language of this page."""
    return installation().settings.public_url + link(page, **values)


def _read(meeting: Meeting, over: bool) -> PublishedRecord:
    ports().pause()  # a list of all records reads many, and takes some 4 ms for each
    address = address_in_full("register.meeting", code=meeting.code)
    return published_record(record(ports(), meeting, say()), changed_at(ports(), meeting), address, over, say())
