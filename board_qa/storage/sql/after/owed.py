"""Answers that are still to be given or noted, in SQL, along indexes of those alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from board_qa.domain.questions.owed import OwedFilter, Owner
from board_qa.domain.questions.question import Question
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.questions import SqlQuestions

# In the very words of the indexes `question_owed` and `question_unnoted`.
_IS_OWED = "({0}state = 'written' OR ({0}due_on != '' AND {0}state IN ('received', 'held', 'accepted', 'on_screen')))"
_OWED = _IS_OWED.format("")
_UNNOTED = "state IN ('answered', 'on_screen') AND answer = ''"


class SqlOwed:
    def __init__(self, database: Database, questions: SqlQuestions) -> None:
        self._db, self._questions = database, questions

    def page(self, owed: OwedFilter, limit: int, skip: int = 0) -> Sequence[Question]:
        sql, values = _owed(owed)
        return self._found(
            f"SELECT id {sql} ORDER BY due_on = '', due_on, meeting_id, number LIMIT ? OFFSET ?", *values, limit, skip
        )

    def count(self, owed: OwedFilter) -> int:
        sql, values = _owed(owed)
        return self._number(f"SELECT COUNT(*) AS n {sql}", *values)

    def last_due(self, meeting_id: int) -> str:
        sql, values = _owed(OwedFilter(meeting_id=meeting_id))
        row = self._db.row(f"SELECT COALESCE(MAX(due_on), '') AS due {sql}", *values)
        return str(row["due"]) if row else ""

    def owners(self) -> Sequence[Owner]:
        sql, _ = _owed(OwedFilter())
        rows = self._db.rows(
            f"""SELECT MAX(owner) AS name, COUNT(*) AS n {sql}
                GROUP BY owner COLLATE NOCASE ORDER BY owner COLLATE NOCASE"""
        )
        return [Owner(row["name"], row["n"]) for row in rows]

    def kept(self, meeting_id: int) -> int:
        sql = "SELECT COUNT(*) AS n FROM question WHERE meeting_id = ? AND state = 'answered' AND due_on != ''"
        return self._number(sql, meeting_id)

    def without_answer(self, meeting_id: int, limit: int) -> Sequence[Question]:
        return self._found(f"SELECT id {_unnoted()} ORDER BY number LIMIT ?", meeting_id, limit)

    def count_without_answer(self, meeting_id: int) -> int:
        return self._number(f"SELECT COUNT(*) AS n {_unnoted()}", meeting_id)

    def _found(self, sql: str, *values: Any) -> list[Question]:
        return self._questions.several([row["id"] for row in self._db.rows(sql, *values)])

    def _number(self, sql: str, *values: Any) -> int:
        row = self._db.row(sql, *values)
        return int(row["n"]) if row else 0


def owed_to_its_asker(table: str) -> str:
    """Whether an answer is owed on a question, or on the one it was put together with, as SQL of a table by this name.

    That one was answered keeps when it had been promised, and owes nothing more.
    """
    leader = f"SELECT 1 FROM question leader WHERE leader.id = {table}.grouped_into AND {_IS_OWED.format('leader.')}"
    return f"({_IS_OWED.format(f'{table}.')} OR EXISTS ({leader}))"


def _owed(owed: OwedFilter) -> tuple[str, list[Any]]:
    """The questions that a list wants, as SQL from the table's name on, with the values to bind."""
    conditions = {
        "owner = ? COLLATE NOCASE": owed.owner,
        "due_on != '' AND due_on < ?": owed.before,
        "meeting_id = ?": owed.meeting_id,
    }
    wanted = {sql: value for sql, value in conditions.items() if value is not None}
    return f"FROM question INDEXED BY question_owed WHERE {' AND '.join([_OWED, *wanted])}", list(wanted.values())


def _unnoted() -> str:
    return f"FROM question INDEXED BY question_unnoted WHERE {_UNNOTED} AND meeting_id = ?"
