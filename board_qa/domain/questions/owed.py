"""Answers that the board promised in writing and has not given yet: which of them a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question


@dataclass(frozen=True)
class OwedFilter:
    """All conditions hold; None stands for any.

    `owner` is who answers as it was typed, in any case of letters, '' where nobody is named. `before` is an ISO date:
    those that were due before that day.
    """

    owner: str | None = None
    before: str | None = None
    meeting_id: int | None = None


@dataclass(frozen=True)
class Owner:
    """Somebody who owes answers, '' for nobody yet, and how many."""

    name: str
    count: int


@dataclass(frozen=True)
class OwedAnswer:
    """An answer that is owed, on the day that somebody looks. `working_days` are those that are left; `due` is None
    where nobody gave it a date."""

    question: Question
    meeting: Meeting
    due: date | None
    today: date
    working_days: int

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < self.today
