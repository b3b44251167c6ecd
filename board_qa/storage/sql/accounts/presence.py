"""Who looks at what, in SQL: a row for each moderator, written over and over."""

from __future__ import annotations

from datetime import datetime

from board_qa.domain.accounts.presence import Presence
from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import stored


class SqlPresence:
    def __init__(self, database: Database) -> None:
        self._db = database

    def set(self, moderator_id: int, meeting_id: int, question_id: int | None, now: datetime) -> bool:
        before = self._db.row("SELECT meeting_id, question_id FROM presence WHERE moderator_id = ?", moderator_id)
        with self._db.write():
            self._db.execute(
                """INSERT INTO presence (moderator_id, meeting_id, question_id, at) VALUES (?, ?, ?, ?)
                   ON CONFLICT (moderator_id) DO UPDATE
                   SET meeting_id = excluded.meeting_id, question_id = excluded.question_id, at = excluded.at""",
                moderator_id,
                meeting_id,
                question_id,
                stored(now),
            )
        return before != {"meeting_id": meeting_id, "question_id": question_id}

    def forget(self, before: datetime) -> None:
        delete_due(self._db, "presence", "at <= ?", stored(before))

    def of_meeting(self, meeting_id: int, since: datetime) -> list[Presence]:
        rows = self._db.rows(
            """SELECT m.name, m.id, l.question_id FROM presence l JOIN moderator m ON m.id = l.moderator_id
               WHERE l.meeting_id = ? AND l.at > ? ORDER BY m.name""",
            meeting_id,
            stored(since),
        )
        return [Presence(row["name"], row["id"], row["question_id"]) for row in rows]
