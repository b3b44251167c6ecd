"""What the listening report needs from where posts, questions, followers and targets are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from board_qa.domain.listening.asked_about import Approved
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

    def may_be_named(self, meeting_id: int) -> dict[Account, str]:
        """Whose posts the public sees as questions, with the handle that stands beside them."""

    def asked(self, meeting_id: int) -> list[Asked]:
        """Every question of a meeting; a grouped one with what became of its head."""

    def approved(self, meeting_id: int) -> list[Approved]:
        """The questions of a meeting that the public sees."""

    def asker_keys(self, meeting_id: int) -> dict[str, set[str]]:
        """The keys of each asker of a meeting: who shares one is the same person."""

    def earlier_keys(self, meeting_id: int, before: datetime) -> set[str]:
        """Those of these keys that came with questions of meetings that began before a moment."""

    def spent(self, meeting_id: int) -> dict[str, int]:
        """What each network that charged something did for a meeting, in millionths of a US dollar."""

    def supports(self, meeting_id: int) -> int:
        """How often questions of a meeting were supported."""


class PollStore(Protocol):
    """What people use most, by meeting. A device is a browser's own secret, and is stored as a hash only."""

    def answer(self, meeting_id: int, device: str, choice: str, in_a_crowd: bool) -> None:
        """Count a device for this choice, in place of one it made before; `in_a_crowd` where many others came from its
        network just before, which stays as it was at the first answer."""

    def counts(self, meeting_id: int) -> dict[str, int]:
        """How many gave each answer that somebody gave."""

    def crowd(self, meeting_id: int) -> int:
        """How many of them came in a crowd."""

    def choice_of(self, meeting_id: int, device: str) -> str:
        """What a device answered; '' for nothing."""

    def newcomers(self, meeting_id: int, network: str, but_not: str, since: datetime) -> int:
        """How many devices came from a network since a moment, one of them left out."""

    def record_newcomer(self, meeting_id: int, device: str, network: str, now: datetime) -> None: ...
    def forget_newcomers(self, before: datetime) -> None:
        """Forget who came from where before a moment."""


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
