"""The store's promises: all or nothing, once, and never a yield inside."""

from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import gevent
import psycopg
import pytest

from board_qa.domain.accounts.sessions import IDLE_AFTER
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Charge
from board_qa.domain.questions.question import NewQuestion
from board_qa.ports import Ports
from board_qa.services.accounts import signing_in
from board_qa.services.accounts.forgetting import forget_what_is_over
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.database import TransactionYielded
from board_qa.storage.sqlite.store import SqliteStore
from tests.support import postgres
from tests.support.doubles import DOOR, NOON, PlainPasswords, StoppedClock
from tests.support.places import ROOT


def question(key: str = "k") -> NewQuestion:
    return NewQuestion("web", key, "Why?", "", NOON)


def test_a_failed_transaction_leaves_nothing(store: SqlStore, meeting: Meeting) -> None:
    with pytest.raises(KeyError), store.transaction():  # noqa: PT012  # the failure must come after the write
        store.questions.receive(meeting.id, question(), "t", NOON)
        raise KeyError

    assert store.questions.of_meeting(meeting.id) == []
    assert store.meetings.get(meeting.id) == meeting


def test_a_transaction_that_yields_is_caught(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "b.db"))
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            with store.transaction():
                pass
        except TransactionYielded as error:
            caught.append(error)

    with store.transaction():
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
    store.close()

    assert len(caught) == 1


def test_no_service_yields_inside_a_transaction(ports: Ports, meeting: Meeting) -> None:
    """Greenlets that all write at once: any switch inside a transaction would raise TransactionYielded."""
    jobs = [gevent.spawn(ports.store.questions.receive, meeting.id, question(str(n)), f"t{n}", NOON) for n in range(50)]
    gevent.joinall(jobs, raise_error=True)

    assert [q.number for q in ports.store.questions.of_meeting(meeting.id)] == list(range(1, 51))


def test_one_on_screen_is_a_rule_of_the_database_itself(store: SqlStore, meeting: Meeting) -> None:
    for key in ("a", "b"):
        store.questions.receive(meeting.id, question(key), key, NOON)

    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        store.database.execute("UPDATE question SET state = 'on_screen'")


def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "b.db"))

    assert store.database.row("PRAGMA synchronous") == {"synchronous": 2}
    assert store.database.row("PRAGMA journal_mode") == {"journal_mode": "wal"}
    store.close()


def _open(path: str) -> None:
    store = SqliteStore(path)
    store.open()
    store.close()


def test_several_processes_that_start_at_once_agree_on_the_tables(tmp_path: Path) -> None:
    path = str(tmp_path / "b.db")
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_open, args=(path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0, 0, 0]


def test_a_start_needs_no_lock_where_the_tables_are_up_to_date(tmp_path: Path) -> None:
    path = str(tmp_path / "b.db")
    before = SqliteStore(path)
    before.open()
    before.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = SqliteStore(path)

    assert store.meetings.all() == []
    store.close()
    other.close()


def test_only_one_holder_has_the_lease_and_it_passes_on_when_it_ends(store: SqlStore, clock: StoppedClock) -> None:
    assert store.leases.take("worker", "a", clock(), 20)
    assert not store.leases.take("worker", "b", clock(), 20)
    clock.advance(seconds=19)
    assert store.leases.take("worker", "a", clock(), 20)
    clock.advance(seconds=20)
    assert store.leases.take("worker", "b", clock(), 20)
    assert store.leases.holder("worker", clock()) == "b"


HOLDER = """
from board_qa.storage.postgres.store import PostgresStore
from board_qa.storage.sqlite.store import SqliteStore
from datetime import UTC, datetime
import sys
store = (PostgresStore if sys.argv[1].startswith("postgres") else SqliteStore)(sys.argv[1])
print(store.leases.take("worker", "a", datetime.fromisoformat(sys.argv[2]), 20), flush=True)
sys.stdin.read()
"""


