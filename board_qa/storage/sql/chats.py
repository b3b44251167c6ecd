"""Chats in SQL: the questions of their plans, and the posts that were read for them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.questions import ChatQuestion
from board_qa.domain.listening.figures import Account
from board_qa.domain.questions.question import SourceState
from board_qa.domain.text.flags import Flag
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.flags import flags_column, flags_of
from board_qa.storage.sql.meetings import next_revision
from board_qa.storage.sql.networks.long_readings import posts_between
from board_qa.storage.sql.times import moment

# As the index `post_unscreened` has it.
_WAITS = "flags IS NULL AND is_ours = 0 AND is_repost = 0 AND source_state = 'visible'"
# A post, as long as its words are the ones that somebody or something looked at.
_STILL = "id = ? AND text = ? AND COALESCE(shown, text) = ?"
_OF_THE_NAME = "author_name = ? AND author_handle = ? AND url = ?"


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
        return list(map(_post, posts_between(self._db, "*", "meeting_id = ?", (meeting_id,), begins, ends)))

    def unscreened(self, limit: int) -> list[tuple[int, ChatPost]]:
        sql = f"""SELECT * FROM post WHERE meeting_id IN (SELECT id FROM meeting WHERE kind = 'chat') AND {_WAITS}
                  ORDER BY id LIMIT ?"""
        return [(row["meeting_id"], _post(row)) for row in self._db.rows(sql, limit)]

    def set_flags(self, post: ChatPost, flags: Sequence[Flag]) -> None:
        with self._db.write():
            self._db.execute(f"UPDATE post SET flags = ? WHERE {_STILL}", flags_column(flags), *_still(post))

    def show_as_it_is(self, post: ChatPost) -> None:
        with self._db.write():
            sql = f"UPDATE post SET as_it_is = 1 WHERE {_STILL} AND {_OF_THE_NAME}"
            self._db.execute(sql, *_still(post), post.author_name, post.author_handle, post.url)

    def as_they_are_only(self, meeting_id: int, post_ids: Collection[int]) -> None:
        kept = [0, *post_ids]
        sql = f"UPDATE post SET as_it_is = 0 WHERE meeting_id = ? AND as_it_is = 1 AND id NOT IN ({marks(kept)})"
        with self._db.write():
            self._db.execute(sql, meeting_id, *kept)

    def heard(self, meeting_id: int) -> None:
        with self._db.write():
            next_revision(self._db, meeting_id)


def _still(post: ChatPost) -> tuple[int, str, str]:
    return post.id, post.text, post.words


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
        flags=flags_of(row["flags"]),
        as_it_is=bool(row["as_it_is"]),
    )
