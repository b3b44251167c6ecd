"""The time that a meeting's listening report counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from board_qa.domain.listening.figures import Window
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import PostKind
from board_qa.domain.questions.admission import LATE_ANSWERS
from board_qa.ports import Ports

# It goes on for a day after the meeting: most of what is said of it is said then (docs/listening.md). That of a chat
# goes on from its end, for as long as answers to it count.
AFTER = timedelta(days=1)


def window_of(ports: Ports, meeting: Meeting) -> Window:
    """From the first call, else from when questions opened, to a day after the meeting."""
    details = meeting.details
    ends = details.closes_at + LATE_ANSWERS if details.is_chat else details.starts_at + AFTER
    return Window(called_at(ports, meeting) or details.opens_at, ends)


def called_at(ports: Ports, meeting: Meeting) -> datetime | None:
    """When the first call of this meeting went out, if one did before it began."""
    posts = ports.store.outbox.of_meeting(meeting.id)
    sent = [one.sent_at for one in posts if one.kind is PostKind.CALL and one.sent_at is not None]
    return min((moment for moment in sent if moment < meeting.details.starts_at), default=None)
