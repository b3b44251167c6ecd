"""Questions that may be the same as a new one, in SQL: looked up along an index, so that the queue is not read."""

from __future__ import annotations

from board_qa.domain.questions.copies import DuplicateKeys
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.storage.sql.copy_marks import link_column, named_column, words_column
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.questions import SqlQuestions

# Of questions with the same words and the same name, or none: more of them are a flood, of which any tells as much.
_MOST_ALIKE = 50


class SqlCopies:
    def __init__(self, database: Database, questions: SqlQuestions) -> None:
        self._db, self._questions = database, questions

    def like(self, meeting_id: int, new: DuplicateKeys) -> list[Question]:
        ids = {id_ for post in new.posts for id_ in self._of_post(meeting_id, *post)}
        words = words_column(new.question.text) if new.words else ""
        if words:
            ids |= self._of_words(meeting_id, words, new.question)
        return sorted(self._questions.several(list(ids)), key=lambda question: question.number)

    def _of_post(self, meeting_id: int, network: str, native_id: str) -> list[int]:
        rows = self._db.rows(
            """SELECT id FROM question WHERE channel = ?1 AND native_id = ?2 AND meeting_id = ?3
               UNION SELECT id FROM question WHERE meeting_id = ?3 AND link = ?4 AND link != ''""",
            network,
            native_id,
            meeting_id,
            link_column(network, native_id),
        )
        return [row["id"] for row in rows]

    def _of_words(self, meeting_id: int, words: str, new: NewQuestion) -> set[int]:
        """Those that begin with the same words, and whose asker may be the same or is not named."""
        found = "SELECT id FROM question WHERE meeting_id = ? AND words = ?"
        rows, name = [], named_column(new.author_name)
        if not name:
            rows += self._db.rows(f"{found} ORDER BY number LIMIT ?", meeting_id, words, _MOST_ALIKE)
        for its in {name, ""} if name else ():
            rows += self._db.rows(f"{found} AND named = ? ORDER BY number LIMIT ?", meeting_id, words, its, _MOST_ALIKE)
        if new.author_handle:
            same = "AND author_handle = ? COLLATE NOCASE ORDER BY number LIMIT ?"
            rows += self._db.rows(f"{found} {same}", meeting_id, words, new.author_handle, _MOST_ALIKE)
        return {row["id"] for row in rows}
