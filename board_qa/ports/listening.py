"""What the listening report needs from where posts and questions are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from board_qa.domain.listening.spoken import Spoken
from board_qa.domain.questions.question import State


class ListeningStore(Protocol):
    """Posts and questions as they are counted."""

    def spoken(self, meeting_id: int, begins: datetime, ends: datetime) -> list[Spoken]:
        """Posts of a meeting, and those that are of none, whose version that is kept was posted from a moment up to
        another, in the order in which they were first posted."""

    def questions(self, meeting_id: int) -> list[tuple[str, State, int]]:
        """How many questions of a meeting came by each channel and stand in each state; a grouped one as its head."""
