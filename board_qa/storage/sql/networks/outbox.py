"""Outgoing posts in SQL. A row has a column for each part of a post; `looked_up` is the older name of one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from board_qa.domain.networks.outbox import OutboxState, OutgoingPost, PostKind
from board_qa.storage.sql import meetings
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.times import moment_or_none, stored

_COLUMNS = {one.name: one.name for one in fields(OutgoingPost)} | {"mark_asked": "looked_up"}
# What a post keeps from the moment somebody wrote it.
_FIXED = {"id", "meeting_id", "channel", "kind", "press", "question_id", "chat_question_id", "account", "key",
          "told_of"}  # fmt: skip
_TIMES = ("approved_at", "attempted_at", "next_step_at", "due_at", "sent_at", "taken_back_at")


class SqlOutbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, post: OutgoingPost) -> OutgoingPost:
        row = _row(post)
        del row["id"]
        with self._db.write():
            post_id = self._db.insert("outbox", row)
            meetings.next_revision(self._db, post.meeting_id)
        return replace(post, id=post_id)

    def get(self, post_id: int) -> OutgoingPost | None:
        return next(iter(self._posts("id = ?", post_id)), None)

    def of_meeting(self, meeting_id: int) -> list[OutgoingPost]:
        return self._posts("meeting_id = ?", meeting_id)

    def of_question(self, question_id: int) -> list[OutgoingPost]:
        return self._posts("question_id = ?", question_id)

    def to_be_seen(self, meeting_id: int, kinds: Collection[PostKind]) -> list[OutgoingPost]:
        sql = f"""meeting_id = ? AND state = ? AND text != '' AND kind IN ({marks(kinds)}) AND NOT EXISTS (
                  SELECT 1 FROM post p WHERE p.source_state != 'visible'
                  AND p.channel = outbox.channel AND p.native_id = outbox.native_id)"""
        return self._posts(sql, meeting_id, OutboxState.SENT.value, *(kind.value for kind in kinds))

    def in_state(self, channel: str, state: OutboxState) -> list[OutgoingPost]:
        return self._posts("channel = ? AND state = ?", channel, state.value)

    def sent(self, channel: str) -> int:
        row = self._db.row("SELECT COUNT(*) AS n FROM outbox WHERE channel = ? AND sent_at IS NOT NULL", channel)
        return int(row["n"]) if row else 0

    def move(self, post: OutgoingPost, to: OutgoingPost) -> bool:
        row = {name: value for name, value in _row(to).items() if name not in _FIXED}
        with self._db.write():
            moved = self._db.execute(
                f"UPDATE outbox SET {', '.join(f'{name} = ?' for name in row)} "
                "WHERE id = ? AND state = ? AND attempts = ? AND text = ?",
                *row.values(),
                post.id,
                post.state.value,
                post.attempts,
                post.text,  # an erasure took it
            )
            if moved:
                meetings.next_revision(self._db, post.meeting_id)
        return bool(moved)

    def drop_drafts(self, meeting_id: int, press: str) -> None:
        with self._db.write():
            sql = "DELETE FROM outbox WHERE meeting_id = ? AND press = ? AND state = ?"
            if self._db.execute(sql, meeting_id, press, OutboxState.DRAFT.value):
                meetings.next_revision(self._db, meeting_id)

    def set_stopped(self, post: OutgoingPost, stopped: bool) -> None:
        with self._db.write():
            self._db.execute("UPDATE outbox SET stopped = ? WHERE id = ?", int(stopped), post.id)

    def is_stopped(self, post: OutgoingPost) -> bool:
        return bool(self._db.rows("SELECT 1 FROM outbox WHERE id = ? AND stopped = 1", post.id))

    def _posts(self, which: str, *values: object) -> list[OutgoingPost]:
        return [_post(row) for row in self._db.rows(f"SELECT * FROM outbox WHERE {which} ORDER BY id", *values)]


def _row(post: OutgoingPost) -> dict[str, Any]:
    return {_COLUMNS[name]: _column(value) for name, value in asdict(post).items()}


def _column(value: Any) -> Any:
    if isinstance(value, datetime):
        return stored(value)
    return int(value) if isinstance(value, bool) else value


def _post(row: dict[str, Any]) -> OutgoingPost:
    values = {name: row[column] for name, column in _COLUMNS.items()}
    values |= {name: moment_or_none(values[name]) for name in _TIMES}
    values |= {name: bool(values[name]) for name in ("refused_as_duplicate", "in_thread")}
    return OutgoingPost(**values | {"state": OutboxState(row["state"]), "kind": PostKind(row["kind"])})
