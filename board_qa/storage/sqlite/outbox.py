"""Outgoing posts in SQLite."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.history import Actor
from board_qa.storage.sqlite import meetings
from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.times import moment, moment_or_none, stored, stored_or_none


class SqliteOutbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self,
        meeting_id: int,
        channel: str,
        text: str,
        actor: Actor,
        now: datetime,
        account: str = "",
        key: str = "",
        reply_to: str = "",
    ) -> OutgoingPost:
        with self._db.write():
            row = {
                "meeting_id": meeting_id,
                "channel": channel,
                "text": text,
                "approved_by": actor.name,
                "account": account,
                "key": key,
                "reply_to": reply_to,
                "state": OutboxState.APPROVED.value,
                "approved_at": stored(now),
            }
            post_id = self._db.insert("outbox", row)
            meetings.next_revision(self._db, meeting_id)
        return _post(self._db.rows("SELECT * FROM outbox WHERE id = ?", post_id)[0])

    def of_meeting(self, meeting_id: int) -> list[OutgoingPost]:
        rows = self._db.rows("SELECT * FROM outbox WHERE meeting_id = ? ORDER BY id", meeting_id)
        return [_post(row) for row in rows]

    def in_state(self, channel: str, state: OutboxState) -> list[OutgoingPost]:
        sql = "SELECT * FROM outbox WHERE channel = ? AND state = ? ORDER BY id"
        return [_post(row) for row in self._db.rows(sql, channel, state.value)]

    def move(self, post: OutgoingPost, to: OutgoingPost) -> bool:
        with self._db.write():
            moved = self._db.execute(
                """UPDATE outbox SET state = ?, attempts = ?, attempted_at = ?, looked_up = ?, next_step_at = ?,
                   sent_at = ?, native_id = ?, problem = ?, approved_by = ?, approved_at = ?,
                   refused_as_duplicate = ?
                   WHERE id = ? AND state = ? AND attempts = ?""",
                to.state.value,
                to.attempts,
                stored_or_none(to.attempted_at),
                to.mark_asked,
                stored_or_none(to.next_step_at),
                stored_or_none(to.sent_at),
                to.native_id,
                to.problem,
                to.approved_by,
                stored(to.approved_at),
                int(to.refused_as_duplicate),
                post.id,
                post.state.value,
                post.attempts,
            )
            if moved:
                meetings.next_revision(self._db, post.meeting_id)
        return bool(moved)


def _post(row: dict[str, Any]) -> OutgoingPost:
    return OutgoingPost(
        id=row["id"],
        meeting_id=row["meeting_id"],
        channel=row["channel"],
        text=row["text"],
        state=OutboxState(row["state"]),
        approved_by=row["approved_by"],
        approved_at=moment(row["approved_at"]),
        attempts=row["attempts"],
        attempted_at=moment_or_none(row["attempted_at"]),
        mark_asked=row["looked_up"],
        next_step_at=moment_or_none(row["next_step_at"]),
        sent_at=moment_or_none(row["sent_at"]),
        native_id=row["native_id"],
        problem=row["problem"],
        account=row["account"],
        refused_as_duplicate=bool(row["refused_as_duplicate"]),
        key=row["key"],
        reply_to=row["reply_to"],
    )
