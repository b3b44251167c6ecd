"""For which meetings a network is read, and when questions are likely to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import MEETING_DURATION
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.meetings.meetings import is_over
from board_qa.services.networks.our_account import sent

_FRESH = timedelta(hours=1)
# A post that was made before the end of a meeting may be shown after it.
_SHOWN_LATE = timedelta(hours=1)


def open_meetings(ports: Ports, channel: Channel, now: datetime) -> list[Meeting]:
    """Meetings whose questions are read: from opening, or from a call already sent, to soon after the meeting's end."""
    called = {post.meeting_id for post in sent(ports, channel)}
    return [
        meeting
        for meeting in ports.store.meetings.all()
        if not is_over(meeting, now - _SHOWN_LATE) and (meeting.details.opens_at <= now or meeting.id in called)
    ]


def is_busy(ports: Ports, meeting: Meeting, now: datetime) -> bool:
    """Whether questions are likely to come just now."""
    starts = meeting.details.starts_at
    calls = [post.sent_at for post in ports.store.outbox.of_meeting(meeting.id) if post.sent_at]
    return starts - _FRESH <= now <= starts + MEETING_DURATION or any(now - at < _FRESH for at in calls)
