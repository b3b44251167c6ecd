"""A listening report that everybody may read, counted once in some minutes however many ask."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint

from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.listening.public import is_public
from board_qa.services.listening.report import ToldReport, conversation_of, report
from board_qa.web.listening.kept import kept_of
from board_qa.web.public.pages import meeting_of
from board_qa.web.register.memory import memory
from board_qa.web.shell.installation import installation, ports

# Mounted as the pages of `public` are. The desk's own is called "listening".
pages = Blueprint("listening_reports", __name__)

# Posts are read on after a meeting, and nothing else says that there are new ones.
_COUNTED_ANEW = timedelta(minutes=5)


class NoReport(Exception):
    """There is no listening report of this meeting for everybody."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.code)
        self.meeting = meeting


def meeting_with_report(code: str) -> Meeting:
    """Raises NoReport, and NotFound where there is no such meeting."""
    meeting = meeting_of(code)
    if not is_public(ports(), meeting):
        raise NoReport(meeting)
    return meeting


def version_of(meeting: Meeting) -> str:
    """Another one as soon as the meeting changes, and every few minutes."""
    since = ports().clock().timestamp() // _COUNTED_ANEW.total_seconds()
    return f"listening-{meeting.code}-{meeting.revision}-{since:.0f}"


def told_report(meeting: Meeting) -> ToldReport:
    return memory().reports.once(version_of(meeting), lambda: _counted(meeting))


def _counted(meeting: Meeting) -> ToldReport:
    kept, now = kept_of(meeting), ports().clock()
    return installation().run_apart(lambda: ToldReport(now, report(kept), conversation_of(kept)))
