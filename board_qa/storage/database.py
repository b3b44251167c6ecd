"""One SQLite connection, one way to write. See ARCHITECTURE.md for why nothing may yield inside."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

# How long a write waits for another process (the worker beside the web server). While it waits, the whole
# process waits, so every transaction is a few milliseconds long; five seconds means something is wrong.
BUSY_MS = 5_000


class TransactionYielded(RuntimeError):
    """Another greenlet tried to write while a transaction was open: something inside it yielded."""


class Database:
    """The shared connection. Reads go through `rows`, writes through `write`."""

    def __init__(self, path: str) -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        # isolation_level=None: transactions begin where `write` says, never by themselves.
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        # FULL: what a person was told is stored is on the disk, also after a power cut.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        self.connection = connection
        self.tables = sqlite_utils.Database(connection)
        self._writer: int | None = None

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return list(self.tables.query(sql, values))

    def row(self, sql: str, *values: Any) -> dict[str, Any] | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def execute(self, sql: str, *values: Any) -> int:
        """Run one write and return how many rows it touched."""
        return int(self.connection.execute(sql, values).rowcount)

    def insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert a row and return its number."""
        return int(str(self.tables.table(table).insert(row).last_pk))

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN IMMEDIATE to COMMIT, or ROLLBACK on any error. Inside another `write` it joins it."""
        me = threading.get_ident()  # under gevent: the greenlet
        if self._writer == me:
            yield
            return
        if self._writer is not None:
            raise TransactionYielded("a transaction of another greenlet is open on this connection")
        self.connection.execute("BEGIN IMMEDIATE")
        self._writer = me
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        finally:
            self._writer = None

    def close(self) -> None:
        self.connection.close()
