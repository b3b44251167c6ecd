"""What was erased, in SQL: rows stay, with nothing of a person in them, and digests say what must not come back."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from board_qa.domain.networks.outbox import WAITING, OutboxState
from board_qa.domain.questions.copies import linked
from board_qa.domain.questions.erasing import AT_THEIR_REQUEST
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import WEB_FORM, Question, State
from board_qa.domain.questions.transitions import decide_erase
from board_qa.domain.telling.letters import LetterState
from board_qa.storage.sql.after.owed import owed_to_its_asker
from board_qa.storage.sql.askers import asker_columns, keys_of, remember_asker
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.digest import digest
from board_qa.storage.sql.networks import posts
from board_qa.storage.sql.questions import SqlQuestions
from board_qa.storage.sql.times import stored

# A question without a person: where it stands, and what the board decided about its place, stays. The reason that its
# asker reads is the decision's, and so not here.
_NOBODYS_QUESTION: dict[str, Any] = {
    "text": "", "shown": None, "wording": "", "answer": "", "answered_by": "", "brief": "", "proposal": "",
    "flags": "[]", "author_name": "", "author_handle": "", "email": "", "organisation": "", "attending": "", "url": "",
    "lang": "", "asker": "", "organisation_key": "", "words": "", "named": "", "link": "", "version": "",
    "version_order": "", "post_id": None, "source_state": "visible",
}  # fmt: skip
# What the public record keeps of one that was answered before its post was deleted: the board's own words.
_OF_THE_BOARD = ("wording", "answer", "answered_by", "lang")
# Tables whose rows go with the person.
_OF_A_QUESTION = ("support", "support_newcomer", "question_arrival", "question_vector", "question_vector_due")
# What history keeps of where a question stood, beside which words that was.
_STANDING = {"state", "withdrawn_by_asker", "grouped_into", "assignee", "due_on", "place", "shows_original",
             "name_hidden"}  # fmt: skip
_OF_DETAILS = {"with_number", "before_number", "after_number", "due_on", "meeting_title", "meeting_day",
               "was_number"}  # fmt: skip
# Questions of meetings that began before a moment.
_OVER = "JOIN meeting m ON m.id = q.meeting_id WHERE m.starts_at < ?"
_OWED = owed_to_its_asker("q")
# Without its words, what its asker or its network withdrew cannot come back by itself either.
_NOT_PUBLIC = (State.RECEIVED, State.HELD, State.DECLINED, State.REDIRECTED, State.GROUPED, State.WITHDRAWN)
# The posts that a board has something of, by each name of theirs.
_POSTS_ANYWHERE = " UNION ".join(
    f"SELECT channel, {id_} AS id, {name} AS name FROM {table} WHERE {name} != ''"
    for table, id_, name in (
        ("post", "native_id", "native_id"),
        ("post", "native_id", "version"),
        ("post", "native_id", "url"),
        ("post", "answers", "answers"),
        ("post", "conversation_id", "conversation_id"),
        ("unreadable_post", "native_id", "native_id"),
        ("unreadable_post", "native_id", "url"),
    )
)
# As `Question.is_empty` says it.
_NOT_EMPTY = "SELECT id, token FROM question WHERE erased_at IS NULL OR wording != '' OR answer != ''"
# Who erases in a restored board what had been erased since its backup was made, as its history says.
_RESTORER = "the restore of a backup"
# Posts of ours that were not sent, and are not any more.
_NOT_SENT = WAITING | {OutboxState.DRAFT, OutboxState.BLOCKED, OutboxState.FAILED}


class SqlErasures:
    def __init__(self, database: Database) -> None:
        self._db, self._questions = database, SqlQuestions(database)

    def empty(self, question: Question, unique: str, now: datetime) -> None:
        with self._db.write():
            self._empty(question, unique, now)
            self.remember([_of_question(question.token)], now)

    def forget(self, question: Question, unique: str, now: datetime, in_record: bool) -> None:
        with self._db.write():
            self._empty(question, unique, now, _OF_THE_BOARD if in_record else ())

    def _empty(self, question: Question, unique: str, now: datetime, kept: Collection[str] = ()) -> None:
        asker = self._asker(question)
        self._forget_post(question, now)
        row = {**_NOBODYS_QUESTION, "native_id": unique, "erased_at": stored(now)}
        emptied = {column: value for column, value in row.items() if column not in kept}
        self._db.update("question", {"id": question.id}, emptied)
        for table in _OF_A_QUESTION:
            self._db.execute(f"DELETE FROM {table} WHERE question_id = ?", question.id)
        self._forget_asker(asker)
        self._empty_history(question.id)
        self._empty_what_we_said(question.id)

    def _asker(self, question: Question) -> str:
        (row,) = self._db.rows("SELECT asker FROM question WHERE id = ?", question.id)
        return str(row["asker"])

    def _forget_asker(self, asker: str) -> None:
        """What they gave of themselves, unless it is on another question of theirs."""
        if not self._db.row("SELECT 1 AS one FROM question WHERE asker = ? LIMIT 1", asker):
            self._db.execute("DELETE FROM asker_key WHERE asker = ?", asker)

    def _empty_history(self, question_id: int) -> None:
        for row in self._db.rows("SELECT id, details, before, after FROM change WHERE question_id = ?", question_id):
            self._db.update("change", {"id": row["id"]}, {
                "details": _only(row["details"], _OF_DETAILS),
                "before": _only(row["before"], _STANDING),
                "after": _only(row["after"], _STANDING),
                "text_before": "",
            })  # fmt: skip

    def _empty_what_we_said(self, question_id: int) -> None:
        """That something was posted or sent stays, with the network's id of it: whoever looks for it finds it there."""
        self._db.execute(
            f"""UPDATE outbox SET state = ?, next_step_at = NULL, due_at = NULL
                WHERE question_id = ? AND state IN ({marks(_NOT_SENT)})""",
            OutboxState.CANCELLED.value,
            question_id,
            *(state.value for state in _NOT_SENT),
        )
        self._db.execute(
            """UPDATE outbox SET text = '', promises = '', problem = '', reply_to = '', taken_back_why = ''
               WHERE question_id = ?""",
            question_id,
        )
        self._db.execute(
            """UPDATE letter SET state = CASE state WHEN ? THEN ? ELSE state END, next_step_at = NULL, subject = '',
               text = '', rests_on = '', reference = '', problem = '' WHERE question_id = ?""",
            LetterState.QUEUED.value,
            LetterState.CANCELLED.value,
            question_id,
        )

    def _forget_post(self, question: Question, now: datetime) -> None:
        source = question.source
        if source.channel == WEB_FORM:
            return
        self._forget(source.channel, self._ids_of(question), {source.url, source.version}, now)

    def posts_of(self, question: Question) -> set[tuple[str, str]]:
        channel, ids = question.source.channel, self._ids_of(question)
        return {(channel, id_) for id_ in {*ids, *(row["native_id"] for row in self._with_edits(channel, ids))}}

    def _ids_of(self, question: Question) -> set[str]:
        own = self._db.row("SELECT native_id FROM post WHERE id = ?", question.post_id)
        return {question.source.native_id, question.source.version, own["native_id"] if own else ""} - {""}

    def forget_posts(self, channel: str, native_ids: Collection[str], now: datetime) -> None:
        with self._db.write():
            self._forget(channel, native_ids, (), now)

    def _forget(self, channel: str, native_ids: Collection[str], names: Iterable[str], now: datetime) -> None:
        """Delete these posts, and remember all that they may be known by when they are read again."""
        held = self._with_edits(channel, native_ids)
        ids = {*native_ids, *(row["native_id"] for row in held)}
        self._delete_posts(channel, ids)
        known_by = {*ids, *names, *(row[name] for row in held for name in ("version", "url"))} - {""}
        known_by |= {link[1] for name in known_by if (link := linked(name))}
        aside = f"DELETE FROM unreadable_post WHERE channel = ? AND url IN ({marks(known_by)})"
        self._db.execute(aside, channel, *known_by)
        self.remember([_of_post(channel, name) for name in known_by], now)

    def _with_edits(self, channel: str, native_ids: Collection[str]) -> list[dict[str, Any]]:
        """Posts as they were read, also under the other ids that some servers give them when they are edited."""
        sql = f"""SELECT p.native_id, p.version, p.url FROM post own
                  JOIN post p ON p.channel = own.channel AND p.author_id = own.author_id
                      AND (p.id = own.id OR (p.url = own.url AND p.url != ''))
                  WHERE own.channel = ? AND own.native_id IN ({marks(native_ids)})"""
        return list(self._db.rows(sql, channel, *native_ids))

    def _delete_posts(self, channel: str, native_ids: Collection[str]) -> None:
        which = f"channel = ? AND {{}} IN ({marks(native_ids)})"
        found = self._db.rows(f"SELECT id FROM post WHERE {which.format('native_id')}", channel, *native_ids)
        posts.delete(self._db, [row["id"] for row in found])
        self._db.execute(f"DELETE FROM unreadable_post WHERE {which.format('native_id')}", channel, *native_ids)
        self._db.execute(
            f"UPDATE post SET answers = '', answers_author = '' WHERE {which.format('answers')}", channel, *native_ids
        )
        began = f"UPDATE post SET conversation_id = '' WHERE {which.format('conversation_id')}"
        self._db.execute(began, channel, *native_ids)
        self._refer_no_more(channel, native_ids)

    def _refer_no_more(self, channel: str, native_ids: Collection[str]) -> None:
        """Ids hold who wrote a post, on Bluesky: what others passed on, quoted or answered is not told."""
        for id_ in native_ids:
            about = "SELECT id, refers_to FROM post WHERE channel = ? AND refers_to LIKE ?"
            # JSON writes some signs otherwise, and LIKE reads some: an id that has any is looked for in every list.
            likely = f"%{id_}%" if re.fullmatch(r"[\w:/.#-]+", id_, re.ASCII) else "%"
            for row in self._db.rows(about, channel, likely):
                left = [one for one in json.loads(row["refers_to"]) if one not in native_ids]
                self._db.update("post", {"id": row["id"]}, {"refers_to": json.dumps(left)})

    def erased_of(self, channel: str, names: Collection[str]) -> set[str]:
        found: set[str] = set()
        by_digest = {_of_post(channel, name): name for name in names}
        for some in _portions(sorted(by_digest)):
            rows = self._db.rows(f"SELECT digest FROM erasure WHERE digest IN ({marks(some)})", *some)
            found |= {by_digest[row["digest"]] for row in rows}
        return found

    def forget_contacts(self, before: datetime, limit: int) -> int:
        sql = f"""SELECT q.id FROM question q {_OVER} AND (q.email != '' OR q.attending != '')
                  AND NOT {_OWED} ORDER BY q.id LIMIT ?"""
        due = [row["id"] for row in self._db.rows(sql, stored(before), limit)]
        if not due:
            return 0  # and no other program is kept waiting
        with self._db.write():
            for question in self._questions.several(due):
                self._forget_contact(question)
        return len(due)

    def _forget_contact(self, question: Question) -> None:
        asker, left = self._asker(question), replace(question.source, email="", attending="")
        columns = asker_columns(keys_of(left), left.organisation)
        self._db.update("question", {"id": question.id}, {"email": "", "attending": "", **columns})
        remember_asker(self._db, left)
        self._forget_asker(asker)

    def kept_long_enough(self, before: datetime, limit: int) -> list[Question]:
        sql = f"""SELECT q.id FROM question q {_OVER} AND q.erased_at IS NULL
                  AND q.state IN ({marks(_NOT_PUBLIC)}) AND NOT {_OWED} ORDER BY q.id LIMIT ?"""
        values = [state.value for state in _NOT_PUBLIC]
        return self._questions.several([row["id"] for row in self._db.rows(sql, stored(before), *values, limit)])

    def digests(self) -> list[str]:
        return [row["digest"] for row in self._db.rows("SELECT digest FROM erasure ORDER BY digest")]

    def scrub(self) -> None:
        self._db.scrub()
        with self._db.write():
            self._db.execute("UPDATE erasure SET scrubbed = 1 WHERE scrubbed = 0")

    def waits_to_be_scrubbed(self) -> bool:
        return bool(self._db.row("SELECT 1 AS one FROM erasure WHERE scrubbed = 0 LIMIT 1"))

    def remember(self, digests: Iterable[str], now: datetime) -> None:
        for one in digests:
            self._db.execute(
                "INSERT INTO erasure (digest, at) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING", one, stored(now)
            )


