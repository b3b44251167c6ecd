from __future__ import annotations

from dataclasses import dataclass

from ..domain.model import Question
from .core import Core


@dataclass(frozen=True)
class Similar:
    question: Question
    near_exact: bool


def similar(core: Core, question: Question, limit: int = 5) -> list[Similar]:
    words = set(question.words.lower().split())
    found = [
        q
        for q in core.store.questions.of_meeting(question.meeting_id)
        if q.id != question.id and len(words & set(q.words.lower().split())) > 3
    ]
    return [Similar(q, False) for q in found[:limit]]
