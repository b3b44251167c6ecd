"""How often the network lets itself be asked: so many calls of a kind in a window, then a 429 (docs/networks/x.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

_LENGTH = timedelta(minutes=15)
# Calls of one user in a window.
LIMITS = {"search": 300, "mentions": 300, "lookup": 5_000, "create": 100, "delete": 50, "timeline": 900, "user": 900}


class Windows:
    """A window of each kind of call begins with its first call and ends a quarter of an hour later."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._open: dict[str, tuple[datetime, int]] = {}

    def full_until(self, kind: str) -> datetime | None:
        """Count a call. When the window ends, where this call is one too many."""
        now = self._clock()
        began, calls = self._open.get(kind, (now, 0))
        if now >= began + _LENGTH:
            began, calls = now, 0
        self._open[kind] = (began, calls + 1)
        return began + _LENGTH if calls >= LIMITS.get(kind, calls + 1) else None
