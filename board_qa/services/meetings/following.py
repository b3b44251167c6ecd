"""Make the next meeting from one that was: what stays the same from meeting to meeting is typed once."""

from __future__ import annotations

from datetime import datetime

from board_qa.domain.meetings import following
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.meetings import meetings, partners


def suggested_start(ports: Ports, meeting: Meeting) -> datetime | None:
    """When the next one may be, in local time; None where nothing tells it."""
    start = meeting.details.starts_at
    held = [one for one in ports.store.meetings.all() if not (one.details.cancelled or one.details.is_chat)]
    earlier = [one for one in held if one.details.starts_at < start]
    before = earlier[-1].details.starts_at if earlier else None
    return following.suggested_start(start, before, meeting.details.timezone, ports.clock())


def create_from(ports: Ports, meeting: Meeting, details: MeetingDetails, actor: Actor) -> Meeting:
    """A meeting with these details, whose partners are those of the meeting before, each with a new link."""
    with ports.store.transaction():
        made = meetings.create(ports, details)
        for partner in ports.store.partners.of_meeting(meeting.id):
            if not partner.removed:
                partners.add(ports, made, partner.name, actor)
    return made
