"""Everything of one person, in SQL. Upper and lower case of any script are Python's to compare."""

from __future__ import annotations

from typing import Any

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.questions.question import Question
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.networks.posts import SqlPosts
from board_qa.storage.sql.questions import SqlQuestions

_WHO = "SELECT id, author_name, author_handle, email FROM question WHERE erased_at IS NULL ORDER BY id DESC"
# The public record keeps the board's own words of some that are erased.
_WORDS = """SELECT id, text, wording, answer, brief FROM question
            WHERE erased_at IS NULL OR wording != '' OR answer != '' ORDER BY id DESC"""
_POSTS = "SELECT channel, native_id, author_name, author_handle FROM post WHERE is_ours = 0 ORDER BY posted_at DESC"


class SqlPersonData:
    def __init__(self, database: Database, questions: SqlQuestions, posts: SqlPosts) -> None:
        self._db, self._questions, self._posts = database, questions, posts

    def questions(self, who: str) -> list[Question]:
        who = said(who)
        return self._questions.several([row["id"] for row in self._db.rows(_WHO) if _is(who, row)])

    def posts(self, who: str) -> list[ObservedPost]:
        who = said(who)
        theirs = [row for row in self._db.rows(_POSTS) if _is(who, row)]
        return [self._posts.several(row["channel"], [row["native_id"]])[row["native_id"]] for row in theirs]

    def mentioning(self, words: str) -> list[Question]:
        words = said(words)
        if not words:
            return []
        rows = self._db.rows(_WORDS)
        return self._questions.several(
            [row["id"] for row in rows if any(words in said(str(row[part])) for part in row)]
        )


def said(name: str) -> str:
    """As names are compared, in a tenth of the time that `wording.one_line` takes: all that is kept is gone through."""
    return " ".join(name.split()).casefold().removeprefix("@")


def _is(who: str, row: dict[str, Any]) -> bool:
    """Whether it is a name of theirs. Whoever is @sam@social.example on the fediverse calls themselves @sam as well."""
    names = [said(row.get(part) or "") for part in ("author_name", "author_handle", "email")]
    return bool(who) and who in (*names, names[1].partition("@")[0])
