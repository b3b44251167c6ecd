"""Brings the tables up to date: each file beside this one is run once, in the order of their numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from board_qa.ports.stores import StoreUnavailable
from board_qa.storage.postgres.database import PostgresDatabase

_FILES = sorted(Path(__file__).parent.glob("*.sql"))
_KNOWN = "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL)"


def migrate(database: PostgresDatabase) -> None:
    """Safe for several processes at once: the first one does the work. Where there is nothing to do nothing is written.

    Raises StoreUnavailable where a newer version of this program has been here, or it cannot hold every letter.
    """
    if not _pending(database):
        return
    with database.write():
        database.execute(_KNOWN)
        for file in _pending(database):
            database.run_script(file.read_text(encoding="utf-8"))
            database.execute("INSERT INTO schema_migration VALUES (?, ?)", file.stem, datetime.now(UTC))


def _pending(database: PostgresDatabase) -> list[Path]:
    known = database.row(
        "SELECT to_regclass('schema_migration') IS NOT NULL AS there, getdatabaseencoding() AS letters"
    )
    if known is None or known["letters"] != "UTF8":
        raise StoreUnavailable(
            "The PostgreSQL database must be in UTF8. Make one with: createdb --encoding=UTF8 board_qa"
        )
    done = {row["name"] for row in database.rows("SELECT name FROM schema_migration")} if known["there"] else set()
    if done - {file.stem for file in _FILES}:
        raise StoreUnavailable("a newer version of this program has changed the tables: install that version")
    return [file for file in _FILES if file.stem not in done]
