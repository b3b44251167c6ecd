"""The calls we made lately, by kind: X allows so many in a quarter of an hour, however many meetings share them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

# Calls of one user in a quarter of an hour (docs/networks/x.md, "Limits").
_ALLOWED = {"search": 300, "mentions": 300}
_WINDOW = timedelta(minutes=15)


class Calls:
    """Counts from the start of the process: what another one made before it, X itself remembers."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._made: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def count(self, kind: str) -> None:
        self._made[kind].append(self._clock())

    def left(self, kind: str) -> int:
        """How many more are allowed just now."""
        made = self._made[kind]
        while made and made[0] <= self._clock() - _WINDOW:
            made.popleft()
        return max(_ALLOWED.get(kind, len(made)) - len(made), 0)
