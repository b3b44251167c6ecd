"""The screening as a process of its own: a request a line on its input, its answer a line on its output.

A text made to be slow takes this process down and not the service: the kernel ends it when one text has used its
budget. `process.py` is the other side.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache

from board_qa.domain.text.flags import Flag
from board_qa.screening.meanings import meanings
from board_qa.screening.process import FLAGS, NAMES, READY, VECTOR
from board_qa.screening.screener import Screener

# Bytes: over three times what the process has once everything is loaded.
MEMORY = 1 << 30
# Whoever waits for a page goes before whoever waits for flags.
_NICENESS = 5
# Of how many boards it is remembered what names would pass for theirs.
_BOARDS = 500


def main(budget: float) -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no text of anybody's is left on the disk
    screener = Screener()
    of_a_board = lru_cache(_BOARDS)(Screener)
    answers: dict[str, Callable[..., object]] = {
        FLAGS: lambda text, language: _rows(screener.flags(text, language)),
        NAMES: lambda organisation, *names: _rows(of_a_board(organisation).flags_of_names(names)),
        VECTOR: lambda text: base64.b64encode(meanings().vector(text)).decode(),
    }
    _answer(READY.decode())
    for line in sys.stdin.buffer:
        what, *asked = json.loads(line)
        if what == VECTOR:
            meanings()  # loading them is no text's fault
        signal.setitimer(signal.ITIMER_PROF, budget)  # its signal, unhandled, ends the process in whatever it does
        answer = answers[what](*asked)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _answer(answer)


def _rows(flags: Iterable[Flag]) -> list[list[object]]:
    return [[flag.kind.value, flag.start, flag.end, flag.detail] for flag in flags]


def _answer(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
