"""Everything in one database, row by row, into another, whichever of the two either is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from board_qa.ports.backups import NotDone
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.tables import TABLES

# Rows that are read and stored at once.
_AT_ONCE = 1_000
# It says which process works on a database, and that stays behind.
_STAYS = ("lease",)

Told = Callable[[str, int], None]


def is_empty(database: Database) -> bool:
    return not any(database.row(f"SELECT 1 AS one FROM {table} LIMIT 1") for table in TABLES)


def copy_everything(source: Database, target: Database, told: Told, but: Collection[str] = _STAYS) -> dict[str, int]:
    """Copy all tables of one moment into an empty database, in one transaction; how many rows each has now.

    `told` hears of each table when it is done. Raises NotDone, leaving the target empty, where a count differs.
    """
    counts: dict[str, int] = {}
    with source.snapshot(), target.filling():
        for table in [table for table in TABLES if table not in but]:
            target.execute(f"DELETE FROM {table}")  # what triggers put there while other tables were filled
            for rows in _read(source, table):
                target.insert_all(table, rows)
            counts[table] = _checked(source, target, table)
            told(table, counts[table])
    return counts


def _read(source: Database, table: str) -> Iterator[list[dict[str, Any]]]:
    """All rows of a table in the order of what they are known by, some at a time."""
    key = TABLES[table]
    columns = ", ".join(key)
    after: list[Any] = []
    while True:
        beyond = f"WHERE ({columns}) > ({marks(after)})" if after else ""
        rows = source.rows(f"SELECT * FROM {table} {beyond} ORDER BY {columns} LIMIT {_AT_ONCE}", *after)
        if not rows:
            return
        yield rows
        after = [rows[-1][name] for name in key]


def _checked(source: Database, target: Database, table: str) -> int:
    there, here = (_count(database, table) for database in (source, target))
    if there != here:
        raise NotDone(f"Of {there} rows of {table}, {here} arrived.")
    return here


def _count(database: Database, table: str) -> int:
    row = database.row(f"SELECT COUNT(*) AS n FROM {table}")
    return int(row["n"]) if row else 0
