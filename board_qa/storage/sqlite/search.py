"""Full-text search in SQLite. User text reaches FTS5 only as quoted literals, so nothing in it is an operator."""

from __future__ import annotations

from collections.abc import Collection

from board_qa.domain.text import wording
from board_qa.storage.sqlite.database import Database

# A question of 500 characters, the form's limit, has about so many words of content, and nobody types more to search;
# a pasted page must not become an expression of thousands.
_MOST_WORDS = 50
_LONGEST = 60  # letters of a word that are looked at: no word is longer, and each costs a comparison
# What is stored is stemmed ("appointment" as "appoint"), so a word half typed ("appointme") is also looked for without
# its end: of 2,111 beginnings of words in tests/measures/similar_pairs.py 98% find their word, instead of 90%. Two
# thirds must stay: with less, "startin" would find every "star".
_KEPT = 2 / 3
_SHORTEST = 4


class SqliteSearch:
    def __init__(self, database: Database) -> None:
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
        any_of = " OR ".join(map(_literal, _words(" ".join(words))))
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
    typed = _words(words)
    return " AND ".join([*map(_literal, typed[:-1]), *map(_beginning, typed[-1:])])


def _words(typed: str) -> list[str]:
    """What was typed, word by word, without those in which there is no letter and no digit to look for."""
    words = (word[:_LONGEST] for word in wording.shown(typed).split())
    return [word for word in words if any(map(str.isalnum, word))][:_MOST_WORDS]


def _literal(word: str) -> str:
    """The word as an FTS5 string, where a quotation mark is written twice (sqlite.org/fts5.html, 3.1)."""
    return '"' + word.replace('"', '""') + '"'


def _beginning(word: str) -> str:
    """Words that begin like this one, whose last letters may have gone when they were stored."""
    ends = range(max(_SHORTEST, round(len(word) * _KEPT)), len(word)) if word.isalpha() else ()
    return "(" + " OR ".join([_literal(word) + "*", *(_literal(word[:end]) for end in ends)]) + ")"