def erase_again(db: Database, erased: Collection[str], now: datetime) -> int:
    """Erase in a board that was restored what had been erased since; how many questions that were.

    What the backup itself knows to be erased is not in it, but for what the public record kept of it.
    """
    questions, erasures, again = SqlQuestions(db), SqlErasures(db), 0
    with db.write():
        for row in db.rows(_NOT_EMPTY):
            if _of_question(row["token"]) in erased:
                _erase_question_again(questions, erasures, row["id"], now)
                again += 1
        for channel, id_, name in _posts_anywhere(db):
            if _of_post(channel, name) in erased:
                erasures.forget_posts(channel, [id_], now)
        erasures.remember(erased, now)
    return again


def _posts_anywhere(db: Database) -> Iterable[tuple[str, str, str]]:
    """The network, the id and one name of each post that the board has something of."""
    yield from [(row["channel"], row["id"], row["name"]) for row in db.rows(_POSTS_ANYWHERE)]
    for row in db.rows("SELECT channel, refers_to FROM post WHERE refers_to != '[]'"):
        yield from ((row["channel"], id_, id_) for id_ in json.loads(row["refers_to"]))


def _erase_question_again(questions: SqlQuestions, erasures: SqlErasures, question_id: int, now: datetime) -> None:
    (question,) = questions.several([question_id])
    members = questions.members(question_id)
    seen = {one.id: one.revision for one in (question, *members)}
    decision = decide_erase(question, members, AT_THEIR_REQUEST)
    questions.apply(question.meeting_id, decision, seen, Actor(_RESTORER), now)
    erasures.empty(question, f"erased {_of_question(question.token)}", now)


def _of_question(token: str) -> str:
    """By what was made up for it, and not by its number: another copy of the board may have given that anew."""
    return digest(f"question {token}")


def _of_post(channel: str, name: str) -> str:
    return digest(f"post {channel} {name}")


def _only(column: str, names: Collection[str]) -> str:
    """What history keeps as JSON, without anything but this."""
    return json.dumps({name: value for name, value in json.loads(column).items() if name in names})


def _portions(names: list[str], size: int = 500) -> Iterable[list[str]]:
    return (names[at : at + size] for at in range(0, len(names), size))
