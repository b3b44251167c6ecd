"""The posts that were read, in SQL. A part of a post has a column of the same name."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from cattrs import Converter

from board_qa.domain.networks.observed import ObservedPost
from board_qa.storage.sql.after.recaps import unpick
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.networks.tones import only_count
from board_qa.storage.sql.times import moment, stored

# The post of a question is looked up as the question's, but for those that are withdrawn for another reason than that
# their post cannot be seen (`SqlQuestions.stale_posts`).
_NO_QUESTIONS = """NOT EXISTS (SELECT 1 FROM question q WHERE q.post_id = p.id AND q.version != ''
    AND (q.state != 'withdrawn' OR q.source_state != 'visible'))"""

# What was found in a post is of its words: of other words nobody knows yet. That somebody lets everyone read it is of
# its words, of the name that it is told under and of where it leads.
_SAME_WORDS = "post.text = excluded.text AND COALESCE(post.shown, post.text) = COALESCE(excluded.shown, excluded.text)"
_SAME_NAME = " AND ".join(f"post.{part} = excluded.{part}" for part in ("author_name", "author_handle", "url"))
_OF_THE_WORDS = f"""flags = CASE WHEN {_SAME_WORDS} THEN post.flags END,
    as_it_is = CASE WHEN {_SAME_WORDS} AND {_SAME_NAME} THEN post.as_it_is ELSE 0 END"""
# Of posts that people can see: of what was deleted nobody asks any more.
_UNASKED = "followers IS NULL AND followers_asked = 0 AND source_state != 'gone' AND author_id != ''"


class SqlPosts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def several(self, channel: str, native_ids: Collection[str]) -> dict[str, ObservedPost]:
        sql = f"SELECT * FROM post WHERE channel = ? AND native_id IN ({marks(native_ids)})"
        return {row["native_id"]: _post(row) for row in self._db.rows(sql, channel, *native_ids)}

    def of_question(self, question_id: int) -> ObservedPost | None:
        row = self._db.row("SELECT p.* FROM post p JOIN question q ON q.post_id = p.id WHERE q.id = ?", question_id)
        return None if row is None else _post(row)

    def texts_by(self, channel: str, author_id: str) -> list[str]:
        sql = "SELECT text FROM post WHERE channel = ? AND author_id = ? ORDER BY posted_at"
        return [row["text"] for row in self._db.rows(sql, channel, author_id)]

    def save(self, post: ObservedPost) -> None:
        row = _columns(post)
        names = ", ".join(row)
        sets = ", ".join(f"{name} = excluded.{name}" for name in row)
        with self._db.write():
            self._db.execute(
                f"INSERT INTO post ({names}) VALUES ({marks(row)}) "
                f"ON CONFLICT (channel, native_id) DO UPDATE SET {sets}, {_OF_THE_WORDS}",
                *row.values(),
            )

    def link(self, question_id: int, channel: str, native_id: str) -> None:
        with self._db.write():
            # Where it is so already nothing is written: each write to a question has it indexed for search again.
            self._db.execute(
                """UPDATE question SET post_id = p.id FROM post p
                   WHERE question.id = ? AND p.channel = ? AND p.native_id = ?
                   AND (question.post_id IS NULL OR question.post_id != p.id)""",
                question_id,
                channel,
                native_id,
            )

    def unchecked(self, channel: str, before: datetime, limit: int) -> list[ObservedPost]:
        sql = f"""SELECT * FROM post p WHERE p.channel = ? AND p.source_state != 'gone' AND p.checked_at < ?
                  AND {_NO_QUESTIONS} ORDER BY p.checked_at LIMIT ?"""
        return [_post(row) for row in self._db.rows(sql, channel, stored(before), limit)]

    def mark_checked(self, channel: str, native_ids: Collection[str], now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                f"UPDATE post SET checked_at = ? WHERE channel = ? AND native_id IN ({marks(native_ids)})",
                stored(now),
                channel,
                *native_ids,
            )

    def authors_unasked(self, channel: str, meeting_id: int | None, limit: int) -> list[str]:
        whose, values = _of(meeting_id)
        sql = f"SELECT DISTINCT author_id FROM post WHERE channel = ? AND {whose} AND {_UNASKED} LIMIT ?"
        return [row["author_id"] for row in self._db.rows(sql, channel, *values, limit)]

    def followers_told(self, channel: str, meeting_id: int | None, authors: Collection[str]) -> dict[str, int | None]:
        whose, values = _of(meeting_id)
        sql = f"""SELECT author_id, MAX(followers) AS followers FROM post WHERE channel = ?
                  AND author_id IN ({marks(authors)}) AND {whose} AND followers_asked = 1 GROUP BY author_id"""
        return {row["author_id"]: row["followers"] for row in self._db.rows(sql, channel, *authors, *values)}

    def set_followers(self, channel: str, meeting_id: int | None, told: Mapping[str, int | None]) -> None:
        whose, values = _of(meeting_id)
        sql = f"""UPDATE post SET followers = ?, followers_asked = 1
                  WHERE channel = ? AND author_id = ? AND {whose} AND {_UNASKED}"""
        with self._db.write():
            for author, followers in told.items():
                self._db.execute(sql, followers, channel, author, *values)

    def forget(self, before: datetime, limit: int) -> int:
        old = "SELECT id FROM post WHERE last_seen_at < ? ORDER BY last_seen_at LIMIT ?"
        if not self._db.row(old, stored(before), 1):
            return 0  # nothing to do, and no other program is kept waiting for it
        with self._db.write():
            ids = [row["id"] for row in self._db.rows(old, stored(before), limit)]
            return delete(self._db, ids)


def delete(db: Database, ids: Collection[int]) -> int:
    """Delete posts with what was picked of them; their tones are counted. How many they were; inside `write`."""
    only_count(db, ids)
    unpick(db, ids)
    return db.execute(f"DELETE FROM post WHERE id IN ({marks(ids)})", *ids)


def _of(meeting_id: int | None) -> tuple[str, list[int]]:
    return ("meeting_id IS NULL", []) if meeting_id is None else ("meeting_id = ?", [meeting_id])


def id_of(db: Database, channel: str, native_id: str) -> int | None:
    """The row of a post, where it is kept."""
    row = db.row("SELECT id FROM post WHERE channel = ? AND native_id = ?", channel, native_id)
    return row["id"] if row else None


def _rows() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_structure_hook(datetime, lambda column, _: moment(column))
    converter.register_unstructure_hook(datetime, stored)
    converter.register_unstructure_hook(bool, int)
    return converter


_ROWS = _rows()


def _columns(post: ObservedPost) -> dict[str, Any]:
    row = _ROWS.unstructure(post)
    words = row.pop("post")
    metrics = words.pop("metrics")
    return {**row, **words, **metrics, "refers_to": json.dumps(words["refers_to"])}


def _post(row: dict[str, Any]) -> ObservedPost:
    post = {**row, "metrics": row, "refers_to": json.loads(row["refers_to"])}
    return _ROWS.structure({**row, "post": post}, ObservedPost)
