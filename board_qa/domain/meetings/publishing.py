"""Whether everyone may read the record of a meeting, and when they were promised it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting, MeetingDetails


class Standing(StrEnum):
    """A record that was TAKEN_DOWN was published once. One of a CANCELLED meeting never is shown."""

    PUBLISHED = "published"
    TO_COME = "to_come"
    TAKEN_DOWN = "taken_down"
    CANCELLED = "cancelled"


def standing(meeting: Meeting, was_published: bool) -> Standing:
    if meeting.details.cancelled:
        return Standing.CANCELLED
    if meeting.record_published_at is not None:
        return Standing.PUBLISHED
    return Standing.TAKEN_DOWN if was_published else Standing.TO_COME


def promised_on(details: MeetingDetails) -> date | None:
    """The last day on which the board's rules have the record published, by its clocks; None where they say none."""
    days = details.rules.publish_within_days
    day = details.starts_at.astimezone(ZoneInfo(details.timezone)).date()
    return day + timedelta(days=days) if days else None
