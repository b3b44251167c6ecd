"""Put another content in place of a database that nobody uses, and keep what was there.

SQLite itself writes the new content into the old file, in one transaction: a service that is started meanwhile waits,
then finds the new board; after a power cut it finds the old one. No log of the old is left beside the new.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from board_qa import private_files
from board_qa.ports.backups import NotDone
from board_qa.storage.sqlite.backup.copies import is_damaged
from board_qa.storage.sqlite.backup.whole_files import beside, write_whole
from board_qa.storage.sqlite.database import SqliteDatabase, keep_others_out

# The bytes that every connection to a database has a lock on as long as it is open (https://sqlite.org/fileformat.html,
# "the lock-byte page"): they are past the end of it, and can be asked about where the file itself is damaged.
_FIRST_SHARED_BYTE, _SHARED_BYTES = 0x40000000 + 2, 510
_KEPT = "before-restore"


class _Damaged(Exception):
    """SQLite cannot open the file."""


def put_in_place(copy: SqliteDatabase, database: Path, now: datetime) -> tuple[Path, ...]:
    """Make this copy the database, and return the files in which what was there before is kept. Raises NotDone."""
    try:
        if database.exists() and database.stat().st_size:
            with suppress(_Damaged):
                return (_put_over(copy, database, now),)
        return _put_instead(copy, database, now)
    except (sqlite3.DatabaseError, OSError) as error:
        raise NotDone(_sentence(database, error)) from error


def _put_over(copy: SqliteDatabase, database: Path, now: datetime) -> Path:
    kept = beside(database, _KEPT, now)
    with _alone_with(database) as board:
        _keep(board, kept)
        try:
            copy.connection.backup(board)
        except sqlite3.Error:
            board.close()
            _take_back_what_was_half_written(database)
            kept.unlink()
            raise
    private_files.make_database(database)
    return kept


def _take_back_what_was_half_written(database: Path) -> None:
    """SQLite does so when the file is next opened."""
    with closing(sqlite3.connect(database)) as board:
        board.execute("SELECT * FROM sqlite_master").fetchall()


def _put_instead(copy: SqliteDatabase, database: Path, now: datetime) -> tuple[Path, ...]:
    """Where there is no database, or none that SQLite can open; a log alone may hold what somebody looks for."""
    private_files.make_folder(database.parent)
    fresh = beside(database, "restored", now)
    write_whole(copy.connection.serialize(), fresh, overwrite=False)
    private_files.give_to_owner_of(database.parent, fresh)
    try:
        kept = _set_aside(database, now)
        os.link(fresh, database)  # never over one that somebody made meanwhile
    except FileExistsError as error:
        said = f"Another program made a new {database} meanwhile: stop the service and try again. The old one is in"
        raise NotDone(f"{said} {beside(database, _KEPT, now)}.") from error
    finally:
        fresh.unlink()
    return kept


@contextmanager
def _alone_with(database: Path) -> Iterator[sqlite3.Connection]:
    """The database, once nobody else has it open and until we close it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as board:
        try:
            keep_others_out(board)
        except sqlite3.DatabaseError as error:
            if is_damaged(error):
                raise _Damaged from error
            raise
        yield board


def _keep(board: sqlite3.Connection, kept: Path) -> None:
    """A copy of every page as it is, what was in the log included."""
    with closing(sqlite3.connect(":memory:")) as copy:
        board.backup(copy)
        write_whole(copy.serialize(), kept, overwrite=False)
    private_files.give_to_owner_of(kept.parent, kept)


def _set_aside(database: Path, now: datetime) -> tuple[Path, ...]:
    """Rename what SQLite cannot open, and what lies beside it."""
    moved = []
    with _locked(database):
        for suffix in (*private_files.SIDECARS, ""):
            there, kept = (path.with_name(path.name + suffix) for path in (database, beside(database, _KEPT, now)))
            if there.exists():
                private_files.tighten(there)
                moved.append(there.rename(kept))
    return tuple(reversed(moved))


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    """While no connection of another process is open to the file, damaged as it may be. Raises BlockingIOError."""
    if not database.exists():
        yield
        return
    with database.open("rb+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _FIRST_SHARED_BYTE)
        yield


def _sentence(database: Path, error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if isinstance(error, BlockingIOError) or code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"Another program has {database} open. Stop the service, both web and worker, and try again."
    if isinstance(error, PermissionError) or code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return f"You are not allowed to write in {database.parent}. Run this as the user who owns it."
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"There is no room on the disk of {database}. Free some space and try again."
    return f"{database} cannot be replaced ({error}). Restore into another folder: set DATABASE_URL to a file there."
