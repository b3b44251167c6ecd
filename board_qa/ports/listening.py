"""What the listening report needs from where posts and questions are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from board_qa.domain.listening.asked_about import Approved
from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.questions import Asked
from board_qa.domain.listening.spoken import Spoken


class ListeningStore(Protocol):
    """Posts and questions as they are counted."""

    def spoken(self, meeting_id: int, begins: datetime, ends: datetime) -> list[Spoken]:
        """Posts of a meeting, and those that are of none, whose version that is kept was posted from a moment up to
        another, in the order in which they were first posted."""

    def may_be_named(self, meeting_id: int) -> set[Account]:
        """Whose posts the public sees as questions, with a name beside them."""

    def asked(self, meeting_id: int) -> list[Asked]:
        """Every question of a meeting; a grouped one with what became of its head."""

    def approved(self, meeting_id: int) -> list[Approved]:
        """The questions of a meeting that the public sees."""

    def asker_keys(self, meeting_id: int) -> dict[str, set[str]]:
        """The keys of each asker of a meeting: who shares one is the same person."""

    def earlier_keys(self, meeting_id: int, before: datetime) -> set[str]:
        """Those of these keys that came with questions of meetings that began before a moment."""

    def supports(self, meeting_id: int) -> int:
        """How often questions of a meeting were supported."""
