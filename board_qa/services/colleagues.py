"""Who is looking at what, so that two moderators do not read the same question at once."""

from __future__ import annotations

from datetime import timedelta

from board_qa.domain.accounts.presence import Looking
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.services.core import Core

# An open desk says what it looks at every 20 seconds; after two silences it is closed, or its line is.
STALE = timedelta(seconds=45)


def look(core: Core, meeting: Meeting, question: Question | None, by: Actor) -> None:
    """Remember what a moderator has before them, and tell the other desks if that is news."""
    if by.id is not None and core.store.accounts.look(
        by.id, meeting.id, question.id if question else None, core.clock()
    ):
        core.announcer.changed(meeting.id)


def others(core: Core, meeting: Meeting, by: Actor) -> list[Looking]:
    """What everybody else at the desk has before them now."""
    return [one for one in core.store.accounts.looking(meeting.id, core.clock() - STALE) if one.moderator_id != by.id]
