"""The answers that the board owes in writing, across its meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.owed import OwedAnswer, OwedFilter
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.services.questions import rule_checks

# More than any board has been known to owe at once: a reminder and a calendar hold all of them.
MOST = 1_000


def owed_answers(ports: Ports, owed: OwedFilter, limit: int = MOST, skip: int = 0) -> Sequence[OwedAnswer]:
    """Some of them, the first due first."""
    questions = ports.store.owed.page(owed, limit, skip)
    meetings = {one.id: one for one in ports.store.meetings.several({question.meeting_id for question in questions})}
    return [_answer(ports, question, meetings[question.meeting_id]) for question in questions]


def _answer(ports: Ports, question: Question, meeting: Meeting) -> OwedAnswer:
    due = date.fromisoformat(question.disposition.due_on) if question.disposition.due_on else None
    left = rule_checks.working_days_until(ports, meeting, due) if due else 0
    return OwedAnswer(question, meeting, due, rule_checks.today(ports, meeting), left)
