"""The screening as a process of its own: `process.py` is the other side.

A text made to be slow takes this process down and not the service.
"""

from __future__ import annotations

import base64
import resource
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache

from board_qa.apart import answer_requests
from board_qa.domain.text.flags import Flag
from board_qa.screening.meanings import meanings
from board_qa.screening.process import FLAGS, NAMES, VECTOR
from board_qa.screening.screener import Screener

# Bytes: over three times what the process has once everything is loaded.
MEMORY = 1 << 30
# Of how many boards it is remembered what names would pass for theirs.
_BOARDS = 500


def main(budget: float) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    screener = Screener()
    of_a_board = lru_cache(_BOARDS)(Screener)
    answers: dict[str, Callable[..., object]] = {
        FLAGS: lambda text, language: _rows(screener.flags(text, language)),
        NAMES: lambda organisation, *names: _rows(of_a_board(organisation).flags_of_names(names)),
        VECTOR: lambda text: base64.b64encode(meanings().vector(text)).decode(),
    }
    # Loading what it knows of meanings is no text's fault.
    answer_requests(answers, budget, prepare=lambda what: meanings() if what == VECTOR else None)


def _rows(flags: Iterable[Flag]) -> list[list[object]]:
    return [[flag.kind.value, flag.start, flag.end, flag.detail] for flag in flags]


if __name__ == "__main__":
    main(float(sys.argv[1]))
