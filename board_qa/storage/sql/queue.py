"""The lists of a meeting in SQL, a page at a time.

A list is read state by state, each in its own order along an index, and SQLite merges them as far as the page goes:
what comes after it is never looked at. `INDEXED BY` says which index, so that no guess of SQLite's reads the rest.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.questions import SqlQuestions
from board_qa.storage.sql.times import moment, stored

# 0 for a question to check that speaks of distress: those come first. As the index `question_list` has it.
_CALM = """(q.state != 'received' OR q.flags IS NULL OR instr(q.flags, '"distress"') = 0)"""
# Where a question is put in the running order. As the index `question_order` has it.
_PLACE = "COALESCE(NULLIF(q.place, 0), q.number)"


class SqlQueue:
    def __init__(self, database: Database, questions: SqlQuestions) -> None:
        self._db, self._questions = database, questions

    def page(self, meeting_id: int, queue_filter: QueueFilter, limit: int, skip: int = 0) -> list[Question]:
        first, second = _order(queue_filter)
        parts = [_part(meeting_id, queue_filter, states) for states in _read_by(queue_filter)]
        arms = [f"SELECT q.id, {first} AS a, {second} AS b FROM {sql} ORDER BY a, b LIMIT ?" for sql, _ in parts]
        # Each by itself, as far as the page can go, along its index.
        every = " UNION ALL ".join(f"SELECT * FROM ({arm}) part" for arm in arms)
        values = [value for _, values in parts for value in (*values, skip + limit)]
        return self._found(f"{every} ORDER BY a, b LIMIT ? OFFSET ?", *values, limit, skip)

    def count(self, meeting_id: int, queue_filter: QueueFilter) -> int:
        sql, values = _part(meeting_id, queue_filter, queue_filter.states)
        return self._number(f"SELECT COUNT(*) AS n FROM {sql}", *values)

    def place(self, meeting_id: int, queue_filter: QueueFilter, question_id: int) -> int | None:
        sql, values = _part(meeting_id, queue_filter, queue_filter.states)
        first, second = _order(queue_filter)
        its = self._db.row(f"SELECT {first} AS a, {second} AS b FROM {sql} AND q.id = ?", *values, question_id)
        if its is None:
            return None
        before = f"({first} < ? OR ({first} = ? AND {second} < ?))"
        return self._number(f"SELECT COUNT(*) AS n FROM {sql} AND {before}", *values, its["a"], its["a"], its["b"])

    def room_after(self, parent: Question) -> tuple[float, float] | None:
        later = f"{_PLACE} > ?3" if parent.state is State.ACCEPTED else "q.state = 'accepted' AND ?3 != 0"
        row = self._db.row(
            f"""SELECT MIN({_PLACE}) AS high FROM question q WHERE q.meeting_id = ?1
                AND q.id != ?2 AND COALESCE(q.parent_id, 0) != ?2 AND {later}""",
            parent.meeting_id,
            parent.id,
            parent.place,
        )
        if row is None or row["high"] is None:
            return None
        below = self._db.row(
            f"SELECT COALESCE(MAX({_PLACE}), 0) AS low FROM question q WHERE q.meeting_id = ? AND {_PLACE} < ?",
            parent.meeting_id,
            row["high"],
        )
        return (below["low"], row["high"]) if below else None

    def numbered_below(self, meeting_id: int, states: Collection[State], number: int) -> int:
        sql, values = _part(meeting_id, QueueFilter(frozenset(states)), states)
        return self._number(f"SELECT COUNT(*) AS n FROM {sql} AND q.number < ?", *values, number)

    def numbered(self, meeting_id: int, states: Collection[State], numbers: Collection[int]) -> list[Question]:
        return self._found(
            f"""SELECT id FROM question WHERE meeting_id = ? AND number IN ({marks(numbers)})
                AND state IN ({marks(states)}) ORDER BY number""",
            meeting_id,
            *numbers,
            *states,
        )

    def changed_since(self, meeting_id: int, states: Collection[State], revision: int, limit: int) -> list[Question]:
        return self._found(
            f"""SELECT id FROM question WHERE meeting_id = ? AND revision > ? AND state IN ({marks(states)})
                ORDER BY revision DESC LIMIT ?""",
            meeting_id,
            revision,
            *states,
            limit,
        )

    def new_since(self, states: Collection[State], revision: int, question_ids: Collection[int]) -> set[int]:
        rows = self._db.rows(
            f"""SELECT DISTINCT question_id AS id FROM change c WHERE question_id IN ({marks(question_ids)})
                AND meeting_id = (SELECT meeting_id FROM question q WHERE q.id = c.question_id)
                AND revision > ? AND from_state NOT IN ({marks(states)}) AND to_state IN ({marks(states)})""",
            *question_ids,
            revision,
            *states,
            *states,
        )
        return {row["id"] for row in rows}

    def oldest(self, meeting_id: int, state: State) -> datetime | None:
        # Those in distress and the others are each in the order in which they came.
        firsts = [
            self._db.row(
                f"""SELECT q.received_at FROM question q INDEXED BY question_list
                WHERE q.meeting_id = ? AND q.state = ? AND {_CALM} = ? ORDER BY {_CALM}, q.number LIMIT 1""",
                meeting_id,
                state.value,
                calm,
            )
            for calm in (False, True)
        ]
        return min((moment(row["received_at"]) for row in firsts if row), default=None)

    def proposed(self, meeting_id: int, limit: int) -> list[Question]:
        return self._found(
            """SELECT id FROM question INDEXED BY question_proposed
               WHERE meeting_id = ? AND proposal != '' AND state = 'held' ORDER BY number LIMIT ?""",
            meeting_id,
            limit,
        )

    def proposing(self, meeting_id: int) -> int:
        sql = """SELECT COUNT(*) AS n FROM question INDEXED BY question_proposed
                 WHERE meeting_id = ? AND proposal != '' AND state = 'held'"""
        return self._number(sql, meeting_id)

    def members(self, question_id: int, limit: int, skip: int = 0) -> list[Question]:
        sql = "SELECT id FROM question WHERE grouped_into = ? ORDER BY number LIMIT ? OFFSET ?"
        return self._found(sql, question_id, limit, skip)

    def _found(self, sql: str, *values: Any) -> list[Question]:
        return self._questions.several([row["id"] for row in self._db.rows(sql, *values)])

    def _number(self, sql: str, *values: Any) -> int:
        row = self._db.row(sql, *values)
        return int(row["n"]) if row else 0


def _order(queue_filter: QueueFilter) -> tuple[str, str]:
    return (_PLACE, "q.number") if queue_filter.in_order else (_CALM, "q.number")


def _read_by(queue_filter: QueueFilter) -> list[frozenset[State]]:
    """The states that are read together: what one moderator has is little, and is put in order once it was read."""
    return (
        [queue_filter.states]
        if queue_filter.assignee is not None
        else [frozenset({state}) for state in sorted(queue_filter.states)]
    )


def _index(queue_filter: QueueFilter) -> str:
    if queue_filter.assignee is not None:
        return "question_assigned"
    return "question_order" if queue_filter.in_order else "question_list"


def _part(meeting_id: int, queue_filter: QueueFilter, states: Collection[State]) -> tuple[str, list[Any]]:
    """The questions in these states that a list wants, as SQL from the table's name on, with the values to bind."""
    parts = ["q.meeting_id = ?", f"q.state IN ({marks(states)})"]
    values: list[Any] = [meeting_id, *sorted(state.value for state in states)]
    for column, value in (("channel", queue_filter.channel), ("agenda_item", queue_filter.agenda_item)):
        if value:
            parts.append(f"q.{column} = ?")
            values.append(value)
    if queue_filter.kinds:
        parts.append(f"({' OR '.join(['q.flags LIKE ?'] * len(queue_filter.kinds))})")
        values += [f'%"{kind.value}"%' for kind in queue_filter.kinds]
    if queue_filter.assignee is not None:
        parts.append("q.assignee = ?")
        values.append(queue_filter.assignee)
    if queue_filter.after is not None:
        parts.append("q.asked_at > ?")
        values.append(stored(queue_filter.after))
    return f"question q INDEXED BY {_index(queue_filter)} WHERE {' AND '.join(parts)}", values
