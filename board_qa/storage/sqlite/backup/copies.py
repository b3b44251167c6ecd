"""A whole copy of a database in memory: read in one moment while others write, checked, counted, made ready."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from board_qa.ports.backups import Contents, NotDone
from board_qa.storage.sql.tables import OF_THE_MOMENT
from board_qa.storage.sqlite.database import SqliteDatabase

# Seconds to wait for another program's lock. Those who read wait for nobody but who has the file alone.
_PATIENCE = 5.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def copy_of(database: Path, *, ours: bool) -> SqliteDatabase:
    """Everything in this database, its write-ahead log included, without what is of the moment only.

    Nobody is kept from writing meanwhile. `ours`: it is the database of this service; any other file is only read.
    Raises NotDone.
    """
    return _checked(lambda: _copy(_address(database, ours)), database)


def copy_of_content(content: bytes, file: Path) -> SqliteDatabase:
    """The same of what was in an encrypted file, which is on no disk as it is."""
    return _checked(lambda: _opened(content), file)


def _checked(copied: Callable[[], SqliteDatabase], database: Path) -> SqliteDatabase:
    try:
        copy = copied()
        trouble = _trouble(copy)
    except sqlite3.DatabaseError as error:
        raise NotDone(_sentence(database, error)) from error
    if trouble:
        raise NotDone(f"{database} is damaged ({trouble}).")
    if not _tables(copy) >= {"meeting", "question"}:
        raise NotDone(f"{database} has no board in it: no meetings and no questions.")
    with copy.write():
        for table in _tables(copy).intersection(OF_THE_MOMENT):
            copy.execute(f"DELETE FROM {table}")
    return copy


def contents(copy: SqliteDatabase) -> Contents:
    return Contents(copy.tables.table("meeting").count, copy.tables.table("question").count)


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is no database, or a broken one."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _address(database: Path, ours: bool) -> str:
    """A file that has no log beside it is read as it is: SQLite would make one, which it cannot on every disk."""
    log = database.with_name(f"{database.name}-wal")
    return f"{database.absolute().as_uri()}?" + ("mode=rw" if ours else "mode=ro" if log.exists() else "immutable=1")


def _copy(address: str) -> SqliteDatabase:
    copy = SqliteDatabase(":memory:")
    copy.connection.execute("PRAGMA temp_store=MEMORY")  # nothing of it on a disk, not for a moment
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=_PATIENCE)) as source:
        # A transaction of its own: without one, copying waits for another program's lock for ever.
        source.execute("BEGIN")
        source.execute("SELECT * FROM sqlite_master").fetchall()
        source.backup(copy.connection)
    return copy


def _opened(content: bytes) -> SqliteDatabase:
    """In memory SQLite opens no database whose header asks for a write-ahead log beside it."""
    copy = SqliteDatabase(":memory:")
    copy.connection.execute("PRAGMA temp_store=MEMORY")
    with closing(sqlite3.connect(":memory:")) as source:
        source.deserialize(content[:18] + b"\x01\x01" + content[20:])
        source.backup(copy.connection)
    return copy


def _trouble(copy: SqliteDatabase) -> str:
    """What SQLite's own checks complain about; '' where all is well."""
    (said,) = copy.connection.execute("PRAGMA integrity_check(1)").fetchone()
    orphan = copy.connection.execute("PRAGMA foreign_key_check").fetchone()
    if said != "ok":
        return str(said).splitlines()[-1]
    return f"a row of {orphan[0]} belongs to a missing row of {orphan[2]}" if orphan else ""


def _tables(copy: SqliteDatabase) -> set[str]:
    return set(copy.tables.table_names())


def _sentence(database: Path, error: sqlite3.DatabaseError) -> str:
    if is_damaged(error):
        return f"{database} is damaged or is not a database ({error})."
    return f"{database} cannot be read now ({error}). Is another program busy with it? Try again in a minute."
