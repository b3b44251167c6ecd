"""Move a letter on, and say why in plain words. Its meeting hears of it."""

from __future__ import annotations

from dataclasses import replace

from board_qa.domain.telling.letters import Letter
from board_qa.ports import Ports


def move(ports: Ports, letter: Letter, **changes: object) -> bool:
    """Store these changes where the letter still is as it was read; whether that was so."""
    moved = ports.store.letters.move(letter, replace(letter, **changes))  # type: ignore[arg-type]
    if moved:
        ports.announcer.changed(letter.meeting_id)
    return moved
