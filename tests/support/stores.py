"""Stores whose tables are there already: making them anew for each test takes 60 times as long as copying them."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema.migrations import migrate
from board_qa.storage.sqlite.store import SqliteStore


def memory_store() -> SqliteStore:
    """An empty store in memory."""
    store = SqliteStore(":memory:")
    store.database = SqliteDatabase(":memory:")
    _migrated().connection.backup(store.database.connection)
    return store


def put_empty_database(path: Path) -> None:
    """An empty database in this place."""
    shutil.copy(_migrated_file(), path)


@cache
def _migrated() -> SqliteDatabase:
    database = SqliteDatabase(":memory:")
    migrate(database)
    return database


@cache
def _migrated_file() -> Path:
    file = Path(tempfile.mkdtemp()) / "empty.db"
    _migrated().connection.execute("VACUUM INTO ?", (str(file),))
    return file
