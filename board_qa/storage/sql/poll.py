"""What people use most, in SQL: devices and networks as hashes only."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import stored


class SqlPoll:
    """Answers `ports.listening.PollStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def answer(self, meeting_id: int, device: str, choice: str, in_a_crowd: bool) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO poll_answer (meeting_id, device, choice, in_a_crowd) VALUES (?, ?, ?, ?)
                   ON CONFLICT (meeting_id, device) DO UPDATE SET choice = excluded.choice""",
                meeting_id,
                _hash(meeting_id, device),
                choice,
                int(in_a_crowd),
            )

    def counts(self, meeting_id: int) -> dict[str, int]:
        sql = "SELECT choice, COUNT(*) AS n FROM poll_answer WHERE meeting_id = ? GROUP BY choice ORDER BY choice"
        return {row["choice"]: row["n"] for row in self._db.rows(sql, meeting_id)}

    def crowd(self, meeting_id: int) -> int:
        sql = "SELECT COUNT(*) AS n FROM poll_answer WHERE meeting_id = ? AND in_a_crowd = 1"
        return int(self._db.rows(sql, meeting_id)[0]["n"])

    def choice_of(self, meeting_id: int, device: str) -> str:
        sql = "SELECT choice FROM poll_answer WHERE meeting_id = ? AND device = ?"
        row = self._db.row(sql, meeting_id, _hash(meeting_id, device))
        return str(row["choice"]) if row else ""

    def newcomers(self, meeting_id: int, network: str, but_not: str, since: datetime) -> int:
        sql = """SELECT COUNT(*) AS n FROM poll_newcomer
                 WHERE meeting_id = ? AND network = ? AND device != ? AND at > ?"""
        row = self._db.row(sql, meeting_id, network, _hash(meeting_id, but_not), stored(since))
        return int(row["n"]) if row else 0

    def record_newcomer(self, meeting_id: int, device: str, network: str, now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO poll_newcomer (meeting_id, device, network, at) VALUES (?, ?, ?, ?)
                   ON CONFLICT DO NOTHING""",
                meeting_id,
                _hash(meeting_id, device),
                network,
                stored(now),
            )

    def forget_newcomers(self, before: datetime) -> None:
        delete_due(self._db, "poll_newcomer", "at <= ?", stored(before))


def _hash(meeting_id: int, device: str) -> str:
    """Another one for each meeting, and another one than that of a supporter: they cannot be put together."""
    return sha256(f"poll {meeting_id} {device}".encode()).hexdigest()
