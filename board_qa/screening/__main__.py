"""The screening as a process of its own: a question a line on its input, its flags a line on its output.

A text made to be slow takes this process down and not the service: the kernel ends it when one text has used its
budget. `process.py` is the other side.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys

from board_qa.screening.process import READY
from board_qa.screening.screener import Screener

# Bytes: about four times what the process has once everything is loaded.
_MEMORY = 1 << 30
# Whoever waits for a page goes before whoever waits for flags.
_NICENESS = 5


def main(budget: float) -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no text of anybody's is left on the disk
    screener = Screener()
    _answer(READY.decode())
    for line in sys.stdin.buffer:
        text, language = json.loads(line)
        signal.setitimer(signal.ITIMER_PROF, budget)  # its signal, unhandled, ends the process in whatever it does
        found = screener.flags(text, language)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _answer([[flag.kind.value, flag.start, flag.end, flag.detail] for flag in found])


def _answer(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
