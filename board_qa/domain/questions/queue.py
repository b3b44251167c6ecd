"""Which questions of a meeting a list of the desk shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.questions.question import State
from board_qa.domain.text.flags import Kind


@dataclass(frozen=True)
class QueueFilter:
    """Which questions of a meeting a list shows: all conditions hold, an empty one always does.

    `kinds`: with a flag of one of these kinds. `after`: asked after this moment (the late ones).
    `assignee`: had by this moderator, who took it or was asked about it. `in_order`: as they
    are to be put, rather than as they came.
    """

    states: frozenset[State]
    channel: str = ""
    agenda_item: str = ""
    kinds: frozenset[Kind] = frozenset()
    after: datetime | None = None
    assignee: int | None = None
    in_order: bool = False
