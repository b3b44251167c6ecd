"""Who asked which questions of a meeting, in SQL.

What identifies an asker (`domain/questions/askers.py`) is worked out when a question comes, and stored as digests:
whoever gave the same keys is one `asker`, and `asker_key` says which askers share a key. So the questions of one person
are found along an index, and the queue is not read for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import Any

from board_qa.domain.questions.askers import organisation_key, person_keys
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.questions.tallies import SameAsker
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.digest import digest

# What its author withdrew counts against nobody, and joins nobody, and no more does a supplementary question.
_COUNTED = "q.meeting_id = ?1 AND q.state != 'withdrawn' AND q.supplementary = ''"
_NUMBERS = "group_concat(CAST(q.number AS TEXT))"


class SqlAskers:
    def __init__(self, database: Database) -> None:
        self._db = database

    def same_people(self, meeting_id: int, keys: Collection[str]) -> list[SameAsker]:
        if not keys:
            return []
        rows = self._db.rows(
            f"""WITH RECURSIVE reached (key) AS (
                    VALUES {_listed(keys, 2)} UNION
                    SELECT theirs.key FROM reached CROSS JOIN asker_key mine ON mine.key = reached.key
                    JOIN asker_key theirs ON theirs.asker = mine.asker
                    WHERE EXISTS (SELECT 1 FROM question q WHERE {_COUNTED} AND q.asker = mine.asker))
                SELECT (SELECT group_concat(key) FROM asker_key WHERE asker = its.asker) AS keys,
                    (SELECT {_NUMBERS} FROM question q WHERE {_COUNTED} AND q.asker = its.asker) AS numbers
                FROM (SELECT DISTINCT k.asker FROM reached CROSS JOIN asker_key k ON k.key = reached.key) its""",
            meeting_id,
            *map(digest, keys),
        )
        return [_same(row) for row in rows if row["numbers"]]

    def same_organisations(self, meeting_id: int, keys: Collection[str]) -> list[SameAsker]:
        if not keys:
            return []
        rows = self._db.rows(
            f"""SELECT q.organisation_key AS keys, {_NUMBERS} AS numbers FROM question q
                WHERE {_COUNTED} AND q.organisation_key IN ({_listed(keys, 2, "?{}")})
                GROUP BY q.organisation_key""",
            meeting_id,
            *map(digest, keys),
        )
        return [_same(row) for row in rows]

    def came_before(self, meeting_id: int, numbers: Collection[int]) -> dict[int, int]:
        # From each of the numbers to the next, so that all are counted in one pass.
        if not numbers:
            return {}
        ordered = sorted(numbers)
        between = [value for span in zip([0, *ordered], ordered, strict=False) for value in span]
        spans = ", ".join(f"(?{at}, ?{at + 1})" for at in range(2, 2 + len(between), 2))
        rows = self._db.rows(
            f"""WITH span (low, high) AS (VALUES {spans})
                SELECT (SELECT COUNT(*) FROM question q WHERE {_COUNTED}
                        AND q.number >= span.low AND q.number < span.high) AS n FROM span ORDER BY span.high""",
            meeting_id,
            *between,
        )
        return dict(zip(ordered, accumulate(row["n"] for row in rows), strict=True))


def asker_keys(name: str, handle: str, email: str, channel: str) -> list[str]:
    """The digests of what identifies whoever asked a question."""
    return sorted(digest(key) for key in person_keys(name, handle, email, channel))


def asker_columns(keys: Collection[str], organisation: str) -> dict[str, str]:
    """What a question's row says of who asked it, '' where that identifies nobody. `keys` are `asker_keys`."""
    organisation = organisation_key(organisation)
    return {
        "asker": digest(" ".join(keys)) if keys else "",
        "organisation_key": digest(organisation) if organisation else "",
    }


def keys_of(question: NewQuestion) -> list[str]:
    return asker_keys(question.author_name, question.author_handle, question.email, question.channel)


def remember_asker(database: Database, question: NewQuestion) -> None:
    """Note the keys of an asker, in the transaction that stores the question."""
    keys = keys_of(question)
    asker = asker_columns(keys, "")["asker"]
    for key in keys:
        database.execute("INSERT INTO asker_key (key, asker) VALUES (?, ?) ON CONFLICT DO NOTHING", key, asker)


def _listed(values: Collection[Any], first: int, form: str = "(?{})") -> str:
    """As many values, bound by number from `first` on."""
    return ", ".join(form.format(first + at) for at in range(len(values)))


def _same(row: dict[str, Any]) -> SameAsker:
    return SameAsker(frozenset(row["keys"].split(",")), tuple(_numbers(row["numbers"].split(","))))


def _numbers(texts: Iterable[str]) -> list[int]:
    return sorted(int(text) for text in texts)
