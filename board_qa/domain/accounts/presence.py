"""Who has which question before them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Presence:
    """Who has which question of a meeting before them."""

    moderator: str
    moderator_id: int
    question_id: int | None
