"""What the core needs to find one person's data, and to erase it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.questions.question import Question


class ErasureStore(Protocol):
    """What was erased is remembered as digests alone, so that nothing brings it back."""

    def empty(self, question: Question, unique: str, now: datetime) -> None:
        """Leave of a question its number, its state and its dates, in the transaction that decides so.

        So of its history, of what was posted about it and of what its asker was told; its post goes. `unique` takes
        the place of its native id.
        """

    def forget(self, question: Question, unique: str, now: datetime, in_record: bool) -> None:
        """The same of one that was kept long enough. A backup in which it is still there needs no reminder: the rule
        finds it there as well. `in_record`: the board's own wording and answer stay, as the public record has them.
        """

    def posts_of(self, question: Question) -> set[tuple[str, str]]:
        """The networks and ids of the posts that go with a question when it is erased."""

    def forget_posts(self, channel: str, native_ids: Collection[str], now: datetime) -> None:
        """Delete these posts, which are no question any more, and never take them again."""

    def erased_of(self, channel: str, names: Collection[str]) -> set[str]:
        """Those of these ids, and addresses, of posts that were erased."""

    def forget_contacts(self, before: datetime, limit: int) -> int:
        """Delete the addresses of some who asked at meetings that began before a moment, but for those who still wait
        for an answer in writing; of how many questions."""

    def kept_long_enough(self, before: datetime, limit: int) -> list[Question]:
        """Some questions of meetings that began before a moment, which are not in the public record and owe nobody an
        answer."""

    def digests(self) -> list[str]:
        """All that was erased."""

    def scrub(self) -> None:
        """Leave nothing of it in the database's files. Raises StoreUnavailable where that cannot be done now."""

    def waits_to_be_scrubbed(self) -> bool: ...


class PersonStore(Protocol):
    """Everything of one person, in all meetings. It reads through all of it, which is seldom asked for."""

    def questions(self, who: str) -> list[Question]:
        """Those whose asker has this name, handle or email address, whatever its case, the last first."""

    def posts(self, who: str) -> list[ObservedPost]:
        """The same of posts that were read, ours not among them."""

    def mentioning(self, words: str) -> list[Question]:
        """Questions of others in which these words stand, whatever their case."""
