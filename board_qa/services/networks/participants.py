"""How many follow those who posted, asked where their network does not tell it with posts."""

from __future__ import annotations

from collections.abc import Sequence

from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.ports.channels import Channel

# In one round: after a flood of posts the rest waits for the next. Bluesky allows 3,000 calls in five minutes.
_CALLS = 10


def ask_followers(ports: Ports, channel: Channel, meetings: Sequence[Meeting]) -> None:
    """Once an account and meeting, and keep it with the posts. What is not told is not asked for again. Raises
    ChannelError."""
    left = _CALLS
    for meeting_id in (*(meeting.id for meeting in meetings), None):
        while left and _ask_some(ports, channel, meeting_id):
            left -= 1


def _ask_some(ports: Ports, channel: Channel, meeting_id: int | None) -> bool:
    """About as many as one call takes; whether there was anybody to ask about."""
    posts = ports.store.posts
    authors = posts.authors_unasked(channel.name, meeting_id, channel.accounts_at_once)
    if not authors:
        return False
    told = posts.followers_told(channel.name, meeting_id, authors)
    new = [author for author in authors if author not in told]
    answered = channel.followers_of(new) if new else {}
    posts.set_followers(channel.name, meeting_id, dict.fromkeys(authors) | told | dict(answered))
    return True
