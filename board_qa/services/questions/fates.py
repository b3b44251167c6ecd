"""What became of a question that is in the store."""

from __future__ import annotations

from board_qa.domain.questions.audience import shares_with
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports


def fate(ports: Ports, question: Question) -> Question:
    """The question whose fate it shares: itself, or the one it was put together with."""
    into = question.disposition.grouped_into
    return shares_with(question, ports.store.questions.get(into) if into else None)
