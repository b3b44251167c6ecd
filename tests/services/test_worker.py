"""The loop: one at a time, and nothing that goes wrong in it stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.services.spending import Budget
from board_qa.worker import Worker
from tests.conftest import RunningNetwork
from tests.support.doubles import StoppedClock


def worker(ports: Ports, practice: RunningNetwork, holder: str, *chores: Callable[[], None]) -> Worker:
    made = Worker(ports, practice.channel, Budget(0), holder)
    made.chores[:] = chores
    return made


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
    first.release()

    assert second.tick()


def test_a_fault_in_one_chore_does_not_stop_the_next(ports: Ports, practice: RunningNetwork, meeting: Meeting) -> None:
    done: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    worker(ports, practice, "a", broken, lambda: done.append("the next")).tick()

    assert done == ["the next"]


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
    stop = threading.Event()
    worker(ports, practice, "a", stop.set).run(stop)

    assert ports.store.leases.holder("worker", clock()) == ""
