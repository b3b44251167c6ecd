"""Chats in SQL: the questions of their plans, and the posts that were read for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.questions import ChatQuestion
from board_qa.domain.listening.figures import Account
from board_qa.domain.questions.question import SourceState
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.meetings import next_revision
from board_qa.storage.sql.times import moment, stored


class SqlChats:
    """Answers `ports.chats.ChatStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def questions(self, meeting_id: int) -> list[ChatQuestion]:
        sql = "SELECT id, text, minute FROM chat_question WHERE meeting_id = ? ORDER BY place"
        return [ChatQuestion(row["id"], row["text"], row["minute"]) for row in self._db.rows(sql, meeting_id)]

    def save_questions(self, meeting_id: int, questions: Sequence[ChatQuestion]) -> None:
        kept = [0, *(one.id for one in questions if one.id)]
        with self._db.write():
            gone = f"DELETE FROM chat_question WHERE meeting_id = ? AND id NOT IN ({marks(kept)})"
            self._db.execute(gone, meeting_id, *kept)
            for place, one in enumerate(questions, start=1):
                row = {"place": place, "minute": one.minute, "text": one.text}
                if one.id:
                    self._db.update("chat_question", {"id": one.id}, row)
                else:
                    self._db.insert("chat_question", {"meeting_id": meeting_id, **row})
            next_revision(self._db, meeting_id)

    def posts(self, meeting_id: int, begins: datetime, ends: datetime) -> list[ChatPost]:
        sql = "SELECT * FROM post WHERE meeting_id = ? AND posted_at >= ? AND posted_at < ?"
        return [_post(row) for row in self._db.rows(sql, meeting_id, stored(begins), stored(ends))]

    def heard(self, meeting_id: int) -> None:
        with self._db.write():
            next_revision(self._db, meeting_id)


def _post(row: dict[str, Any]) -> ChatPost:
    refers_to = dict.fromkeys([row["answers"], *json.loads(row["refers_to"])])
    return ChatPost(
        id=row["id"],
        account=Account(row["channel"], row["author_id"]),
        native_id=row["native_id"],
        posted_at=moment(row["made_at"] or row["posted_at"]),
        text=row["text"],
        refers_to=tuple(filter(None, refers_to)),
        conversation=row["conversation_id"],
        is_ours=bool(row["is_ours"]),
        is_repost=bool(row["is_repost"]),
        can_be_seen=row["source_state"] == SourceState.VISIBLE.value,
        shown=row["shown"],
        lang=row["lang"],
        url=row["url"],
        author_name=row["author_name"],
        author_handle=row["author_handle"],
    )
