"""A loop that asks the database all the time says once that it is away, and once that it is back."""

from __future__ import annotations

import logging

from board_qa.ports.stores import StoreUnavailable

log = logging.getLogger(__name__)


class Absence:
    """As one loop sees it; `loop` is what it does, as the log says it."""

    def __init__(self, loop: str) -> None:
        self._loop, self._noted, self._seen = loop, False, False

    def note(self, error: StoreUnavailable) -> None:
        if not self._noted:
            log.warning("%s: the database is away, and asked again until it is back: %s", self._loop, error)
        self._noted = self._seen = True

    def end_of_round(self) -> None:
        """It is back where a whole round found it there."""
        if self._noted and not self._seen:
            log.warning("%s: the database is back", self._loop)
            self._noted = False
        self._seen = False
