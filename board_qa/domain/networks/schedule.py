"""When the posts that ask for questions go out, and what their words promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.networks.outbox import PostKind

# How late a scheduled post may go out by itself: a worker that was restarted takes less. After that a person is asked.
LATE = timedelta(minutes=10)

_MORNING, _AFTERNOON = time(9), time(16)
_CALL_BEFORE, _REMINDER_BEFORE, _LAST_CALL_BEFORE = timedelta(days=7), timedelta(days=2), timedelta(hours=3)
_EARLIEST = time(8)  # nobody reads a last call at five in the morning


@dataclass(frozen=True)
class PlannedPost:
    """A post that asks for questions, and when it would be best (aware UTC)."""

    kind: PostKind
    at: datetime


def planned(details: MeetingDetails) -> list[PlannedPost]:
    """The call, a reminder and a last call, worked out from the deadline.

    A week before it and two days before it, at nine in the morning, and three hours before it; the afternoon before
    where that is too early in the day. Where questions open later than that, the call goes out as they open. What
    would not come after the one before is left out.
    """
    zone = ZoneInfo(details.timezone)
    closes = details.closes_at.astimezone(zone)
    call = max(_at(closes - _CALL_BEFORE, _MORNING), details.opens_at.astimezone(zone))
    reminder = _at(closes - _REMINDER_BEFORE, _MORNING)
    last = closes - _LAST_CALL_BEFORE
    if last.time() < _EARLIEST or last.date() != closes.date():
        last = _at(closes - timedelta(days=1), _AFTERNOON)
    found = [PlannedPost(PostKind.CALL, call)]
    for kind, at in ((PostKind.REMINDER, reminder), (PostKind.LAST_CALL, last)):
        if found[-1].at < at < closes:
            found.append(PlannedPost(kind, at))
    return [PlannedPost(one.kind, one.at.astimezone(details.closes_at.tzinfo)) for one in found]


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


def promises(details: MeetingDetails) -> str:
    """The facts of a meeting that the words of a post rest on: when it is, by when people ask, and under which name.

    A post that was approved while they were others is not sent without asking.
    """
    times = (details.starts_at.isoformat(), details.closes_at.isoformat())
    is_on = () if not details.cancelled else ("cancelled",)
    return "\n".join((details.title, *times, details.hashtag, details.venue, *is_on))
