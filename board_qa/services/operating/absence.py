"""A loop that asks the database all the time says once that it is away and why, and once that it is back."""

from __future__ import annotations

import logging

from board_qa.ports.stores import StoreUnavailable

log = logging.getLogger(__name__)

# As many as are told while it is away.
_REASONS = 5


class Absence:
    """As one loop sees it; `loop` is what it does, as the log says it."""

    def __init__(self, loop: str) -> None:
        self._loop, self._seen = loop, False
        self._noted: set[str] = set()

    def note(self, error: StoreUnavailable) -> None:
        """Also where it is away for another reason than before: who comes back may be somebody else in its place."""
        if str(error) not in self._noted and len(self._noted) < _REASONS:
            log.warning("%s: the database is away, and asked again until it is back: %s", self._loop, error)
            self._noted.add(str(error))
        self._seen = True

    def end_of_round(self) -> None:
        """It is back where a whole round found it there."""
        if self._noted and not self._seen:
            log.warning("%s: the database is back", self._loop)
            self._noted.clear()
        self._seen = False
