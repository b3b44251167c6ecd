"""Where a meeting stands just now beside its public section."""

from __future__ import annotations

from datetime import datetime

from board_qa.domain.meetings import phases
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.questions.history import Action
from board_qa.ports import Ports


def phase(ports: Ports, meeting: Meeting) -> Phase:
    putting = ports.store.questions.on_screen(meeting.id) is not None
    return phases.phase(meeting, ports.clock(), _stopped_at(ports, meeting), putting)


def _stopped_at(ports: Ports, meeting: Meeting) -> datetime | None:
    """When somebody stopped the clock of the section; None where it runs, never did, or that was taken back."""
    last = ports.store.meetings.last_timing(meeting.id)
    if last is None or last.action is not Action.STOP_SECTION or ports.store.meetings.undone([last]):
        return None
    return last.at
