"""The records that everyone may read."""

from __future__ import annotations

from datetime import datetime

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.meetings.publishing import standing as standing_of
from board_qa.domain.questions.history import Action
from board_qa.ports import Ports

# What only the desk sees of: the record says the same before and after it.
_AT_THE_DESK = (
    Action.NOTE,
    Action.BRIEF,
    Action.CLAIM,
    Action.RELEASE,
    Action.ASSIGN,
    Action.MOVE,
    Action.PROPOSE_DECLINE,
    Action.RETURN,
)


def standing(ports: Ports, meeting: Meeting) -> Standing:
    """Whether the record of a meeting is there for everyone, and why it is not."""
    if is_published(meeting):
        return Standing.PUBLISHED
    return standing_of(meeting, ports.store.settings.last_of(meeting.id, "record_published") is not None)


def is_published(meeting: Meeting) -> bool:
    return standing_of(meeting, was_published=False) is Standing.PUBLISHED


def published_meetings(ports: Ports) -> list[Meeting]:
    """The meetings whose record everyone may read, the latest first."""
    return [meeting for meeting in reversed(ports.store.meetings.all()) if is_published(meeting)]


def changed_at(ports: Ports, meeting: Meeting) -> dict[int, datetime]:
    """By number of a question: when what the record says of it may last have changed."""
    return ports.store.questions.last_changes(meeting.id, _AT_THE_DESK)
