"""Questions that are moved from one meeting to another, and back: their numbers, and the row of history in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.domain.questions.transitions import Decision, Relocation
from board_qa.storage.sql import meetings
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.history import details_column

Record = Callable[..., None]


@contextmanager
def relocation(
    db: Database, record: Record, meeting_id: int, revision: int, decision: Decision, actor: Actor, now: datetime
) -> Iterator[None]:
    """Move the questions that a decision moves: away after its steps are stored, back before that.

    Its steps are this meeting's history, under the numbers that the questions have here.
    """
    here, moves = (meeting_id, revision), decision.relocations
    if moves and moves[0].number is not None:
        _bring_back(db, record, here, moves, actor, now)
    yield
    if moves and moves[0].number is None:
        _send_away(db, record, here, moves, actor, now)


def next_number(db: Database, meeting_id: int) -> int:
    """One more than was ever given: a number is on somebody's receipt, also when its question was moved away."""
    row = db.row(
        """SELECT COALESCE(MAX(given.number), 0) + 1 AS n FROM (
               SELECT MAX(number) AS number FROM question WHERE meeting_id = ?1
               UNION ALL SELECT MAX(question_number) FROM change WHERE meeting_id = ?1) given""",
        meeting_id,
    )
    return int(row["n"]) if row else 1


def numbers_now(db: Database, question_id: int | None) -> dict[str, Any]:
    """Its number as it is now: history keeps it, because a move to another meeting gives another one."""
    row = db.row("SELECT number AS question_number, supplementary FROM question WHERE id = ?", question_id)
    return row or {"question_number": None, "supplementary": ""}


def moved_from(db: Database, meeting_id: int, number: int) -> int:
    """The id of the question that had this number when it left this meeting; 0 where none did."""
    row = db.row(
        """SELECT question_id FROM change WHERE meeting_id = ? AND question_number = ? AND action = 'leave_meeting'
           ORDER BY id DESC LIMIT 1""",
        meeting_id,
        number,
    )
    return int(row["question_id"]) if row else 0


def _send_away(
    db: Database, record: Record, here: tuple[int, int], moves: Sequence[Relocation], actor: Actor, now: datetime
) -> None:
    """Give questions the next numbers of the other meeting. Each half of the move names the other one."""
    meeting_id, revision = here
    to_meeting = moves[0].to_meeting
    there, first = meetings.next_revision(db, to_meeting), next_number(db, to_meeting)
    for number, to in enumerate(moves, start=first):
        supplementary = f"{first}{to.letters}" if to.letters else ""
        _place(db, replace(to, number=number, supplementary=supplementary), there)
        db.execute(
            """UPDATE change SET other_meeting_id = ?, other_revision = ?
               WHERE meeting_id = ? AND revision = ? AND question_id = ?""",
            to_meeting,
            there,
            meeting_id,
            revision,
            to.question_id,
        )
        record(
            to_meeting,
            there,
            Action.JOIN_MEETING,
            actor,
            now,
            question_id=to.question_id,
            details=details_column(to.details),
            to_state=State.RECEIVED,
            other_meeting_id=meeting_id,
            other_revision=revision,
        )


def _bring_back(
    db: Database, record: Record, here: tuple[int, int], moves: Sequence[Relocation], actor: Actor, now: datetime
) -> None:
    """Give questions their old numbers in this meeting again. Those they had in the other meeting are gone."""
    meeting_id, revision = here
    (there,) = db.rows("SELECT meeting_id FROM question WHERE id = ?", moves[0].question_id)
    left = meetings.next_revision(db, there["meeting_id"])
    for to in moves:
        (now_there,) = db.rows("SELECT state FROM question WHERE id = ?", to.question_id)
        record(
            there["meeting_id"],
            left,
            Action.UNDO,
            actor,
            now,
            question_id=to.question_id,
            undoes=to.undoes,
            from_state=now_there["state"],
            other_meeting_id=meeting_id,
            other_revision=revision,
        )
        _place(db, to, revision)


def _place(db: Database, to: Relocation, revision: int) -> None:
    db.execute(
        "UPDATE question SET meeting_id = ?, number = ?, supplementary = ?, revision = ? WHERE id = ?",
        to.to_meeting,
        to.number,
        to.supplementary,
        revision,
        to.question_id,
    )
    db.execute(
        "UPDATE post SET meeting_id = ? WHERE id = (SELECT post_id FROM question WHERE id = ?)",
        to.to_meeting,
        to.question_id,
    )
