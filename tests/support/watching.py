"""What SQLite itself is asked and does: every statement, the rows that came of it, and how it looks for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from board_qa.storage.sqlite.database import SqliteDatabase

# Every how many instructions of its virtual machine SQLite says that it is at work.
_STEP = 100


@dataclass
class Watched:
    """What a store did while it was watched."""

    database: SqliteDatabase
    statements: list[str] = field(default_factory=list)
    rows: int = 0
    steps: int = 0

    @property
    def reads(self) -> list[str]:
        """What was asked; full-text search asks more by itself, which SQLite marks as a comment."""
        return [one for one in self.statements if one.lstrip().upper().startswith(("SELECT", "WITH"))]

    def plans(self) -> dict[str, list[str]]:
        """How each statement that reads finds its rows, in SQLite's words."""
        explain = self.database.connection.execute
        return {one: [row[3] for row in explain(f"EXPLAIN QUERY PLAN {one}")] for one in dict.fromkeys(self.reads)}

    def whole_tables(self) -> list[str]:
        """Statements that go through all of a table that an audience fills."""
        return [
            f"{step}: {statement}"
            for statement, plan in self.plans().items()
            for step in plan
            if step.startswith("SCAN") and step.split()[1] in _FILLED
        ]


# Tables that an audience fills, and what the statements call them.
_FILLED = {
    "question",
    "post",
    "p",
    "post_tone",
    "tag",
    "t",
    "tone_count",
    "head",
    "q",
    "m",
    "change",
    "c",
    "a",
    "u",
    "mine",
    "later",
    "support",
    "s",
    "support_newcomer",
    "poll_answer",
    "poll_newcomer",
    "asker_key",
    "k",
    "theirs",
}


@contextmanager
def watched(database: SqliteDatabase, step: int = _STEP) -> Iterator[Watched]:
    """`step`: of how many instructions SQLite tells at once, which counts on from what it did before."""
    found, connection = Watched(database), database.connection

    def count_rows(_: Any, row: tuple[Any, ...]) -> tuple[Any, ...]:
        found.rows += 1
        return row

    def count_steps() -> None:
        found.steps += step

    connection.set_trace_callback(found.statements.append)
    connection.set_progress_handler(count_steps, step)
    connection.row_factory = count_rows
    try:
        yield found
    finally:
        connection.row_factory = None
        connection.set_progress_handler(None, 0)
        connection.set_trace_callback(None)
