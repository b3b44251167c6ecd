"""Work that is done in a process of its own, so that no request, whatever is in it, holds up the service.

A thread would not do: one regular expression, or one graph, holds Python's lock until it has come to its end, and every
page waits. A request is a line of JSON on the process's input, its answer a line on its output.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from board_qa.config.reading import without_settings

log = logging.getLogger(__name__)

READY = b"ready"
# numpy's library starts a thread for each core, with 40 MB of addresses each: with 24 a limit on memory is used up.
_ONE_THREAD = ("/usr/bin/env", "OPENBLAS_NUM_THREADS=1")
_ROOT = Path(__file__).parent.parent
# How often a request may take the process down: once can be an accident of the machine's.
_TRIES = 2
# What a process ends with over a request that it cannot answer; by a signal where it used up its budget.
_FAULT = 1
# Whoever waits for a page goes before whoever waits for one of these.
_NICENESS = 5


class Busy(Exception):
    """Too many requests wait for their turn."""


class ProcessApart:
    """The process, for whoever has a request. It is started with the first one and ends with this one."""

    def __init__(self, package: str, budget: float, patience: float) -> None:
        """`package`: whose `__main__` it runs. `budget`: seconds of processor time for one request; `patience`: seconds
        that one waits for its turn."""
        self._package, self._budget, self._patience = package, budget, patience
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the process, where one is running."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process; the next request starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def asked(self, *request: object) -> bytes | None:
        """The answer to a request; None where the process came to its end over it. Raises Busy."""
        line = json.dumps(request).encode() + b"\n"
        if not self._one_at_a_time.acquire(timeout=self._patience):
            raise Busy
        try:
            return next(filter(None, (self._answer(line, request[0]) for _ in range(_TRIES))), None)
        finally:
            self._one_at_a_time.release()

    def _answer(self, request: bytes, kind: object) -> bytes:
        """One line for one line; b"" where the process came to its end over it."""
        answer = b""
        try:
            to, back = self._pipes()
            to.write(request)
            to.flush()
            answer = back.readline()
            if not answer and self._process is not None:
                log.warning("%s ended over a request: %s, %s", self._package, kind, self._process.wait())
        except BrokenPipeError:
            pass  # it ended while it waited
        finally:
            if not answer:  # also where whoever asked was stopped: the next one must not get this one's answer
                self.close()
        return answer

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Into the process and back from it, once it can work. Raises BrokenPipeError where it does not start."""
        process = self._process
        if process is None:
            # Nothing of anybody's is on the command line: it goes through the pipe.
            command = [*_ONE_THREAD, sys.executable, "-m", self._package, str(self._budget)]
            process = subprocess.Popen(  # noqa: S603
                command, cwd=_ROOT, env=without_settings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._process = process
            if READY not in process.stdout.readline():  # type: ignore[union-attr]  # it is a pipe
                raise BrokenPipeError
        return process.stdin, process.stdout  # type: ignore[return-value]  # both are pipes


def answer_requests(
    answers: Mapping[str, Callable[..., object]],
    budget: float,
    prepare: Callable[[str], object] = lambda _what: None,
    idle: float | None = None,
) -> None:
    """The side of the process itself: answers until its input ends, or nobody asked for `idle` seconds.

    The kernel ends it when one request has used its `budget`, seconds of processor time; what `prepare` does for
    a kind of request counts for none of them.
    """
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nothing of anybody's is left on the disk
    _write(READY.decode())
    while select.select([sys.stdin.buffer], [], [], idle)[0] and (line := sys.stdin.buffer.readline()):
        what, *asked = json.loads(line)
        prepare(what)
        signal.setitimer(signal.ITIMER_PROF, budget)  # its signal, unhandled, ends the process in whatever it does
        try:
            answer = answers[what](*asked)
        except Exception:  # its words may be somebody's: the other side says in the log that it ended, and over what
            sys.exit(_FAULT)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answer)


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
