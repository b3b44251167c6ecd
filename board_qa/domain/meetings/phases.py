"""Whether a meeting's public section is still to come, is on or has closed: the desk and the public page go by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.admission import is_over

# A section that runs over is given more time, 5 minutes at a press. For so long after its clock ended or was stopped it
# may go on untimed; with no question on the screen it has closed then.
OVERRUN = timedelta(minutes=30)
# Questions may come before the agenda. A clock that is started longer before the meeting than this is tried out.
EARLY = timedelta(hours=2)


class Phase(StrEnum):
    """Where a moment lies beside the public section of a meeting."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"


def phase(meeting: Meeting, now: datetime, stopped_at: datetime | None = None, putting: bool = False) -> Phase:
    """The phase at a moment; `stopped_at` is when somebody stopped the clock last, `putting` whether a question is on
    the screen, which is never after the section.

    Somebody closes it by showing that it has closed: not before it has begun, when that is tried out. Else it has
    closed when its clock ended a while ago, or when no board meets any more. A cancelled meeting has none to wait for.
    """
    details, section = meeting.details, meeting.section
    if details.cancelled or is_over(details, now):
        return Phase.AFTER
    early = section.started_at is not None and section.started_at >= details.starts_at - EARLY
    begun = now >= details.starts_at or early
    if putting or not begun:
        return Phase.ON if begun else Phase.BEFORE
    ended = section.ends_at or stopped_at
    ran_out = ended is not None and now >= max(ended, details.starts_at) + OVERRUN
    return Phase.AFTER if meeting.idle_view is IdleView.CLOSED or ran_out else Phase.ON
