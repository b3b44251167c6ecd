"""Looks texts through in another process, so that no text, however it is made, holds up the service."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Sequence
from functools import lru_cache

from board_qa.apart import Busy, ProcessApart
from board_qa.domain.text.flags import Flag, Kind

log = logging.getLogger(__name__)

# What can be asked of the process, each with its texts after it; names after the organisation that is theirs.
FLAGS, NAMES, VECTOR = "flags", "names", "vector"
# Seconds of processor time. The slowest text known takes half of it, an ordinary question a hundredth of a second.
BUDGET = 2.0
# How many texts' flags are remembered: those that a desk shows again and again.
_REMEMBERED = 200
# Seconds that a text waits for its turn. Nobody's question is held up by other people's: it is looked through later.
_PATIENCE = 1.0


class ScreeningProcess(ProcessApart):
    """The process, for whoever has a text."""

    def __init__(self, budget: float = BUDGET) -> None:
        """`budget`: seconds of processor time for one text."""
        super().__init__(str(__package__), budget, _PATIENCE)


class ScreeningApart:
    """Answers `ports.Screening` for one board, by a process that other boards may use as well."""

    def __init__(self, process: ScreeningProcess, organisation: str = "") -> None:
        """`organisation`: whose board it is, for names that pass for it."""
        self._process, self._organisation = process, organisation
        self._remembered = lru_cache(_REMEMBERED)(self._flags)

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...] | None:
        """As the screener's; (UNREAD,) for a text that takes more time or memory than any should."""
        return self._flags_or_none(FLAGS, text, language)

    def flags_of_names(self, names: Sequence[str]) -> tuple[Flag, ...] | None:
        """As the screener's; (UNREAD,) as above."""
        return self._flags_or_none(NAMES, self._organisation, *names)

    def vector(self, text: str) -> bytes | None:
        """As `Meanings`; b"" also for a text that takes more time than any should."""
        try:
            answer = self._process.asked(VECTOR, text)
        except Busy:
            return None
        return base64.b64decode(json.loads(answer)) if answer else b""

    def _flags_or_none(self, *request: str) -> tuple[Flag, ...] | None:
        try:
            return self._remembered(*request)
        except Busy:
            return None

    def _flags(self, *request: str) -> tuple[Flag, ...]:
        answer = self._process.asked(*request)
        if answer is None:
            log.warning("a text took too long to be looked through: it is marked, so that a person reads all of it")
            return (Flag(Kind.UNREAD),)
        return tuple(Flag(Kind(kind), *rest) for kind, *rest in json.loads(answer))
