"""Letters in SQL. A row has a column for each part of a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from board_qa.domain.telling.letters import Letter, LetterKind, LetterState
from board_qa.storage.sql import meetings
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import moment, moment_or_none, stored

# What may change of a letter once somebody sent it.
_MOVES = ("state", "key", "attempts", "next_step_at", "told_at", "sent_at", "reference", "problem")


class SqlLetters:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, letter: Letter) -> Letter:
        row = _row(letter)
        del row["id"]
        with self._db.write():
            letter_id = self._db.insert("letter", row)
            meetings.next_revision(self._db, letter.meeting_id)
        return replace(letter, id=letter_id)

    def get(self, letter_id: int) -> Letter | None:
        return next(iter(self._letters("id = ?", letter_id)), None)

    def by_key(self, key: str) -> Letter | None:
        return next(iter(self._letters("key = ?", key)), None)

    def of_meeting(self, meeting_id: int) -> Sequence[Letter]:
        # By where its question is now: one that was moved takes with it what its asker was told.
        return self._letters("question_id IN (SELECT id FROM question WHERE meeting_id = ?)", meeting_id)

    def of_question(self, question_id: int) -> Sequence[Letter]:
        return self._letters("question_id = ?", question_id)

    def in_state(self, state: LetterState, practised: bool, due: datetime | None = None) -> Sequence[Letter]:
        if due is None:
            return self._letters("state = ? AND practised = ?", state.value, int(practised))
        which = "state = ? AND practised = ? AND next_step_at <= ?"
        return self._letters(which, state.value, int(practised), stored(due))

    def sent(self, practised: bool) -> int:
        row = self._db.row(
            "SELECT COUNT(*) AS n FROM letter WHERE practised = ? AND sent_at IS NOT NULL", int(practised)
        )
        return int(row["n"]) if row else 0

    def move(self, letter: Letter, to: Letter) -> bool:
        row = _row(to)
        with self._db.write():
            moved = self._db.execute(
                f"UPDATE letter SET {', '.join(f'{name} = ?' for name in _MOVES)} "
                "WHERE id = ? AND state = ? AND attempts = ? AND key = ? AND text = ?",
                *(row[name] for name in _MOVES),
                letter.id,
                letter.state.value,
                letter.attempts,
                letter.key,
                letter.text,  # an erasure took it
            )
            if moved:
                meetings.next_revision(self._db, letter.meeting_id)
        return bool(moved)

    def _letters(self, which: str, *values: object) -> list[Letter]:
        return [_letter(row) for row in self._db.rows(f"SELECT * FROM letter WHERE {which} ORDER BY id", *values)]


def _row(letter: Letter) -> dict[str, Any]:
    moments = {name: stored(moment) if moment else None for name, moment in _moments(letter).items()}
    return asdict(letter) | moments | {"practised": int(letter.practised)}


def _moments(letter: Letter) -> dict[str, datetime | None]:
    return {"told_at": letter.told_at, "next_step_at": letter.next_step_at, "sent_at": letter.sent_at}


def _letter(row: dict[str, Any]) -> Letter:
    read = {
        "kind": LetterKind(row["kind"]),
        "state": LetterState(row["state"]),
        "practised": bool(row["practised"]),
        "told_at": moment(row["told_at"]),
        "next_step_at": moment_or_none(row["next_step_at"]),
        "sent_at": moment_or_none(row["sent_at"]),
    }
    return Letter(**row | read)
