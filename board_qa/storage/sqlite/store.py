"""The store on SQLite."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from board_qa.storage.made_once import made_once
from board_qa.storage.sql.leases import SqlLeases
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.backup.copies import is_damaged
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.locks import FileLocks
from board_qa.storage.sqlite.schema.migrations import migrate
from board_qa.storage.sqlite.search import SqliteSearch


class SqliteStore(SqlStore):
    """Everything that is kept, in one SQLite database (or `:memory:`).

    It is opened, and its tables brought up to date, when it is first used: a command that makes a backup before an
    update, or restores one in place of a damaged file, does neither.
    """

    def __init__(self, path: str, *, alone: bool = False) -> None:
        """`alone`: nobody else may have it open meanwhile."""
        super().__init__()
        self._path, self._alone = path, alone

    def free_bytes(self) -> int | None:
        return None if self._path == ":memory:" else shutil.disk_usage(Path(self._path).resolve().parent).free

    @made_once
    def database(self) -> SqliteDatabase:
        try:
            database = SqliteDatabase(self._path, alone=self._alone)
            migrate(database)
        except sqlite3.DatabaseError as error:
            if is_damaged(error):
                error.add_note(f"{self._path} is damaged. Restore a backup: flask --app app restore FILE")
            raise
        return database

    @made_once
    def leases(self) -> SqlLeases:
        return SqlLeases(self.database, FileLocks(self._path))

    @made_once
    def search(self) -> SqliteSearch:
        return SqliteSearch(self.database)
