"""Meetings with many more questions than fit a page."""

from __future__ import annotations

import random

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import NewQuestion, State
from board_qa.domain.text.flags import Flag, Kind
from board_qa.storage.sql.store import SqlStore
from tests.support.doubles import NOON

_KINDS = (Kind.DISTRESS, Kind.PHONE, Kind.STATEMENT)


def crowd(store: SqlStore, meeting: Meeting, count: int, state: State = State.RECEIVED) -> None:
    """So many questions more, which stand in this state as if it had been decided long ago."""
    before = len(store.questions.of_meeting(meeting.id))
    with store.transaction():
        for number in range(before + 1, before + count + 1):
            key = f"crowd-{meeting.id}-{number}"
            new = NewQuestion("web", key, f"Why is ward {number} closed?", f"Ann Lee {number}", NOON, flags=())
            store.questions.receive(meeting.id, new, key, NOON)
        if state is not State.RECEIVED:
            sql = "UPDATE question SET state = ? WHERE meeting_id = ? AND number > ?"
            store.database.execute(sql, state.value, meeting.id, before)


def mixed(store: SqlStore, meeting: Meeting, count: int, chance: random.Random, taken_by: int) -> None:
    """Questions of every kind, in every state but on the screen, some of them moved, taken or in distress."""
    with store.transaction():
        for number in range(1, count + 1):
            flags = tuple(Flag(kind, 0, 1, "") for kind in _KINDS if chance.random() < 0.2)
            new = NewQuestion(
                chance.choice(("web", "X", "phone")), f"mixed {number}", f"Why {number}?", "", NOON, flags=flags
            )
            store.questions.receive(meeting.id, new, f"mixed-{number}", NOON)
        moved = chance.sample(range(1, count + 1), count // 4 * 2)
        places = dict(zip(moved, [*moved[count // 4 :], *moved[: count // 4]], strict=True))  # they are exchanged
        for number in range(1, count + 1):
            state = chance.choice([state for state in State if state is not State.ON_SCREEN])
            store.database.execute(
                """UPDATE question SET state = ?, place = ?, assignee = ?, agenda_item = ?, proposal = ?
                   WHERE meeting_id = ? AND number = ?""",
                state.value,
                places.get(number, 0),
                chance.choice((None, None, taken_by)),
                chance.choice(("", "Minutes")),
                "Why not" if state is State.HELD else "",
                meeting.id,
                number,
            )
