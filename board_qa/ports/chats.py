"""What the core needs from where chats are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.questions import ChatQuestion


class ChatStore(Protocol):
    """The questions of chats, and the posts that were read for them."""

    def questions(self, meeting_id: int) -> list[ChatQuestion]:
        """Those of a chat, in their order."""

    def save_questions(self, meeting_id: int, questions: Sequence[ChatQuestion]) -> None:
        """Store these, in this order, in place of all that are there. One with the id 0 is new."""

    def posts(self, meeting_id: int, begins: datetime, ends: datetime) -> list[ChatPost]:
        """Posts of a chat whose version that is kept was posted from a moment up to another."""

    def heard(self, meeting_id: int) -> None:
        """Something of its posts changed: its revision goes on, so that pages hear of it."""
