"""Which listening reports everybody may read."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.services.meetings import published


def is_public(ports: Ports, meeting: Meeting) -> bool:
    """As the board set it, and once the record of the meeting is public."""
    return published.is_published(meeting) and ports.store.about.get().listening_public
