"""Who would like to know the same, in SQLite: supporters and networks as hashes only."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.times import stored

# A question's supporters are those of the questions grouped into it as well, and its own, each person once.
_OF_MEETING = """SELECT COALESCE(q.grouped_into, q.id) AS id, s.supporter
                 FROM support s JOIN question q ON q.id = s.question_id WHERE q.meeting_id = ?"""
_OF_GROUP = "question_id IN (SELECT id FROM question WHERE id = ?1 OR grouped_into = ?1)"


class SqliteSupport:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, question_id: int, supporter: str, now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                "INSERT OR IGNORE INTO support (question_id, supporter, at) VALUES (?, ?, ?)",
                question_id,
                _hash(supporter),
                stored(now),
            )

    def remove(self, question_id: int, supporter: str) -> None:
        with self._db.write():
            self._db.execute(f"DELETE FROM support WHERE {_OF_GROUP} AND supporter = ?2", question_id, _hash(supporter))

    def counts(self, meeting_id: int) -> dict[int, int]:
        sql = f"SELECT id, COUNT(DISTINCT supporter) AS n FROM ({_OF_MEETING}) GROUP BY id"
        return {row["id"]: row["n"] for row in self._db.rows(sql, meeting_id)}

    def supported_by(self, meeting_id: int, supporter: str) -> set[int]:
        rows = self._db.rows(f"{_OF_MEETING} AND s.supporter = ?", meeting_id, _hash(supporter))
        return {row["id"] for row in rows}

    def secret(self, day: date, fresh: bytes) -> bytes:
        with self._db.write():
            self._db.execute("DELETE FROM support_secret WHERE day != ?", day.isoformat())
            self._db.execute("INSERT OR IGNORE INTO support_secret VALUES (?, ?)", day.isoformat(), fresh.hex())
        row = self._db.row("SELECT secret FROM support_secret WHERE day = ?", day.isoformat())
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
                "INSERT OR IGNORE INTO support_newcomer (question_id, supporter, network, at) VALUES (?, ?, ?, ?)",
                question_id,
                _hash(supporter),
                network,
                stored(now),
            )

    def forget_newcomers(self, before: datetime, today: date) -> None:
        values = (stored(before), today.isoformat())
        if not self._db.row(
            """SELECT 1 FROM support_newcomer WHERE at <= ? UNION ALL SELECT 1 FROM support_secret WHERE day != ?""",
            *values,
        ):
            return  # most of the time, and a look costs no write
        with self._db.write():
            self._db.execute("DELETE FROM support_newcomer WHERE at <= ?", values[0])
            self._db.execute("DELETE FROM support_secret WHERE day != ?", values[1])


def _hash(supporter: str) -> str:
    """A cookie is random, so that this is enough to make nothing of it."""
    return sha256(supporter.encode()).hexdigest()
