"""Whether everyone may read the record of a meeting or its recap, and when they were promised the record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting, MeetingDetails


class Standing(StrEnum):
    """What was TAKEN_DOWN was published once. Nothing of a CANCELLED meeting is shown."""

    PUBLISHED = "published"
    TO_COME = "to_come"
    TAKEN_DOWN = "taken_down"
    CANCELLED = "cancelled"


def standing(meeting: Meeting, was_published: bool) -> Standing:
    """Of its record."""
    return _standing(meeting, meeting.record_published_at, was_published)


def recap_standing(meeting: Meeting, was_published: bool) -> Standing:
    return _standing(meeting, meeting.recap_published_at, was_published)


def _standing(meeting: Meeting, published_at: datetime | None, was_published: bool) -> Standing:
    if meeting.details.cancelled:
        return Standing.CANCELLED
    if published_at is not None:
        return Standing.PUBLISHED
    return Standing.TAKEN_DOWN if was_published else Standing.TO_COME


def promised_on(details: MeetingDetails) -> date | None:
    """The last day on which the board's rules have the record published, by its clocks; None where they say none."""
    days = details.rules.publish_within_days
    day = details.starts_at.astimezone(ZoneInfo(details.timezone)).date()
    return day + timedelta(days=days) if days else None
