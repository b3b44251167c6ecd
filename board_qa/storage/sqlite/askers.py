"""Who asked which questions of a meeting, in SQLite.

What identifies an asker (`domain/questions/askers.py`) is worked out when a question comes, and stored as digests:
whoever gave the same keys is one `asker`, and `asker_key` says which askers share a key. So the questions of one person
are found along an index, and the queue is not read for it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import Any

from board_qa.domain.questions.askers import organisation_key, person_keys
from board_qa.domain.questions.question import NewQuestion
from board_qa.domain.questions.tallies import SameAsker
from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.digest import digest

# What its author withdrew counts against nobody, and joins nobody, and no more does a supplementary question.
_COUNTED = "q.meeting_id = ?1 AND q.state != 'withdrawn' AND q.supplementary = ''"


class SqliteAskers:
    def __init__(self, database: Database) -> None:
        self._db = database

    def same_people(self, meeting_id: int, keys: Collection[str]) -> list[SameAsker]:
        rows = self._db.rows(
            f"""WITH RECURSIVE reached(key) AS (
                    SELECT value FROM json_each(?2) UNION
                    SELECT theirs.key FROM reached CROSS JOIN asker_key mine ON mine.key = reached.key
                    JOIN asker_key theirs ON theirs.asker = mine.asker
                    WHERE EXISTS (SELECT 1 FROM question q WHERE {_COUNTED} AND q.asker = mine.asker))
                SELECT (SELECT group_concat(key) FROM asker_key WHERE asker = its.asker) AS keys,
                    (SELECT group_concat(q.number) FROM question q WHERE {_COUNTED} AND q.asker = its.asker) AS numbers
                FROM (SELECT DISTINCT k.asker FROM reached CROSS JOIN asker_key k ON k.key = reached.key) its
                WHERE numbers IS NOT NULL""",
            meeting_id,
            json.dumps([digest(key) for key in keys]),
        )
        return [_same(row) for row in rows]

    def same_organisations(self, meeting_id: int, keys: Collection[str]) -> list[SameAsker]:
        rows = self._db.rows(
            f"""SELECT q.organisation_key AS keys, group_concat(q.number) AS numbers FROM question q
                WHERE {_COUNTED} AND q.organisation_key IN (SELECT value FROM json_each(?2))
                GROUP BY q.organisation_key""",
            meeting_id,
            json.dumps([digest(key) for key in keys]),
        )
        return [_same(row) for row in rows]

    def came_before(self, meeting_id: int, numbers: Collection[int]) -> dict[int, int]:
        # From each of the numbers to the next, so that all are counted in one pass.
        ordered = sorted(numbers)
        between = json.dumps([[low, high] for low, high in zip([0, *ordered], ordered, strict=False)])
        rows = self._db.rows(
            f"""SELECT (SELECT COUNT(*) FROM question q WHERE {_COUNTED} AND q.number >= json_extract(value, '$[0]')
                        AND q.number < json_extract(value, '$[1]')) AS n FROM json_each(?2) ORDER BY key""",
            meeting_id,
            between,
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
        database.execute("INSERT OR IGNORE INTO asker_key (key, asker) VALUES (?, ?)", key, asker)


def _same(row: dict[str, Any]) -> SameAsker:
    return SameAsker(frozenset(row["keys"].split(",")), tuple(_numbers(row["numbers"].split(","))))


def _numbers(texts: Iterable[str]) -> list[int]:
    return sorted(int(text) for text in texts)
