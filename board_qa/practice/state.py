"""What every practice network keeps: a database, a lock for its threads, the calls made, and what is to go wrong."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from board_qa import private_files


@dataclass(frozen=True)
class BoardPost:
    """What the board has posted in answer to nobody, and the board's handle on that network."""

    id: str
    text: str
    posted_at: datetime
    board: str


@dataclass
class Fault:
    """Something that goes wrong, `times` times, on one endpoint or on `any`."""

    on: str
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    commit: bool = False  # do the work and bill it, then answer as if it had failed
    silent: float = 0  # seconds in which there is no answer
    drop: bool = False  # close the connection without an answer
    times: int = 1
    skip: int = 0  # calls to let through first


class NetworkState:
    """In a file, so that it outlives a restart, or in memory."""

    def __init__(self, clock: Callable[[], datetime], path: str = ":memory:") -> None:
        if path != ":memory:":
            private_files.make(Path(path))
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.db = sqlite_utils.Database(connection)
        self.clock = clock
        self.lock = threading.RLock()
        self.faults: list[Fault] = []
        self.calls: list[str] = []

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """What a query finds. One thread at a time: sqlite-utils opens savepoints, and the connection is shared."""
        with self.lock:
            return list(self.db.query(sql, list(values)))

    def fault(self, endpoint: str) -> Fault | None:
        """The fault that hits this call, which is used up by it."""
        with self.lock:
            for fault in self.faults:
                if fault.on not in (endpoint, "any") or fault.times <= 0:
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                else:
                    fault.times -= 1
                    return fault
        return None
