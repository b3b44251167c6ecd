"""What the listening report counts, in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.spoken import Spoken
from board_qa.domain.questions.question import State
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import moment, stored

# Each of the two goes along an index (meeting_id, posted_at).
_POSTS = """SELECT channel, author_id, author_handle, answers_author, posted_at, made_at, text, is_repost, answers,
            is_ours, followers, impressions FROM post WHERE {whose} AND posted_at >= ? AND posted_at < ?"""


class SqlListening:
    """Answers `ports.listening.ListeningStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def spoken(self, meeting_id: int, begins: datetime, ends: datetime) -> list[Spoken]:
        within = (stored(begins), stored(ends))
        of_it = self._db.rows(_POSTS.format(whose="meeting_id = ?"), meeting_id, *within)
        of_none = self._db.rows(_POSTS.format(whose="meeting_id IS NULL"), *within)
        return sorted(map(_spoken, [*of_it, *of_none]), key=lambda one: one.posted_at)

    def questions(self, meeting_id: int) -> list[tuple[str, State, int]]:
        sql = """SELECT q.channel, COALESCE(head.state, q.state) AS fate, COUNT(*) AS number
                 FROM question q LEFT JOIN question head ON head.id = q.grouped_into
                 WHERE q.meeting_id = ? GROUP BY q.channel, COALESCE(head.state, q.state)"""
        return [(row["channel"], State(row["fate"]), row["number"]) for row in self._db.rows(sql, meeting_id)]


def _spoken(row: dict[str, Any]) -> Spoken:
    return Spoken(
        account=Account(row["channel"], row["author_id"]),
        handle=row["author_handle"],
        posted_at=moment(row["made_at"] or row["posted_at"]),
        text=row["text"],
        is_ours=bool(row["is_ours"]),
        is_repost=bool(row["is_repost"]),
        is_reply=bool(row["answers"]),
        answers_author=row["answers_author"],
        followers=row["followers"],
        impressions=row["impressions"],
    )
