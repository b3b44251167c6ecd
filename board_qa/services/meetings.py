"""Make and change meetings, and find the one the public wants."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..domain.codes import LENGTH, make_code
from ..domain.model import Meeting, MeetingDetails
from .core import Core

# A board meeting in public lasts a morning or an afternoon; after this it is over for the front page, and
# replies that still come are read for as long.
LASTS = timedelta(hours=12)


def create(core: Core, details: MeetingDetails) -> Meeting:
    """Store a meeting under a code of its own and with an unguessable screen address."""
    while True:
        code = make_code(core.ids.bytes(LENGTH))
        meeting = core.store.meetings.add(details, code, core.ids.token(), core.clock())
        if meeting is not None:
            return meeting


def change(core: Core, meeting: Meeting, details: MeetingDetails) -> None:
    """Correct a meeting. Its code and addresses stay, so that nothing already published breaks."""
    core.store.meetings.update(meeting.id, details)
    core.announcer.changed(meeting.id)


def is_over(meeting: Meeting, now: datetime) -> bool:
    return now > meeting.details.starts_at + LASTS


def next_meeting(core: Core) -> Meeting | None:
    """The meeting under way or the next one to come."""
    now = core.clock()
    coming = [meeting for meeting in core.store.meetings.all() if not is_over(meeting, now)]
    return coming[0] if coming else None
