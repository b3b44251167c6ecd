"""What the core needs of answers that are still to be given or noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from board_qa.domain.questions.owed import OwedFilter, Owner
from board_qa.domain.questions.question import Question


class OwedStore(Protocol):
    """Questions of any meeting that wait for a written answer, or whose answer nobody has noted.

    A promise goes with a question to another meeting, where it stands while that decides.
    """

    def page(self, owed: OwedFilter, limit: int, skip: int = 0) -> Sequence[Question]:
        """The first due is first, and what has no date is last."""

    def count(self, owed: OwedFilter) -> int: ...
    def last_due(self, meeting_id: int) -> str:
        """When the last answer of a meeting is due, an ISO date; '' where none has a date."""

    def owners(self) -> Sequence[Owner]:
        """Everybody who owes an answer, by name, and how many nobody is named for."""

    def kept(self, meeting_id: int) -> int:
        """How many answers of a meeting were promised by a date, and are given."""

    def without_answer(self, meeting_id: int, limit: int) -> Sequence[Question]:
        """Questions that are answered, or on the screen, and have no answer that anybody could read; by number."""

    def count_without_answer(self, meeting_id: int) -> int: ...
