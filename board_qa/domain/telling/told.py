"""What one person was told last of what became of their question, by a letter or by a reply to their post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.telling.letters import Letter, LetterState

Told = TypeVar("Told", bound=Letter | OutgoingPost)

# What reached them, as far as anybody knows.
OUT = frozenset({LetterState.SENT, OutboxState.SENT})
# What did, or is just about to, or may have: what they were told last is what counts. What waits to tell of something
# else than what became of their question never does: it is called off when its time comes.
_REACHES = OUT | {LetterState.SENDING, LetterState.UNKNOWN, OutboxState.SENDING, OutboxState.UNKNOWN}


def last(rows: Iterable[Told], of: str) -> Told | None:
    """The last of these rows that told of this (`fates.told_of`), where nothing else reached them after it.

    What was called off before it was sent told nobody, and of what older replies told nobody knows: it is taken to be
    this.
    """
    found = [row for row in sorted(rows, key=_when) if row.state is not LetterState.CANCELLED]
    found = [row for row in found if row.told_of in ("", of) or row.state in _REACHES]
    return found[-1] if found and found[-1].told_of in ("", of) else None


def is_told(rows: Iterable[Letter | OutgoingPost], of: str) -> bool:
    """Whether the last of these letters and replies told of this. Whoever had a reply of which nobody knows what it
    told is not told again."""
    told = list(rows)
    return last(told, of) is not None or any(not row.told_of for row in told)


def was_told(rows: Iterable[Letter | OutgoingPost], of: str) -> bool:
    """The same, of what was sent, or may have been: what waits told of nothing yet."""
    return is_told((row for row in rows if row.state in _REACHES), of)


def is_overtaken(row: Letter | OutgoingPost, rows: Iterable[Letter | OutgoingPost]) -> bool:
    """Whether this reached them, and something else, of these rows, after it."""
    reached = [one for one in sorted(rows, key=_when) if one.state in _REACHES]
    return row.state in OUT and bool(reached) and reached[-1] is not row


def _when(row: Letter | OutgoingPost) -> datetime:
    """When it was sent, or approved: what failed is sent again after what came between."""
    approved = row.told_at if isinstance(row, Letter) else row.approved_at
    return max(approved, row.sent_at or approved)
