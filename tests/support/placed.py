"""The board of the tests with other settings: at another address, behind proxies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from board_qa.bootstrap.web_process import make_web_process
from board_qa.config.reading import read_settings
from tests.support.board import SCREENER, Board
from tests.support.doubles import PlainPasswords


def placed(folder: Path, **settings: str) -> Board:
    """A board with one meeting and one moderator, whose web process was started with these settings."""
    board = Board(folder)
    process = make_web_process(read_settings({"DATABASE_URL": f"sqlite:///{folder}/board.db", **settings}))
    # Its meeting is of a certain day: by the real clock it would be over one day.
    ports = replace(process.installation.ports, screening=SCREENER, clock=board.clock)
    process.installation = replace(process.installation, ports=ports, passwords=PlainPasswords())
    process.app.extensions["board_qa"] = process.installation
    board.process, board.ports = process, ports
    return board
