"""All published records as one SQLite file, with what its columns mean in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from gettext import NullTranslations
from typing import Any

import sqlite_utils

from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.register.columns import TABLES, dictionary
from board_qa.exports.register.files import values
from board_qa.exports.register.rows import PublishedRecord

_TYPES: dict[str, type] = {
    "edited": int, "also_asked_by": int, "questions_asked": int, "days_to_answer": float, "questions": int,
}  # fmt: skip
_KEYS: dict[str, Any] = {"meeting": "code", "question": ("meeting", "number"), "count": ("meeting", "counted", "label")}


def as_sqlite(records: Sequence[PublishedRecord], translations: NullTranslations = ENGLISH) -> bytes:
    """It is made in memory and takes some 20 ms for 100 questions: never in the one event loop."""
    connection = sqlite3.connect(":memory:")
    try:
        _fill(sqlite_utils.Database(connection), records, translations)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _fill(tables: sqlite_utils.Database, records: Sequence[PublishedRecord], translations: NullTranslations) -> None:
    for name in ("meeting", "question", "count"):
        columns = {column: _TYPES.get(column, str) for column in TABLES[name]}
        tables.table(name).create(
            columns,
            pk=_KEYS[name],
            strict=True,
            foreign_keys=[("meeting", "meeting", "code")] if "meeting" in columns else [],
        )
    tables.table("meeting").insert_all(values(one.meeting) for one in records)
    tables.table("question").insert_all(values(row) for one in records for row in one.rows)
    tables.table("count").insert_all(_counts(records))
    meanings = dictionary(translations)
    tables.table("dictionary").insert_all(
        ({"table": one.table, "column": one.column, "meaning": one.meaning} for one in meanings),
        pk=("table", "column"),
    )


def _counts(records: Sequence[PublishedRecord]) -> Iterator[dict[str, Any]]:
    for one in records:
        for counted, rows in (("became", one.counts), ("came_by", one.came_by)):
            for label, questions in rows:
                yield {"meeting": one.meeting.code, "counted": counted, "label": label, "questions": questions}
