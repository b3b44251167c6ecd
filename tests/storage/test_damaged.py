"""A file of SQLite that was damaged is out of order as one that is locked or full is: nobody is blamed but the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from board_qa.ports.stores import StoreUnavailable
from board_qa.storage.sqlite.store import SqliteStore


def test_a_damaged_file_is_a_store_that_cannot_be_used(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "board.db"))
    file = tmp_path / "board.db"
    store.database.scrub()
    store.database.connection.execute("PRAGMA shrink_memory")  # what was read is read anew
    file.write_bytes(b"no database " * (file.stat().st_size // 12))
    with pytest.raises(StoreUnavailable):
        store.meetings.all()
    with pytest.raises(StoreUnavailable), store.transaction():
        store.sources.pause("X", True)
    store.close()
