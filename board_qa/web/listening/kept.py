"""What is kept of a meeting and counts, read with what this installation has."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.listening.report import Kept, read
from board_qa.web.shell.installation import installation


def kept_of(meeting: Meeting) -> Kept:
    here = installation()
    return read(here.ports, here.channels, meeting, here.mail)