def test_a_lease_passes_on_at_once_when_its_holder_was_killed_and_never_while_it_lives(
    process: Callable[[], SqlStore], database_kind: str, tmp_path: Path
) -> None:
    where = postgres.url() if database_kind == "postgres" else str(tmp_path / "board.db")
    command = [sys.executable, "-c", HOLDER, where, NOON.isoformat()]
    store = process()
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        assert not store.leases.take("worker", "b", NOON, 20)
        holder.kill()
        holder.wait()
    # PostgreSQL hears from its own process for the holder, in its own time; a file is free with its process.
    tries = 1_000 if database_kind == "postgres" else 1
    assert any(store.leases.take("worker", "b", NOON, 20) for _ in range(tries))


def test_a_lease_that_was_given_back_is_free_for_others(process: Callable[[], SqlStore]) -> None:
    stores = [process() for _ in range(2)]
    assert stores[0].leases.take("worker", "a", NOON, 20)
    stores[0].leases.release("worker", "a")
    assert stores[1].leases.take("worker", "b", NOON, 20)
    assert not stores[0].leases.take("worker", "a", NOON, 20)


def test_a_holder_that_was_silent_too_long_does_not_take_the_lease_back_from_whoever_has_it(
    process: Callable[[], SqlStore],
) -> None:
    silent, other, third = (process() for _ in range(3))
    assert silent.leases.take("worker", "silent", NOON, 20)
    later = NOON + timedelta(seconds=20)
    assert other.leases.take("worker", "other", later, 20)

    assert not silent.leases.take("worker", "silent", later, 20)
    assert not third.leases.take("worker", "third", later, 20)  # the lock is free by now, and `other` never had it
    assert other.leases.holder("worker", later) == "other"


def test_a_lease_that_got_its_lock_later_passes_on_at_once_as_well(process: Callable[[], SqlStore]) -> None:
    silent, other, third = (process() for _ in range(3))
    silent.leases.take("worker", "silent", NOON, 20)
    later = NOON + timedelta(seconds=20)
    other.leases.take("worker", "other", later, 20)
    silent.close()
    assert other.leases.take("worker", "other", later, 20)
    assert not third.leases.take("worker", "third", later, 20)
    other.close()  # as the kernel does for a process that was killed

    assert third.leases.take("worker", "third", later, 20)


def test_where_there_can_be_no_lock_the_lease_alone_says_who_works(tmp_path: Path) -> None:
    (tmp_path / "b.db.worker.lock").mkdir()
    first, second = (SqliteStore(str(tmp_path / "b.db")) for _ in range(2))
    assert first.leases.take("worker", "first", NOON, 20)
    first.close()

    assert not second.leases.take("worker", "second", NOON, 20)
    assert second.leases.take("worker", "second", NOON + timedelta(seconds=20), 20)
    second.close()


def test_a_resource_is_charged_once_a_day(store: SqlStore, clock: StoppedClock) -> None:
    for _ in range(3):
        store.sources.spend("X", [Charge("post", "1", 5000)], clock())
    clock.advance(days=1)
    store.sources.spend("X", [Charge("post", "1", 5000)], clock())

    assert store.sources.spent_since("X", NOON) == 10_000


def test_only_hashes_of_session_tokens_are_stored(ports: Ports, sqlite: SqliteStore) -> None:
    person = sqlite.accounts.add("alex", "Alex", "", NOON)
    assert person is not None
    sqlite.sessions.start(person.id, "the-token", "", NOON, NOON.replace(year=2027), by_link=False)

    assert sqlite.sessions.owner("the-token", NOON, NOON - IDLE_AFTER) == person
    assert "the-token" not in "".join(sqlite.database.connection.iterdump())


def test_tries_at_made_up_names_are_forgotten_once_they_count_no_more(
    ports: Ports, store: SqlStore, clock: StoppedClock
) -> None:
    for n in range(30):
        signing_in.sign_in(ports, PlainPasswords(), f"nobody-{n}", "a guess", DOOR)
    clock.advance(minutes=15)
    forget_what_is_over(ports)
    signing_in.sign_in(ports, PlainPasswords(), "nobody", "a guess", DOOR)

    assert [row["username"] for row in store.database.rows("SELECT username FROM sign_in_try")] == ["nobody"]


def test_a_one_time_link_works_once(store: SqlStore) -> None:
    person = store.accounts.add("alex", "Alex", "", NOON)
    assert person is not None
    store.accounts.add_link(person.id, "link", NOON.replace(year=2027))

    assert store.accounts.use_link("link", NOON) == person
    assert store.accounts.use_link("link", NOON) is None
