"""A command of this product, run in a process of its own while this one goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent


class RunningCommand:
    """`flask --app app` with these words. `board`: which of many it is for. It says little, which waits in its pipe."""

    def __init__(self, *words: str, board: str = "") -> None:
        for_board = ("/usr/bin/env", f"BOARD={board}") if board else ()
        self._process = subprocess.Popen(  # noqa: S603  # the words are ours
            [*for_board, sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def ended(self) -> int | None:
        return self._process.poll()

    def said(self) -> str:
        """All that it said, in one line."""
        return " ".join(self._process.communicate()[0].decode(errors="replace").split())

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()
