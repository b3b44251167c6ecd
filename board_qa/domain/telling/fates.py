"""What became of a question, as far as whoever asked it is told: once that changes they are told again."""

from __future__ import annotations

import hashlib
import json

from board_qa.domain.questions.question import Question, State

# In these states there is something to tell. What is approved and was not reached is still to be decided about.
TOLD_OF = frozenset({State.ANSWERED, State.WRITTEN, State.DECLINED, State.REDIRECTED})


def told_of(fate: Question) -> str:
    """A short text that stands for what became of a question; '' while there is nothing to tell.

    The same at another meeting is something else, of which they are told again. `fate` is the question itself, or the
    one that it was put together with (`audience.shares_with`).
    """
    if fate.state not in TOLD_OF:
        return ""
    its = fate.disposition
    answer = its.answer if fate.state is State.ANSWERED else ""
    due = its.due_on if fate.state is State.WRITTEN else ""
    said = json.dumps([fate.meeting_id, fate.state, its.reason, answer, due])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
