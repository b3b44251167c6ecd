"""What the stores of every topic ask of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

# Seconds. After none at all gevent does not look whether something came for those who wait.
A_MOMENT = 1e-6


class Database(Protocol):
    """Reads go through `rows`, writes through `write`. Values are bound to `?`, or by number to `?1`.

    The SQL is what SQLite and PostgreSQL both understand, with SQLite's hints to its planner: PostgreSQL leaves
    `INDEXED BY` out, and reads `CROSS JOIN` with a condition as JOIN. Where SQLite knows a function or a collation that
    PostgreSQL does not (`instr`, `json_extract`, `group_concat`, NOCASE), PostgreSQL's schema has it under that name.

    Raises StoreUnavailable where another program has the database locked, or it cannot be reached or written.
    """

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]: ...
    def row(self, sql: str, *values: Any) -> dict[str, Any] | None: ...
    def execute(self, sql: str, *values: Any) -> int:
        """Run one write, inside `write`, and return how many rows it touched."""

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert a row into a table that numbers its rows, and return its number."""

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None: ...
    def update(self, table: str, key: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """Change the row of this primary key."""

    def write(self) -> AbstractContextManager[None]:
        """One transaction, and nobody else's at the same time: all or nothing. Inside another `write` it joins it."""

    def filling(self) -> AbstractContextManager[None]:
        """A `write` that is given rows with the numbers they had, some of them before those that they point to."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment, while others may write."""

    def give_way(self) -> None:
        """Let everybody else have their turn, unless a transaction of ours is open: a long reading does it at times."""

    def version(self) -> Hashable:
        """Another one after each change, whoever made it."""

    def scrub(self) -> None:
        """Leave nothing in the files of what was deleted or written over. It takes as long as copying them, and
        everybody else waits."""

    def close(self) -> None: ...


def marks(values: Collection[Any]) -> str:
    """A `?` for each of them."""
    return ", ".join("?" * len(values))


def delete_due(db: Database, table: str, which: str, *values: Any) -> None:
    """Delete rows whose time is over. Mostly there are none, and a look costs no write."""
    if db.row(f"SELECT 1 AS one FROM {table} WHERE {which} LIMIT 1", *values):
        with db.write():
            db.execute(f"DELETE FROM {table} WHERE {which}", *values)


def insert_into(table: str, row: Mapping[str, Any]) -> str:
    """The statement that inserts a row of these columns."""
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks(row)})"


def update_of(table: str, key: Mapping[str, Any], changes: Mapping[str, Any]) -> str:
    """The statement that changes these columns of the row of this key; its values are those of both, in this order."""
    sets, which = (", ".join(f"{name} = ?" for name in changes), " AND ".join(f"{name} = ?" for name in key))
    return f"UPDATE {table} SET {sets} WHERE {which}"
