"""The loop: one at a time, and nothing that goes wrong in it stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.networks import approving
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.worker import Worker
from tests.conftest import RunningNetwork
from tests.support.doubles import StoppedClock


def worker(ports: Ports, practice: RunningNetwork, holder: str, *chores: Callable[[], None]) -> Worker:
    made = Worker(ports, [practice.channel], holder)
    made.chores[:] = chores
    return made


def at_work(ports: Ports, practice: RunningNetwork, holder: str) -> Worker:
    """With the chores of every day."""
    return Worker(ports, [practice.channel], holder)


def test_only_one_of_two_workers_works(ports: Ports, practice: RunningNetwork) -> None:
    first, second = (worker(ports, practice, name) for name in "ab")

    assert [first.tick(), second.tick(), first.tick()] == [True, False, True]


def test_the_second_takes_over_when_the_first_has_died(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock
) -> None:
    first, second = (worker(ports, practice, name) for name in "ab")
    first.tick()
    clock.advance(seconds=21)

    assert second.tick()
    assert not first.tick()


def test_the_next_starts_at_once_when_the_first_ended_in_peace(ports: Ports, practice: RunningNetwork) -> None:
    first, second = (worker(ports, practice, name) for name in "ab")
    first.tick()
    first.stop()

    assert second.tick()


def test_a_fault_in_one_chore_does_not_stop_the_next(ports: Ports, practice: RunningNetwork, meeting: Meeting) -> None:
    done: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    worker(ports, practice, "a", broken, lambda: done.append("the next")).tick()

    assert done == ["the next"]


def test_a_database_that_is_away_for_many_rounds_is_one_line_when_it_goes_and_one_when_it_is_back(
    ports: Ports, practice: RunningNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    rounds, done = iter(range(1, 9)), threading.Event()

    def asks() -> None:
        if next(rounds) < 4:
            raise StoreUnavailable("PostgreSQL cannot be reached")
        done.set()

    one = worker(ports, practice, "a", asks)
    run_until(one, done)

    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("the worker: the database is away, and asked again until it is back: PostgreSQL cannot be reached", None),
        ("the worker: the database is back", None),
    ]


def test_a_database_that_goes_while_a_network_is_read_is_no_trouble_of_the_network(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    if not isinstance(ports.store, SqliteStore):
        pytest.skip("how it is taken away here is SQLite's")
    only = ports.store.database.connection.execute
    practice.says("jo", "Why? #AnytownBoard")
    practice.network.while_asked = lambda _: only("PRAGMA query_only=1")
    one = at_work(ports, practice, "a")
    with suppress(StoreUnavailable):
        one.tick()
    only("PRAGMA query_only=0")
    practice.network.while_asked = lambda _: None

    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert ports.store.sources.get("X").problem == ""
    clock.advance(minutes=2)
    one.tick()
    assert [q.source.text for q in ports.store.questions.of_meeting(meeting.id)] == ["Why? #AnytownBoard"]


def run_until(one: Worker, done: threading.Event) -> None:
    running = threading.Thread(target=one.run)
    running.start()
    done.wait()
    one.stop()
    running.join()


def test_a_worker_that_lost_its_lease_in_the_middle_leaves_the_rest_to_the_other(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock
) -> None:
    done: list[str] = []
    other = worker(ports, practice, "b")

    def slow() -> None:
        clock.advance(seconds=21)
        other.tick()

    worker(ports, practice, "a", slow, lambda: done.append("the rest")).tick()

    assert done == []


def test_the_loop_ends_when_told_and_gives_its_lease_back(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock
) -> None:
    begun = threading.Event()
    one = worker(ports, practice, "a", begun.set)
    running = threading.Thread(target=one.run)
    running.start()
    begun.wait()
    one.stop()
    running.join()

    assert ports.store.leases.holder("worker", clock()) == ""


def test_a_worker_that_stops_while_the_network_is_read_stores_nothing_of_the_answer(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, clock: StoppedClock
) -> None:
    practice.says("jo", "Why? #AnytownBoard")
    one, holders = at_work(ports, practice, "a"), []

    def stop(endpoint: str) -> None:
        one.stop()  # in the network's own thread: it would wait for ever if it had to wait for this answer
        holders.append(ports.store.leases.holder("worker", clock()))

    practice.network.while_asked = stop
    one.run()

    assert holders == [""]
    assert ports.store.questions.of_meeting(meeting.id) == []
    assert ports.store.sources.parts("X") == []  # and no trouble is noted, where there was none


def test_the_next_worker_reads_what_the_stopped_one_left(
    ports: Ports, practice: RunningNetwork, meeting: Meeting
) -> None:
    practice.says("jo", "Why? #AnytownBoard")
    one = at_work(ports, practice, "a")
    practice.network.while_asked = lambda _: one.stop()
    one.run()

    assert at_work(ports, practice, "b").tick()
    assert [q.source.text for q in ports.store.questions.of_meeting(meeting.id)] == ["Why? #AnytownBoard"]


def test_a_round_that_takes_long_keeps_the_lease_as_long_as_each_of_its_calls_is_short(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, clock: StoppedClock
) -> None:
    for n in range(120):  # pages of a hundred: every stream has two
        practice.says("jo", f"Why {n}? #AnytownBoard")
    other, tried = worker(ports, practice, "b"), []

    def slow(endpoint: str) -> None:
        clock.advance(seconds=13)
        tried.append(ports.store.leases.holder("worker", clock()))

    practice.network.while_asked = slow
    at_work(ports, practice, "a").tick()

    assert len(tried) > 3
    assert set(tried) == {"a"}
    assert not other.tick()


def test_a_worker_that_lost_its_lease_while_it_read_stores_nothing_more(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, clock: StoppedClock
) -> None:
    practice.says("jo", "Why? #AnytownBoard")
    other = worker(ports, practice, "b")
    one = at_work(ports, practice, "a")

    def silent(endpoint: str) -> None:
        clock.advance(seconds=21)
        other.tick()

    practice.network.while_asked = silent
    one.tick()

    assert ports.store.leases.holder("worker", clock()) == "b"
    assert ports.store.questions.of_meeting(meeting.id) == []


def test_of_two_posts_the_second_is_left_to_the_next_worker_when_the_first_took_too_long(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    for text in ("First", "Second"):
        approving.approve(ports, practice.channel, meeting, text, alex)
    other = worker(ports, practice, "b")

    def slow(endpoint: str) -> None:
        clock.advance(seconds=21)
        other.tick()

    practice.network.while_asked = slow
    at_work(ports, practice, "a").tick()

    states = [post.state for post in ports.store.outbox.of_meeting(meeting.id)]
    assert states == [OutboxState.SENT, OutboxState.APPROVED]
