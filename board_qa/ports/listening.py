"""What the listening report needs from where posts, questions, followers and targets are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.followers import FollowerCount
from board_qa.domain.listening.questions import Asked
from board_qa.domain.listening.spoken import Spoken
from board_qa.domain.listening.targets import Target


class ListeningStore(Protocol):
    """Posts and questions as they are counted."""

    def spoken(self, meeting_id: int, begins: datetime, ends: datetime) -> list[Spoken]:
        """Posts of a meeting, and those that are of none, whose version that is kept was posted from a moment up to
        another, in the order in which they were first posted."""

    def asked(self, meeting_id: int) -> list[Asked]:
        """Every question of a meeting; a grouped one with what became of its head."""

    def asker_keys(self, meeting_id: int) -> dict[str, set[str]]:
        """The keys of each asker of a meeting: who shares one is the same person."""

    def earlier_keys(self, meeting_id: int, before: datetime) -> set[str]:
        """Those of these keys that came with questions of meetings that began before a moment."""

    def supports(self, meeting_id: int) -> int:
        """How often questions of a meeting were supported."""


class FollowerStore(Protocol):
    """How many followed the board's own accounts, and when that was asked."""

    def add(self, count: FollowerCount) -> None: ...
    def last_at(self, account: Account, now: datetime) -> datetime | None:
        """When the followers of an account were counted last, up to now; None where they never were."""

    def counted(self, begins: datetime, ends: datetime) -> list[FollowerCount]:
        """Every count from a moment to another, both included, the oldest first."""


class TargetStore(Protocol):
    """What the board aims at: one number for a figure."""

    def all(self) -> list[Target]:
        """In the order in which the figures are offered."""

    def get(self, figure: str) -> Target | None: ...
    def save(self, target: Target) -> None:
        """In place of the one for the same figure."""

    def remove(self, figure: str) -> None: ...
