"""Store a decision about questions as they were just read."""

from __future__ import annotations

from collections.abc import Iterable

from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.domain.questions.transitions import Decision
from board_qa.ports import Ports


def store_decision(
    ports: Ports, meeting_id: int, decision: Decision, read: Iterable[Question | None], actor: Actor
) -> int:
    """In the caller's transaction, which read them; the meeting's new revision. Raises Conflict."""
    seen = {question.id: question.revision for question in read if question is not None}
    return ports.store.questions.apply(meeting_id, decision, seen, actor, ports.clock())
