"""The call for questions, as it is drafted."""

from __future__ import annotations

from board_qa.domain.meetings.meeting import MeetingDetails
from board_qa.domain.text.spoken import spoken_time


def draft_call(details: MeetingDetails, address: str) -> str:
    """The words a moderator starts from: what, when, how to ask, by when. A person edits and approves them."""
    when = spoken_time(details.starts_at, details.timezone)
    deadline = spoken_time(details.closes_at, details.timezone)
    return (
        f"Our board meets in public on {when}. What would you like to ask? "
        f"Reply here or use #{details.hashtag} by {deadline}, or ask at {address}"
    )
