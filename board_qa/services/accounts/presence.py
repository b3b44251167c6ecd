"""Who is looking at what, so that two moderators do not read the same question at once."""

from __future__ import annotations

from datetime import timedelta

from board_qa.domain.accounts.presence import Presence
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports

# An open desk says what it looks at every 20 seconds; after two silences it is closed, or its line is.
STALE = timedelta(seconds=45)


def set_presence(ports: Ports, meeting: Meeting, question: Question | None, actor: Actor) -> None:
    """Remember what a moderator has before them, and tell the other desks if that is news."""
    if actor.id is not None and ports.store.presence.set(
        actor.id, meeting.id, question.id if question else None, ports.clock()
    ):
        ports.announcer.changed(meeting.id)


def others(ports: Ports, meeting: Meeting, actor: Actor) -> list[Presence]:
    """What everybody else at the desk has before them now."""
    return [
        one
        for one in ports.store.presence.of_meeting(meeting.id, ports.clock() - STALE)
        if one.moderator_id != actor.id
    ]
