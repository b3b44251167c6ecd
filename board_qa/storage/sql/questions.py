"""The queue in SQL. Every write is narrow: it applies where the question still is as it was seen."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import NO_DETAILS, Action, Actor, Change
from board_qa.domain.questions.question import NewQuestion, Question, Receipt, SourceState, State
from board_qa.domain.questions.register import Move
from board_qa.domain.questions.supplementary import Supplement
from board_qa.domain.questions.transitions import Decision, Retiming, Step
from board_qa.domain.text.flags import Flag
from board_qa.ports.questions import Conflict
from board_qa.storage.sql import meetings, relocating
from board_qa.storage.sql.askers import remember_asker
from board_qa.storage.sql.copy_marks import words_column
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.flags import flags_column
from board_qa.storage.sql.history import CHANGES, change, details_column
from board_qa.storage.sql.networks import posts
from board_qa.storage.sql.question_rows import (
    author_columns,
    disposition_columns,
    question_of,
    source_columns,
    supplement_columns,
)
from board_qa.storage.sql.times import moment, moment_or_none, stored

# Figures of a number that there can be: int() refuses one of thousands.
_LONGEST_NUMBER = 9
_SELECT = "SELECT q.*, (SELECT COUNT(*) FROM question m WHERE m.grouped_into = q.id) AS together FROM question q"
# A group that grew or shrank is news of the question it belongs to.
_CHANGED = """q.id IN (SELECT id FROM question WHERE meeting_id = ?1 AND revision > ?2
    UNION SELECT grouped_into FROM question WHERE meeting_id = ?1 AND revision > ?2
    UNION SELECT CAST(json_extract(before, '$.grouped_into') AS INTEGER) FROM change
        WHERE meeting_id = ?1 AND revision > ?2)"""
# What anybody but an account did to a question in a meeting.
_BY_OTHERS = f"{CHANGES} WHERE c.question_id = ? AND c.meeting_id = ? AND COALESCE(c.actor_id, 0) != ?"


class SqlQuestions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def receive(
        self,
        meeting_id: int,
        question: NewQuestion,
        token: str,
        now: datetime,
        actor: Actor | None = None,
        supplement: Supplement | None = None,
    ) -> Receipt:
        with self._db.write():
            known = self.by_native_id(question.channel, question.native_id)
            if known is not None:
                return Receipt(known.number, known.token, new=False)
            revision = meetings.next_revision(self._db, meeting_id)
            number = relocating.next_number(self._db, meeting_id)
            row = {
                **source_columns(question),
                "meeting_id": meeting_id,
                "number": number,
                "token": token,
                "received_at": stored(now),
                "state": State.RECEIVED.value,
                "reason": "",
                "revision": revision,
                "post_id": posts.id_of(self._db, question.channel, question.native_id),
                **(supplement_columns(supplement) if supplement else {}),
            }
            question_id = self._db.insert("question", row)
            remember_asker(self._db, question)
            self._record(
                meeting_id,
                revision,
                Action.RECEIVE,
                actor or Actor(question.channel),
                now,
                question_id=question_id,
                to_state=State.RECEIVED,
            )
        return Receipt(number, token, new=True)

    def get(self, question_id: int) -> Question | None:
        return self._one("q.id = ?", question_id)

    def several(self, question_ids: Sequence[int]) -> list[Question]:
        if not question_ids:
            return []
        found = {
            row["id"]: question_of(row)
            for row in self._db.rows(f"{_SELECT} WHERE q.id IN ({marks(question_ids)})", *question_ids)
        }
        return [found[id_] for id_ in question_ids if id_ in found]

    def by_number(self, meeting_id: int, number: int) -> Question | None:
        return self._one("q.meeting_id = ? AND q.number = ?", meeting_id, number)

    def by_called(self, meeting_id: int, called: str) -> Question | None:
        number = int(called) if called.isdecimal() and len(called) <= _LONGEST_NUMBER else 0
        return self._one(
            "q.meeting_id = ?1 AND (q.supplementary = ?2 OR (q.number = ?3 AND q.supplementary = ''))",
            meeting_id,
            called,
            number,
        )

    def by_token(self, token: str) -> Question | None:
        return self._one("q.token = ?", token)

    def by_native_id(self, channel: str, native_id: str) -> Question | None:
        return self._one("q.channel = ? AND q.native_id = ?", channel, native_id)

    def by_url(self, channel: str, url: str) -> Question | None:
        return self._one("q.channel = ? AND q.url = ? AND q.url != '' ORDER BY q.id LIMIT 1", channel, url)

    def put_at(self, question_id: int) -> datetime | None:
        # Taken off and brought back by an undo, it was put when it was put first.
        row = self._db.row(
            f"""SELECT MAX(c.at) AS at FROM change c WHERE c.question_id = ? AND c.action = 'put_on_screen'
                AND NOT {meetings.UNDONE}""",
            question_id,
        )
        return moment_or_none(row["at"]) if row else None

    def put_in(self, meeting_id: int) -> list[Question]:
        rows = self._db.rows(
            f"""{_SELECT} JOIN (SELECT c.question_id, MIN(c.revision) AS put FROM change c
                    WHERE c.meeting_id = ? AND c.to_state = 'on_screen' AND NOT {meetings.UNDONE}
                    GROUP BY c.question_id) first ON first.question_id = q.id
                WHERE q.meeting_id = ? ORDER BY first.put""",
            meeting_id,
            meeting_id,
        )
        return [question_of(row) for row in rows]

    def members(self, question_id: int) -> list[Question]:
        rows = self._db.rows(f"{_SELECT} WHERE q.grouped_into = ? ORDER BY q.number", question_id)
        return [question_of(row) for row in rows]

    def asked_after(self, parent: Question) -> list[Question]:
        rows = self._db.rows(f"{_SELECT} WHERE q.parent_id = ? ORDER BY q.number", parent.id)
        return [question_of(row) for row in rows]

    def unscreened(self, limit: int) -> list[Question]:
        rows = self._db.rows(f"{_SELECT} WHERE q.flags IS NULL ORDER BY q.id LIMIT ?", limit)
        return [question_of(row) for row in rows]

    def set_flags(self, question: Question, flags: Sequence[Flag]) -> None:
        with self._db.write():
            # Not of the question: what a moderator decides meanwhile is decided about the same words.
            meetings.next_revision(self._db, question.meeting_id)
            self._db.execute(
                "UPDATE question SET flags = ? WHERE id = ? AND text = ?",
                flags_column(flags),
                question.id,
                question.source.text,
            )

    def on_screen(self, meeting_id: int) -> Question | None:
        return self._one("q.meeting_id = ? AND q.state = 'on_screen'", meeting_id)

    def last_answered(self, meeting_id: int) -> Question | None:
        return self._one(
            f"""q.state = 'answered' AND q.id = (
                SELECT c.question_id FROM change c WHERE c.meeting_id = ? AND c.action = 'answer'
                AND c.from_state = 'on_screen' AND NOT {meetings.UNDONE}
                AND EXISTS (SELECT 1 FROM question a WHERE a.id = c.question_id AND a.state = 'answered')
                ORDER BY c.id DESC LIMIT 1)""",
            meeting_id,
        )

    def of_meeting(self, meeting_id: int, since: int = 0) -> list[Question]:
        if since:
            rows = self._db.rows(f"{_SELECT} WHERE {_CHANGED} ORDER BY q.number", meeting_id, since)
        else:
            rows = self._db.rows(f"{_SELECT} WHERE q.meeting_id = ? ORDER BY q.number", meeting_id)
        return [question_of(row) for row in rows]

    def counts(self, meeting_id: int) -> dict[State, int]:
        sql = "SELECT state, questions FROM question_count WHERE meeting_id = ? AND questions > 0"
        return {State(row["state"]): row["questions"] for row in self._db.rows(sql, meeting_id)}

    def last_moves(self, meeting_id: int, to: State) -> dict[int, Move]:
        rows = self._db.rows(
            f"""SELECT question_id, from_state, at, action, after FROM change WHERE id IN (
                SELECT MAX(c.id) FROM change c
                WHERE c.meeting_id = ? AND c.to_state = ? AND c.from_state != c.to_state AND c.question_id IS NOT NULL
                AND NOT {meetings.UNDONE} GROUP BY c.question_id)""",
            meeting_id,
            to.value,
        )
        return {row["question_id"]: _move(row) for row in rows}

    def last_changes(self, meeting_id: int, but: Collection[Action]) -> dict[int, datetime]:
        rows = self._db.rows(
            f"""SELECT question_number, MAX(at) AS at FROM change WHERE meeting_id = ? AND question_number IS NOT NULL
                AND action NOT IN ({marks(but)}) GROUP BY question_number""",
            meeting_id,
            *(action.value for action in but),
        )
        return {row["question_number"]: moment(row["at"]) for row in rows}

    def channels(self, meeting_id: int) -> list[str]:
        sql = "SELECT DISTINCT channel FROM question WHERE meeting_id = ? ORDER BY channel"
        return [row["channel"] for row in self._db.rows(sql, meeting_id)]

    def history(self, question_id: int, limit: int = 100, skip: int = 0) -> list[Change]:
        sql = f"{CHANGES} WHERE c.question_id = ? ORDER BY c.id DESC LIMIT ? OFFSET ?"
        return [change(row) for row in reversed(self._db.rows(sql, question_id, limit, skip))]

    def history_length(self, question_id: int) -> int:
        row = self._db.row("SELECT COUNT(*) AS n FROM change WHERE question_id = ?", question_id)
        return int(row["n"]) if row else 0

    def notes(self, question_id: int, limit: int) -> list[Change]:
        sql = f"""{CHANGES} WHERE c.question_id = ? AND c.action IN ('note', 'assign')
                  AND NOT {meetings.UNDONE} ORDER BY c.id DESC LIMIT ?"""
        return [change(row) for row in reversed(self._db.rows(sql, question_id, limit))]

    def last_change(self, question_id: int) -> Change | None:
        return next(iter(self.history(question_id, limit=1)), None)

    def last_by_others(self, question: Question, account: int) -> Change | None:
        sql = f"{_BY_OTHERS} ORDER BY c.id DESC LIMIT 1"
        row = self._db.row(sql, question.id, question.meeting_id, account)
        return None if row is None else change(row)

    def by_others_since(self, question: Question, account: int, revision: int, limit: int) -> list[Change]:
        sql = f"{_BY_OTHERS} AND c.revision > ? ORDER BY c.id LIMIT ?"
        return [change(row) for row in self._db.rows(sql, question.id, question.meeting_id, account, revision, limit)]

    def last_of(self, question_id: int, action: Action) -> Change | None:
        sql = f"""{CHANGES} WHERE c.question_id = ? AND c.action = ?
                  AND NOT {meetings.UNDONE} ORDER BY c.id DESC LIMIT 1"""
        row = self._db.row(sql, question_id, action.value)
        return None if row is None else change(row)

    def apply(
        self, meeting_id: int, decision: Decision, expected_revisions: dict[int, int], actor: Actor, now: datetime
    ) -> int:
        with self._db.write():
            revision = meetings.next_revision(self._db, meeting_id)
            if decision.action is not Action.UNDO:
                for step in decision.steps:
                    self._check_seen(step.question_id, (meeting_id, expected_revisions[step.question_id]))
            with relocating.relocation(self._db, self._record, meeting_id, revision, decision, actor, now):
                for step in decision.steps:
                    self._move(step, revision)
                    self._record_step(meeting_id, revision, step, decision, actor, now)
            if decision.idle_view is not None:
                self._set_idle_view(meeting_id, revision, decision, actor, now)
            if decision.retiming is not None:
                self._retime(meeting_id, revision, decision, decision.retiming, actor, now)
        return revision

    def _check_seen(self, question_id: int, seen: tuple[int, int]) -> None:
        """Raise Conflict where the question is not as the actor saw it, in that meeting at that revision."""
        row = self._db.row("SELECT meeting_id, revision FROM question WHERE id = ?", question_id)
        if row is None or (row["meeting_id"], row["revision"]) != seen:
            raise Conflict(self.last_change(question_id))

    def _move(self, step: Step, revision: int) -> None:
        values = disposition_columns(step.after)
        sets = ", ".join(f"{column} = ?" for column in values)
        moved = self._db.execute(
            f"UPDATE question SET {sets}, revision = ? WHERE id = ? AND state = ?",
            *values.values(),
            revision,
            step.question_id,
            step.before.state.value,
        )
        if not moved:
            raise Conflict(self.last_change(step.question_id))

    def _record_step(
        self, meeting_id: int, revision: int, step: Step, decision: Decision, actor: Actor, now: datetime, **rest: Any
    ) -> None:
        before, after = disposition_columns(step.before), disposition_columns(step.after)
        differ = [name for name in before if before[name] != after[name]]
        self._record(
            meeting_id,
            revision,
            step.action,
            actor,
            now,
            question_id=step.question_id,
            from_state=step.before.state,
            to_state=step.after.state,
            # Another question that comes off the screen or out of a group has no part in what was said of this one.
            details=details_column(decision.details if step.action is decision.action else NO_DETAILS),
            before=json.dumps({name: before[name] for name in differ}),
            after=json.dumps({name: after[name] for name in differ}),
            undoes=decision.undoes,
            **rest,
        )

    def _set_idle_view(self, meeting_id: int, revision: int, decision: Decision, actor: Actor, now: datetime) -> None:
        row = self._db.row("SELECT idle_view FROM meeting WHERE id = ?", meeting_id)
        before = row["idle_view"] if row else ""
        after = decision.idle_view.value if decision.idle_view else before
        if after == before and decision.steps:
            return  # the questions' own rows say all that happened
        self._db.execute("UPDATE meeting SET idle_view = ? WHERE id = ?", after, meeting_id)
        self._record(
            meeting_id, revision, decision.action, actor, now, from_state=before, to_state=after, undoes=decision.undoes
        )

    def _retime(
        self, meeting_id: int, revision: int, decision: Decision, retiming: Retiming, actor: Actor, now: datetime
    ) -> None:
        before, after = meetings.section_columns(retiming.before), meetings.section_columns(retiming.after)
        sets = ", ".join(f"section_{name} = ?" for name in after)
        still = " AND ".join(f"COALESCE(section_{name}, '') = ?" for name in before)
        was = [at or "" for at in before.values()]
        moved = self._db.execute(
            f"UPDATE meeting SET {sets} WHERE id = ? AND {still}", *after.values(), meeting_id, *was
        )
        if not moved:
            raise Conflict(meetings.last_retiming(self._db, meeting_id))
        self._record(
            meeting_id,
            revision,
            decision.action,
            actor,
            now,
            before=json.dumps(before),
            after=json.dumps(after),
            undoes=decision.undoes,
        )

    def take_up(self, question: Question, channel: str, post: Post) -> None:
        columns = {
            "channel": channel,
            "native_id": post.native_id,
            "version": post.version,
            "version_order": post.version_order,
            "text": post.text,
            "shown": post.shown,
            "words": words_column(post.text),
            "lang": post.lang,
        }
        with self._db.write():
            self._db.update("question", {"id": question.id}, columns)

    def replace_text(self, question: Question, post: Post, decision: Decision, now: datetime) -> int:
        with self._db.write():
            revision = meetings.next_revision(self._db, question.meeting_id)
            step = decision.steps[0]
            self._check_seen(question.id, (question.meeting_id, question.revision))
            self._move(step, revision)
            self._db.execute(
                """UPDATE question SET text = ?, shown = ?, words = ?, version = ?, version_order = ?, lang = ?,
                   flags = NULL WHERE id = ?""",
                post.text,
                post.shown,
                words_column(post.text),
                post.version,
                post.version_order,
                post.lang,
                question.id,
            )
            self._record_step(
                question.meeting_id,
                revision,
                step,
                decision,
                Actor(question.source.channel),
                now,
                text_before=question.source.text,
            )
        return revision

    def set_source_state(self, question: Question, state: SourceState) -> None:
        with self._db.write():
            self._db.execute("UPDATE question SET source_state = ? WHERE id = ?", state.value, question.id)

    def name_author(self, question: Question, post: Post, now: datetime) -> int:
        named = replace(question.source, author_name=post.author_name, author_handle=post.author_handle, url=post.url)
        columns = author_columns(named)
        with self._db.write():
            revision = meetings.next_revision(self._db, question.meeting_id)
            self._db.update("question", {"id": question.id}, {**columns, "revision": revision})
            remember_asker(self._db, named)
            self._record(
                question.meeting_id,
                revision,
                Action.NAME_AUTHOR,
                Actor(question.source.channel),
                now,
                question_id=question.id,
                from_state=question.state,
                to_state=question.state,
            )
        return revision

    def moved_from(self, meeting_id: int, number: int) -> Question | None:
        moved = self.get(relocating.moved_from(self._db, meeting_id, number))
        return moved if moved and (moved.meeting_id, moved.number) != (meeting_id, number) else None

    def withhold_name(self, question: Question, actor: Actor, now: datetime) -> None:
        with self._db.write():
            revision = meetings.next_revision(self._db, question.meeting_id)
            self._db.execute("UPDATE question SET name_withheld = 1, revision = ? WHERE id = ?", revision, question.id)
            self._record(
                question.meeting_id,
                revision,
                Action.WITHHOLD_NAME,
                actor,
                now,
                question_id=question.id,
                from_state=question.state,
                to_state=question.state,
            )

    def stale_posts(self, channel: str, before: datetime, meeting_id: int | None = None) -> list[Question]:
        # Without a version the network cannot be asked: a person pasted the post, under no id of the network's own.
        # What is gone or hidden is never "seen": after its meeting it is asked about no more often than the others.
        whose, values = ("", []) if meeting_id is None else ("AND q.meeting_id = ?", [meeting_id])
        sql = f"""{_SELECT} WHERE q.channel = ? AND q.version != ''
                  AND (q.state != 'withdrawn' OR q.source_state != 'visible')
                  AND COALESCE(CASE q.source_state WHEN 'visible' THEN q.checked_at ELSE q.looked_up_at END, '') < ?
                  {whose} ORDER BY q.looked_up_at NULLS FIRST, q.id LIMIT 100"""
        return [question_of(row) for row in self._db.rows(sql, channel, stored(before), *values)]

    def mark_asked(self, question_ids: Sequence[int], now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                f"UPDATE question SET looked_up_at = ? WHERE id IN ({marks(question_ids)})", stored(now), *question_ids
            )

    def mark_seen(self, channel: str, native_ids: Sequence[str], now: datetime) -> None:
        with self._db.write():
            for native_id in native_ids:
                self._db.execute(
                    "UPDATE question SET checked_at = ? WHERE channel = ? AND native_id = ?",
                    stored(now),
                    channel,
                    native_id,
                )

    def _record(self, meeting_id: int, revision: int, action: Action, actor: Actor, now: datetime, **rest: Any) -> None:
        row = {
            "meeting_id": meeting_id,
            "revision": revision,
            "action": action.value,
            "actor": actor.name,
            "actor_id": actor.id,
            "at": stored(now),
            "question_id": None,
            "from_state": "",
            "to_state": "",
            "details": "{}",
            "text_before": "",
            "undoes": None,
            "before": "{}",
            "after": "{}",
            **rest,
        }
        row |= relocating.numbers_now(self._db, row["question_id"])
        self._db.insert("change", row)

    def _one(self, where: str, *values: Any) -> Question | None:
        row = self._db.row(f"{_SELECT} WHERE {where}", *values)
        return None if row is None else question_of(row)


def _move(row: dict[str, Any]) -> Move:
    by_asker = bool(json.loads(row["after"]).get("withdrawn_by_asker"))
    return Move(State(row["from_state"]), moment(row["at"]), Action(row["action"]), by_asker)
