"""Who would like to know the same, in SQL: supporters and networks as hashes only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256

from board_qa.storage.sql.database import Database, delete_due, marks
from board_qa.storage.sql.times import stored

# A question's supporters are those of the questions grouped into it as well, and its own, each person once.
_OF_QUESTIONS = """SELECT q.id, s.supporter FROM question q JOIN support s ON s.question_id = q.id
                   WHERE q.id IN ({ids})
                   AND q.grouped_into IS NULL
                   UNION SELECT q.grouped_into, s.supporter FROM question q JOIN support s ON s.question_id = q.id
                   WHERE q.grouped_into IN ({ids})"""
_OF_GROUP = "question_id IN (SELECT id FROM question WHERE id = ?1 OR grouped_into = ?1)"


class SqlSupport:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, question_id: int, supporter: str, now: datetime, in_a_crowd: bool = False) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO support (question_id, supporter, at, in_a_crowd) VALUES (?, ?, ?, ?)
                   ON CONFLICT DO NOTHING""",
                question_id,
                _hash(supporter),
                stored(now),
                int(in_a_crowd),
            )

    def remove(self, question_id: int, supporter: str) -> None:
        with self._db.write():
            self._db.execute(f"DELETE FROM support WHERE {_OF_GROUP} AND supporter = ?2", question_id, _hash(supporter))

    def counts(self, question_ids: Collection[int]) -> dict[int, int]:
        of_questions = _OF_QUESTIONS.format(ids=marks(question_ids))
        sql = f"SELECT id, COUNT(*) AS n FROM ({of_questions}) supporters GROUP BY id"
        return {row["id"]: row["n"] for row in self._db.rows(sql, *question_ids, *question_ids)}

    def crowd(self, question_id: int) -> int:
        sql = f"SELECT COUNT(DISTINCT supporter) AS n FROM support WHERE {_OF_GROUP} AND in_a_crowd = 1"
        row = self._db.row(sql, question_id)
        return int(row["n"]) if row else 0

    def supported_by(self, question_ids: Collection[int], supporter: str) -> set[int]:
        of_questions = _OF_QUESTIONS.format(ids=marks(question_ids))
        sql = f"SELECT DISTINCT id FROM ({of_questions}) supporters WHERE supporter = ?"
        return {row["id"] for row in self._db.rows(sql, *question_ids, *question_ids, _hash(supporter))}

    def secret(self, day: date, fresh: bytes) -> bytes:
        known = "SELECT secret FROM support_secret WHERE day = ?"
        row = self._db.row(known, day.isoformat())
        if row is None:
            with self._db.write():
                self._db.execute("DELETE FROM support_secret WHERE day != ?", day.isoformat())
                self._db.execute(
                    "INSERT INTO support_secret (day, secret) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    day.isoformat(),
                    fresh.hex(),
                )
            row = self._db.row(known, day.isoformat())
        return bytes.fromhex(row["secret"]) if row else fresh

    def newcomers(self, question_id: int, network: str, but_not: str, since: datetime) -> int:
        row = self._db.row(
            """SELECT COUNT(*) AS n FROM support_newcomer
               WHERE question_id = ? AND network = ? AND supporter != ? AND at > ?""",
            question_id,
            network,
            _hash(but_not),
            stored(since),
        )
        return int(row["n"]) if row else 0

    def record_newcomer(self, question_id: int, supporter: str, network: str, now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO support_newcomer (question_id, supporter, network, at) VALUES (?, ?, ?, ?)
                   ON CONFLICT DO NOTHING""",
                question_id,
                _hash(supporter),
                network,
                stored(now),
            )

    def forget_newcomers(self, before: datetime, today: date) -> None:
        delete_due(self._db, "support_newcomer", "at <= ?", stored(before))
        delete_due(self._db, "support_secret", "day != ?", today.isoformat())


def _hash(supporter: str) -> str:
    """A cookie is random, so that this is enough to make nothing of it."""
    return sha256(supporter.encode()).hexdigest()
