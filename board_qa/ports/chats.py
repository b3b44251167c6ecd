"""What the core needs from where chats are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.questions import ChatQuestion
from board_qa.domain.text.flags import Flag


class ChatStore(Protocol):
    """The questions of chats, and the posts that were read for them."""

    def questions(self, meeting_id: int) -> list[ChatQuestion]:
        """Those of a chat, in their order."""

    def save_questions(self, meeting_id: int, questions: Sequence[ChatQuestion]) -> None:
        """Store these, in this order, in place of all that are there. One with the id 0 is new."""

    def posts(self, meeting_id: int, begins: datetime, ends: datetime) -> list[ChatPost]:
        """Posts of a chat whose version that is kept was posted from a moment up to another."""

    def unscreened(self, limit: int) -> list[tuple[int, ChatPost]]:
        """Posts of chats that were not looked through yet, each with the id of its chat: those of others that can be
        seen, and no reposts."""

    def set_flags(self, post: ChatPost, flags: Sequence[Flag]) -> None:
        """Store what was found in its words, unless it has others meanwhile."""

    def show_as_it_is(self, post: ChatPost) -> None:
        """Somebody read its words and its name and lets the recap tell them, unless it has others meanwhile."""

    def as_they_are_only(self, meeting_id: int, post_ids: Collection[int]) -> None:
        """Of no posts of a chat but these it is known any more that somebody read them so."""

    def heard(self, meeting_id: int) -> None:
        """Something of its posts changed: its revision goes on, so that pages hear of it."""
