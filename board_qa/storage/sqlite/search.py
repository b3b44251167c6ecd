"""Full-text search in SQLite. User text reaches FTS5 only as quoted literals, so nothing in it is an operator."""

from __future__ import annotations

from collections.abc import Collection

from board_qa.storage.sql.typed_words import beginnings, typed_words
from board_qa.storage.sqlite.database import SqliteDatabase


class SqliteSearch:
    def __init__(self, database: SqliteDatabase) -> None:
        self._db = database

    def find(self, words: str, limit: int, skip: int = 0, but_not: Collection[int] = ()) -> list[int]:
        return self._matching(_all_of(words), but_not, limit, skip)

    def count(self, words: str, but_not: Collection[int] = ()) -> int:
        match = _all_of(words)
        if not match:
            return 0
        marks = ", ".join("?" * len(but_not))
        sql = f"SELECT COUNT(*) AS n FROM question_fts WHERE question_fts MATCH ? AND rowid NOT IN ({marks})"
        row = self._db.row(sql, match, *but_not)
        return int(row["n"]) if row else 0

    def alike(self, words: Collection[str], but_not: Collection[int], limit: int) -> list[int]:
        any_of = " OR ".join(map(_literal, typed_words(" ".join(words))))
        marks = ", ".join("?" * len(but_not))
        which = f"q.state != 'withdrawn' AND (q.grouped_into IS NULL OR q.grouped_into NOT IN ({marks}))"
        return self._matching(any_of and f"{{text wording}} : ({any_of})", but_not, limit, 0, which, *but_not)

    def _matching(
        self, match: str, but_not: Collection[int], limit: int, skip: int, which: str = "TRUE", *values: int
    ) -> list[int]:
        """The questions that match, best first; of equals the newest."""
        if not match:
            return []
        marks = ", ".join("?" * len(but_not))
        rows = self._db.rows(
            f"""SELECT q.id FROM question_fts JOIN question q ON q.id = question_fts.rowid
                WHERE question_fts MATCH ? AND q.id NOT IN ({marks}) AND {which}
                ORDER BY bm25(question_fts), q.id DESC LIMIT ? OFFSET ?""",
            match,
            *but_not,
            *values,
            limit,
            skip,
        )
        return [row["id"] for row in rows]


def _all_of(words: str) -> str:
    """Questions in which all of these words stand, as FTS5 wants it said; '' where there is nothing to look for."""
    typed = typed_words(words)
    return " AND ".join([*map(_literal, typed[:-1]), *map(_beginning, typed[-1:])])


def _literal(word: str) -> str:
    """The word as an FTS5 string, where a quotation mark is written twice (sqlite.org/fts5.html, 3.1)."""
    return '"' + word.replace('"', '""') + '"'


def _beginning(word: str) -> str:
    """Words that begin like this one, whose last letters may have gone when they were stored."""
    return "(" + " OR ".join([_literal(word) + "*", *map(_literal, beginnings(word))]) + ")"
