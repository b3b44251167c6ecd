"""What was found in a post of a chat, and which posts nobody tells everyone of by one tick."""

from __future__ import annotations

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.text.flags import OF_CHATS, Kind, stopping


def kinds_of(post: ChatPost) -> tuple[Kind, ...]:
    """What matters of what was found in it, distress first; nothing while it was not looked through."""
    found = {flag.kind for flag in post.flags or ()} & OF_CHATS
    return tuple(sorted(found, key=lambda kind: (kind is not Kind.DISTRESS, list(Kind).index(kind))))


def needs_second_tick(post: ChatPost) -> bool:
    """Whether it takes more than one tick to tell everyone of it: of what would stop the approval of a question, and of
    words that were not looked through yet."""
    return post.flags is None or bool(stopping(post.flags))
