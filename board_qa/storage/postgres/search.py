"""Full-text search in PostgreSQL. User text reaches it only as quoted words, so nothing in it is an operator."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.typed_words import beginnings, typed_words

# How well a question matches: by how often and how near, and less in a long one.
_RANK = "ts_rank(s.words, to_tsquery('board_words', ?1), 1)"


class PostgresSearch:
    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, words: str, limit: int, skip: int = 0, but_not: Collection[int] = ()) -> list[int]:
        query = _all_of(words)
        if not query:
            return []
        rows = self._db.rows(
            f"""SELECT s.question_id AS id FROM question_search s
                WHERE s.words @@ to_tsquery('board_words', ?1) AND s.question_id NOT IN ({marks(but_not)})
                ORDER BY {_RANK} DESC, s.question_id DESC LIMIT ? OFFSET ?""",
            query, *but_not, limit, skip,
        )  # fmt: skip
        return [row["id"] for row in rows]

    def count(self, words: str, but_not: Collection[int] = ()) -> int:
        query = _all_of(words)
        row = query and self._db.row(
            f"""SELECT COUNT(*) AS n FROM question_search s
                WHERE s.words @@ to_tsquery('board_words', ?) AND s.question_id NOT IN ({marks(but_not)})""",
            query, *but_not,
        )  # fmt: skip
        return int(row["n"]) if row else 0

    def alike(self, words: Collection[str], but_not: Collection[int], limit: int) -> list[int]:
        """The more words a question shares with these, and the fewer others have them, the better (as bm25 counts)."""
        wanted = list(dict.fromkeys(filter(None, (_word(word) for word in typed_words(" ".join(words))))))
        if not wanted:
            return []
        rows = self._db.rows(
            f"""WITH wanted (word) AS (VALUES {", ".join(["(?)"] * len(wanted))}),
                hit AS MATERIALIZED (
                    SELECT w.word, s.question_id, s.length FROM wanted w
                    JOIN question_search s ON s.asked @@ to_tsquery('board_words', w.word)),
                rare AS (SELECT word, ln(1 + (SELECT COUNT(*) FROM question)::float / COUNT(*)) AS weight
                    FROM hit GROUP BY word)
                SELECT q.id FROM hit JOIN rare ON rare.word = hit.word JOIN question q ON q.id = hit.question_id
                WHERE q.id NOT IN ({marks(but_not)}) AND q.state != 'withdrawn'
                AND (q.grouped_into IS NULL OR q.grouped_into NOT IN ({marks(but_not)}))
                GROUP BY q.id ORDER BY SUM(rare.weight) / (8 + MAX(hit.length)) DESC, q.id DESC LIMIT ?""",
            *wanted, *but_not, *but_not, limit,
        )  # fmt: skip
        return [row["id"] for row in rows]


def _all_of(words: str) -> str:
    """Questions in which all of these words stand, as PostgreSQL wants it said; '' where there is nothing to find."""
    typed = [word for word in typed_words(words) if _parts(word)]
    return " & ".join([*map(_word, typed[:-1]), *map(_beginning, typed[-1:])])


def _word(word: str) -> str:
    """One word, or those that it falls into, one after the other; '' where there is no letter in it."""
    parts = [f"'{part}'" for part in _parts(word)]
    return f"({' <-> '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _beginning(word: str) -> str:
    """Words that begin like this one, whose last letters may have gone when they were stored."""
    parts = [f"'{part}'" for part in _parts(word)]
    return "(" + " | ".join([" <-> ".join(parts) + ":*", *(_word(start) for start in beginnings(word))]) + ")"


def _parts(word: str) -> list[str]:
    """As the schema's `plain_words` has it: no accents, and letters and digits alone."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter)
    )
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()
