"""One SQLite connection, one way to write. See ARCHITECTURE.md for why nothing may yield inside."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils

from board_qa import private_files
from board_qa.ports.stores import StoreUnavailable
from board_qa.storage.sql.database import A_MOMENT, insert_into, update_of

Result = TypeVar("Result")

# Seconds that a write waits for another process, such as the worker beside the web server. Transactions take
# milliseconds, so that five seconds mean something is wrong.
_PATIENCE = 5.0
_A_WHILE = 0.02  # seconds between two tries

# What another program, or the disk, does to us (https://sqlite.org/rescode.html); everything else is our own fault.
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OUT_OF_ORDER = _LOCKED | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
                           sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}  # fmt: skip


class TransactionYielded(RuntimeError):
    """Another greenlet tried to write while a transaction was open: something inside it yielded."""


class _LogInUse(sqlite3.OperationalError):
    """SQLite says so in a row, and raises nothing."""

    sqlite_errorcode = sqlite3.SQLITE_BUSY


class SqliteDatabase:
    """The shared connection, as `storage/sql/database.py` says what it does for everybody."""

    def __init__(self, path: str, *, alone: bool = False) -> None:
        """Raises StoreUnavailable where, to be `alone`, others have the board open."""
        if path != ":memory:":
            private_files.make_database(Path(path))
        self.path = path
        # isolation_level=None: transactions begin where `write` says, never by themselves.
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=_PATIENCE)
        if not alone:
            connection.execute("PRAGMA journal_mode=WAL")
        # FULL: what a person was told is stored is on the disk, also after a power cut.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # From here on it is waited for out here, where other greenlets go on: in SQLite every page would stand still.
        connection.execute("PRAGMA busy_timeout=0")
        if alone:
            _keep_others_out(connection)
        self.connection = connection
        self.tables = sqlite_utils.Database(connection)
        self._writer: int | None = None

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return self.patiently(lambda: self._read(sql, values))

    def _read(self, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Not by sqlite_utils, which asks a savepoint before and after each: that took half the time of a page."""
        found = self.connection.execute(sql, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def row(self, sql: str, *values: Any) -> dict[str, Any] | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def execute(self, sql: str, *values: Any) -> int:
        return int(self.connection.execute(sql, values).rowcount)

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        with self.write():
            return int(self.connection.execute(insert_into(table, row), tuple(row.values())).lastrowid or 0)

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        with self.write():
            if every := list(rows):
                self.connection.executemany(insert_into(table, every[0]), [tuple(row.values()) for row in every])

    def update(self, table: str, key: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        with self.write():
            self.execute(update_of(table, key, changes), *changes.values(), *key.values())

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN IMMEDIATE to COMMIT, or ROLLBACK on any error. Inside another `write` it joins it."""
        if self._is_mine():
            yield
            return
        self.patiently(self._begin)
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:  # SQLite itself takes it back where the disk is full
                self.connection.execute("ROLLBACK")
            _say_plainly(error)
            raise
        finally:
            self._writer = None

    @contextmanager
    def filling(self) -> Iterator[None]:
        with self.write():
            self.connection.execute("PRAGMA defer_foreign_keys=ON")
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Another connection's writes are not seen. For a command alone: on this connection others would write."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def _begin(self) -> None:
        if self._writer is not None:
            raise TransactionYielded("a transaction of another greenlet is open on this connection")
        self.connection.execute("BEGIN IMMEDIATE")
        self._writer = threading.get_ident()  # under gevent: the greenlet

    def _is_mine(self) -> bool:
        """Whether this greenlet has a transaction open. Then the lock is ours, and nothing may yield."""
        return self._writer == threading.get_ident()

    def patiently(self, run: Callable[[], Result]) -> Result:
        """Run it, again and again while another program has the database locked, and let other greenlets go on."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return run()
            except sqlite3.DatabaseError as error:
                if self._is_mine() or _code(error) not in _LOCKED or time.monotonic() > until:
                    _say_plainly(error)
                    raise
                time.sleep(_A_WHILE)

    def give_way(self) -> None:
        if not self._is_mine():
            time.sleep(A_MOMENT)

    def version(self) -> tuple[int, int]:
        """Another one after each change: others' commits move the first (https://sqlite.org/pragma.html, data_version),
        and our own rows the second."""
        (others,) = self.patiently(lambda: self.connection.execute("PRAGMA data_version").fetchone())
        return int(others), self.connection.total_changes

    def scrub(self) -> None:
        """The index of search keeps the words of rows that are gone until it is put in order; VACUUM writes the file
        anew without free pages; and the log is emptied, once nobody reads in it."""
        with self.write():
            self.execute("INSERT INTO question_fts (question_fts) VALUES ('optimize')")
        self.connection.execute("PRAGMA temp_store=MEMORY")  # the copy is on no disk, not for a moment
        self.patiently(lambda: self.connection.execute("VACUUM"))
        self.patiently(self._empty_log)

    def _empty_log(self) -> None:
        (busy, _, _) = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise _LogInUse("somebody reads in the log")

    def close(self) -> None:
        self.connection.close()


def keep_others_out(connection: sqlite3.Connection) -> None:
    """Until it is closed. Raises OperationalError where anybody has the file open, were it only to read: SQLite leaves
    its log only to who is alone."""
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")  # the lock stays


def _keep_others_out(connection: sqlite3.Connection) -> None:
    try:
        keep_others_out(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if _code(error) in _LOCKED:
            raise StoreUnavailable("another program has the board open") from error
        raise


def _code(error: BaseException) -> int:
    """SQLite's primary result code; 0 for anything else's error."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _say_plainly(error: BaseException) -> None:
    if _code(error) in _OUT_OF_ORDER:
        raise StoreUnavailable(str(error)) from error
