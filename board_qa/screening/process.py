"""Looks texts through in another process, so that no text, however it is made, holds up the service.

A thread would not do: one regular expression holds Python's lock until it has come to its end, and every page waits.
"""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO

from board_qa.domain.text.flags import Flag, Kind

log = logging.getLogger(__name__)

READY = b"ready"
# What can be asked of the process, each with its texts after it; names after the organisation that is theirs.
FLAGS, NAMES, VECTOR = "flags", "names", "vector"
# Seconds of processor time. The slowest text known takes half of it, an ordinary question a hundredth of a second.
BUDGET = 2.0
# numpy's library starts a thread for each core, with 40 MB of addresses each: with 24 the limit on memory is used up.
_ONE_THREAD = ("/usr/bin/env", "OPENBLAS_NUM_THREADS=1")
_ROOT = Path(__file__).parent.parent.parent
# How many texts' flags are remembered: those that a desk shows again and again.
_REMEMBERED = 200
# How often a text may take the process down: once can be an accident of the machine's.
_TRIES = 2
# Seconds that a text waits for its turn. Nobody's question is held up by other people's: it is looked through later.
_PATIENCE = 1.0


class Busy(Exception):
    """Too many texts wait to be looked through."""


class ScreeningProcess:
    """The process, for whoever has a text. It is started with the first one and ends with this one."""

    def __init__(self, budget: float = BUDGET) -> None:
        """`budget`: seconds of processor time for one text."""
        self._budget = budget
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the process, where one is running."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process; the next text starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def asked(self, *request: str) -> bytes | None:
        """The answer to a request; None where the process came to its end over it. Raises Busy."""
        line = json.dumps(request).encode() + b"\n"
        if not self._one_at_a_time.acquire(timeout=_PATIENCE):
            raise Busy
        try:
            return next(filter(None, (self._answer(line) for _ in range(_TRIES))), None)
        finally:
            self._one_at_a_time.release()

    def _answer(self, request: bytes) -> bytes:
        """One line for one line; b"" where the process came to its end over it."""
        answer = b""
        try:
            to, back = self._pipes()
            to.write(request)
            to.flush()
            answer = back.readline()
        except BrokenPipeError:
            pass  # it ended while it waited
        finally:
            if not answer:  # also where whoever asked was stopped: the next one must not get this one's flags
                self.close()
        return answer

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Into the process and back from it, once it can work. Raises BrokenPipeError where it does not start."""
        process = self._process
        if process is None:
            # No text of anybody's is on the command line: they go through the pipe.
            command = [*_ONE_THREAD, sys.executable, "-m", str(__package__), str(self._budget)]
            process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            self._process = process
            if READY not in process.stdout.readline():  # type: ignore[union-attr]  # it is a pipe
                raise BrokenPipeError
        return process.stdin, process.stdout  # type: ignore[return-value]  # both are pipes


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
