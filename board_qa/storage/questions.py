"""The queue in SQLite. Every write is narrow: it applies where the question still is as it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..domain.model import Action, Actor, Change, NewQuestion, Post, Question, Receipt, State
from ..domain.transitions import Decision
from ..ports import Conflict
from . import meetings
from .database import Database
from .times import moment, moment_or_none, stored

_HISTORY = "SELECT c.*, q.number AS question_number FROM change c JOIN question q ON q.id = c.question_id"


class SqliteQuestions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def receive(self, meeting_id: int, question: NewQuestion, token: str, at: datetime) -> Receipt:
        with self._db.write():
            known = self.by_native_id(question.channel, question.native_id)
            if known is not None:
                return Receipt(known.number, known.token, new=False)
            revision = meetings.next_revision(self._db, meeting_id)
            number = self._next_number(meeting_id)
            row = {**_columns(question), "meeting_id": meeting_id, "number": number, "token": token,
                   "received_at": stored(at), "state": State.RECEIVED.value, "reason": "",
                   "revision": revision}  # fmt: skip
            question_id = self._db.insert("question", row)
            self._record(meeting_id, revision, Action.RECEIVE, Actor(question.channel), at,
                         question_id=question_id, to_state=State.RECEIVED)  # fmt: skip
        return Receipt(number, token, new=True)

    def _next_number(self, meeting_id: int) -> int:
        row = self._db.row("SELECT COALESCE(MAX(number), 0) + 1 AS n FROM question WHERE meeting_id = ?", meeting_id)
        return int(row["n"]) if row else 1

    def get(self, question_id: int) -> Question | None:
        return self._one("id = ?", question_id)

    def by_number(self, meeting_id: int, number: int) -> Question | None:
        return self._one("meeting_id = ? AND number = ?", meeting_id, number)

    def by_token(self, token: str) -> Question | None:
        return self._one("token = ?", token)

    def by_native_id(self, channel: str, native_id: str) -> Question | None:
        return self._one("channel = ? AND native_id = ?", channel, native_id)

    def on_screen(self, meeting_id: int) -> Question | None:
        return self._one("meeting_id = ? AND state = 'on_screen'", meeting_id)

    def of_meeting(self, meeting_id: int, since: int = 0) -> list[Question]:
        sql = "SELECT * FROM question WHERE meeting_id = ? AND revision > ? ORDER BY number"
        return [_question(row) for row in self._db.rows(sql, meeting_id, since)]

    def history(self, question_id: int) -> list[Change]:
        rows = self._db.rows(f"{_HISTORY} WHERE c.question_id = ? ORDER BY c.id", question_id)
        return [meetings.change(row) for row in rows]

    def apply(self, meeting_id: int, decision: Decision, seen: dict[int, int], actor: Actor, at: datetime) -> int:
        with self._db.write():
            revision = meetings.next_revision(self._db, meeting_id)
            for step in decision.steps:  # all of them first: an undo's own rows would hide what it undoes
                self._check_seen(step.question_id, seen[step.question_id], decision)
            for step in decision.steps:
                self._move(step.question_id, step.from_state, step.to_state, decision.reason, revision)
                self._record(meeting_id, revision, step.action, actor, at, question_id=step.question_id,
                             from_state=step.from_state, to_state=step.to_state, reason=decision.reason,
                             undoes=decision.undoes)  # fmt: skip
            if decision.idle_view is not None:
                self._set_idle_view(meeting_id, revision, decision, actor, at)
        return revision

    def _check_seen(self, question_id: int, seen: int, decision: Decision) -> None:
        """Raise Conflict where the question is not as the actor saw it.

        An undo must take back the very last thing that still stands, or it could bring an approval back to
        words that were edited at their source since.
        """
        sql = "SELECT revision AS r FROM question WHERE id = ?"
        if decision.action is Action.UNDO:
            sql = """SELECT MAX(c.revision) AS r FROM change c WHERE c.question_id = ? AND c.action != 'undo'
                     AND NOT EXISTS (SELECT 1 FROM change u
                                     WHERE u.meeting_id = c.meeting_id AND u.undoes = c.revision)"""
        row = self._db.row(sql, question_id)
        if row is None or row["r"] != seen:
            raise Conflict(self._last_change(question_id))

    def _move(self, question_id: int, from_state: State, to_state: State, reason: str, revision: int) -> None:
        moved = self._db.execute(
            "UPDATE question SET state = ?, reason = ?, revision = ? WHERE id = ? AND state = ?",
            to_state.value, reason, revision, question_id, from_state.value,
        )  # fmt: skip
        if not moved:
            raise Conflict(self._last_change(question_id))

    def _set_idle_view(self, meeting_id: int, revision: int, decision: Decision, actor: Actor, at: datetime) -> None:
        row = self._db.row("SELECT idle_view FROM meeting WHERE id = ?", meeting_id)
        before = row["idle_view"] if row else ""
        after = decision.idle_view.value if decision.idle_view else before
        if after == before and decision.steps:
            return  # the questions' own rows say all that happened
        self._db.execute("UPDATE meeting SET idle_view = ? WHERE id = ?", after, meeting_id)
        self._record(meeting_id, revision, decision.action, actor, at, from_state=before, to_state=after,
                     undoes=decision.undoes)  # fmt: skip

    def replace_text(self, question: Question, post: Post, decision: Decision, at: datetime) -> int:
        with self._db.write():
            revision = meetings.next_revision(self._db, question.meeting_id)
            step = decision.steps[0]
            self._move(question.id, step.from_state, step.to_state, "", revision)
            self._db.execute(
                "UPDATE question SET text = ?, version = ?, lang = ? WHERE id = ?",
                post.text, post.version, post.lang, question.id,
            )  # fmt: skip
            self._record(question.meeting_id, revision, decision.action, Actor(question.source.channel), at,
                         question_id=question.id, from_state=step.from_state, to_state=step.to_state,
                         text_before=question.source.text)  # fmt: skip
        return revision

    def to_check(self, channel: str, before: datetime, meeting_id: int | None = None) -> list[Question]:
        sql = """SELECT * FROM question WHERE channel = ?1 AND state != 'withdrawn'
                 AND (checked_at IS NULL OR checked_at < ?2) AND (?3 IS NULL OR meeting_id = ?3)
                 ORDER BY checked_at LIMIT 100"""
        return [_question(row) for row in self._db.rows(sql, channel, stored(before), meeting_id)]

    def checked(self, channel: str, native_ids: Sequence[str], at: datetime) -> None:
        with self._db.write():
            for native_id in native_ids:
                self._db.execute(
                    "UPDATE question SET checked_at = ? WHERE channel = ? AND native_id = ?",
                    stored(at), channel, native_id,
                )  # fmt: skip

    def _record(self, meeting_id: int, revision: int, action: Action, actor: Actor, at: datetime, **rest: Any) -> None:
        row = {"meeting_id": meeting_id, "revision": revision, "action": action.value, "actor": actor.name,
               "actor_id": actor.id, "at": stored(at), "question_id": None, "from_state": "", "to_state": "",
               "reason": "", "text_before": "", "undoes": None, **rest}  # fmt: skip
        self._db.tables.table("change").insert(row)

    def _last_change(self, question_id: int) -> Change | None:
        history = self.history(question_id)
        return history[-1] if history else None

    def _one(self, where: str, *values: Any) -> Question | None:
        row = self._db.row(f"SELECT * FROM question WHERE {where}", *values)
        return None if row is None else _question(row)


def _columns(question: NewQuestion) -> dict[str, Any]:
    return {
        "channel": question.channel,
        "native_id": question.native_id,
        "version": question.version,
        "text": question.text,
        "author_name": question.author_name,
        "author_handle": question.author_handle,
        "email": question.email,
        "url": question.url,
        "lang": question.lang,
        "asked_at": stored(question.asked_at),
    }


def _question(row: dict[str, Any]) -> Question:
    source = NewQuestion(
        channel=row["channel"],
        native_id=row["native_id"],
        text=row["text"],
        author_name=row["author_name"],
        asked_at=moment(row["asked_at"]),
        author_handle=row["author_handle"],
        email=row["email"],
        url=row["url"],
        lang=row["lang"],
        version=row["version"],
    )
    return Question(
        id=row["id"],
        meeting_id=row["meeting_id"],
        number=row["number"],
        token=row["token"],
        state=State(row["state"]),
        revision=row["revision"],
        received_at=moment(row["received_at"]),
        source=source,
        reason=row["reason"],
        checked_at=moment_or_none(row["checked_at"]),
    )
