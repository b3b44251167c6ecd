"""Whatever fails in the middle of a press, all of it is stored or nothing: a fault at each of its writes in turn.

The faults are SQLite's own, by triggers; PostgreSQL takes back what was not committed in the same way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question
from board_qa.domain.telling.letters import PRIVATE_PAGE, MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.meetings import following, meetings, partners
from board_qa.services.privacy.erasing import erase
from board_qa.services.questions import left_over
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moderating import group
from board_qa.services.telling import telling
from board_qa.services.telling.asked import askers
from board_qa.services.telling.telling import Telling
from board_qa.storage.sql.tables import TABLES
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from tests.support.deciding import do, now
from tests.support.doubles import ABUSIVE, CountingIds, RecordingAnnouncer, StoppedClock, details
from tests.support.recaps import publish_recap

APPROVE, DECLINE = Action.ACCEPT, Action.DECLINE


@dataclass
class Faulty:
    """A board on a disk that fails at one of the writes to come."""

    ports: Ports
    store: SqliteStore
    meeting: Meeting
    alex: Actor
    left: int = -1

    def fails(self) -> int:
        self.left -= 1
        return int(self.left == 0)

    def kept(self) -> dict[str, list[dict[str, object]]]:
        return {table: self.store.database.rows(f"SELECT * FROM {table}") for table in TABLES}

    def asked(self, text: str, *actions: Action) -> Question:
        receipt = ask(self.ports, self.meeting, AskForm(text, text, email="ann@example.org"))
        question = now(self.ports, self.ports.store.questions.by_token(receipt.token))
        for action in actions:
            question = do(self.ports, action, question, self.alex, ABUSIVE if action is DECLINE else "")
        return question


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Faulty]:
    store = SqliteStore(str(tmp_path / "board.db"))
    ports = Ports(store, StoppedClock(), CountingIds(), RecordingAnnouncer(), Screener(), BankHolidays())
    person = store.accounts.add("alex", "Alex", "", ports.clock())
    assert person is not None
    made = Faulty(ports, store, meetings.create(ports, details()), Actor(person.name, person.id))
    connection = store.database.connection
    connection.create_function("fails", 0, made.fails)
    for table in TABLES:
        for what in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TEMP TRIGGER {what}_{table} BEFORE {what} ON {table} WHEN fails() "
                "BEGIN SELECT RAISE(ABORT, 'a fault of the disk'); END"
            )
    yield made
    store.close()


Press = Callable[[], object]


def to_be_told(board: Faulty) -> tuple[Telling, dict[int, str]]:
    """Three people, and what each is told of."""
    to_tell = Telling(board.meeting, {}, MailMode.ON, "Board", lambda code: f"https://x/{code}{PRIVATE_PAGE}", ENGLISH)
    for number in range(3):
        board.asked(f"Number {number}?", DECLINE)
    everybody = askers(board.ports, board.meeting, {}, MailMode.ON)
    return to_tell, {one.question.number: one.rests_on for one in everybody}


def stop_every_email(board: Faulty) -> Press:
    to_tell, seen = to_be_told(board)
    telling.send_ready(board.ports, to_tell, seen, board.alex)
    return lambda: telling.call_off_all(board.ports, to_tell, board.alex)


def tell_everybody(board: Faulty) -> Press:
    to_tell, seen = to_be_told(board)
    return lambda: telling.send_ready(board.ports, to_tell, seen, board.alex)


def make_the_next_meeting(board: Faulty) -> Press:
    for name in ("Healthwatch", "The council"):
        partners.add(board.ports, board.meeting, name, board.alex)
    after = details(board.ports.clock() + timedelta(days=60))
    return lambda: following.create_from(board.ports, board.meeting, after, board.alex)


def move_what_was_put_together(board: Faulty) -> Press:
    leader, member = board.asked("One?", APPROVE), board.asked("The same?", APPROVE)
    group(board.ports, member, member.revision, leader, board.alex)
    to = meetings.create(board.ports, details(board.ports.clock() + timedelta(days=60)))
    seen = {leader.number: now(board.ports, leader).revision}
    return lambda: left_over.carry_over(board.ports, board.meeting, seen, to, board.alex)


def publish_the_recap(board: Faulty) -> Press:
    board.asked("Why?", APPROVE)
    return lambda: publish_recap(board.ports, board.meeting, board.alex)


def erase_somebody(board: Faulty) -> Press:
    theirs = [board.asked("One?", APPROVE), board.asked("Two?")]
    return lambda: erase(board.ports, theirs, [], board.alex)


@pytest.mark.parametrize(
    "make",
    [stop_every_email, tell_everybody, make_the_next_meeting, move_what_was_put_together, publish_the_recap,
     erase_somebody],
)  # fmt: skip
def test_a_press_is_stored_whole_or_not_at_all(board: Faulty, make: Callable[[Faulty], Press]) -> None:
    press = make(board)
    before = board.kept()
    faults = 0
    while board.kept() == before:
        faults += 1
        board.left = faults
        with suppress(sqlite3.IntegrityError):
            press()
        assert board.kept() == before or board.left > 0, f"a part is stored, with a fault at write {faults}"
        board.left = -1

    assert faults > 2
