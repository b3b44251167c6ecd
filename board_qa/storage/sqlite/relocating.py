"""Questions that are moved from one meeting to another, and back: their numbers, and the row of history in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.domain.questions.transitions import Decision, Relocation
from board_qa.storage.sqlite import meetings
from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.history import details_column

Record = Callable[..., None]


@contextmanager
def relocation(
    db: Database, record: Record, meeting_id: int, revision: int, decision: Decision, actor: Actor, now: datetime
) -> Iterator[None]:
    """Move the question that a decision moves: away after its steps are stored, back before that.

    Its steps are this meeting's history, under the number that the question has here.
    """
    to = decision.relocation
    if to is not None and to.number is not None:
        _bring_back(db, record, (meeting_id, revision), to, to.number, actor, now)
    yield
    if to is not None and to.number is None:
        _send_away(db, record, (meeting_id, revision), to, actor, now)


def next_number(db: Database, meeting_id: int) -> int:
    """One more than was ever given: a number is on somebody's receipt, also when its question was moved away."""
    row = db.row(
        """SELECT MAX(COALESCE((SELECT MAX(number) FROM question WHERE meeting_id = ?1), 0),
                      COALESCE((SELECT MAX(question_number) FROM change WHERE meeting_id = ?1), 0)) + 1 AS n""",
        meeting_id,
    )
    return int(row["n"]) if row else 1


def number_now(db: Database, question_id: int | None) -> int | None:
    """The number as it is now: history keeps it, because a move to another meeting gives another one."""
    row = db.row("SELECT number FROM question WHERE id = ?", question_id)
    return row["number"] if row else None


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
    db: Database, record: Record, here: tuple[int, int], to: Relocation, actor: Actor, now: datetime
) -> None:
    """Give a question the next number of the other meeting. Each half of the move names the other one."""
    meeting_id, revision = here
    there, number = meetings.next_revision(db, to.to_meeting), next_number(db, to.to_meeting)
    _place(db, to.question_id, to.to_meeting, number, there)
    db.execute(
        """UPDATE change SET other_meeting_id = ?, other_revision = ?
           WHERE meeting_id = ? AND revision = ? AND question_id = ?""",
        to.to_meeting,
        there,
        meeting_id,
        revision,
        to.question_id,
    )
    record(
        to.to_meeting,
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
    db: Database, record: Record, here: tuple[int, int], to: Relocation, number: int, actor: Actor, now: datetime
) -> None:
    """Give a question its old number in this meeting again. The one it had in the other meeting is gone."""
    meeting_id, revision = here
    (there,) = db.rows("SELECT meeting_id, state FROM question WHERE id = ?", to.question_id)
    left = meetings.next_revision(db, there["meeting_id"])
    record(
        there["meeting_id"],
        left,
        Action.UNDO,
        actor,
        now,
        question_id=to.question_id,
        undoes=to.undoes,
        from_state=there["state"],
        other_meeting_id=meeting_id,
        other_revision=revision,
    )
    _place(db, to.question_id, meeting_id, number, revision)


def _place(db: Database, question_id: int, meeting_id: int, number: int, revision: int) -> None:
    db.execute(
        "UPDATE question SET meeting_id = ?, number = ?, revision = ? WHERE id = ?",
        meeting_id,
        number,
        revision,
        question_id,
    )
    db.execute(
        "UPDATE post SET meeting_id = ? WHERE id = (SELECT post_id FROM question WHERE id = ?)", meeting_id, question_id
    )
