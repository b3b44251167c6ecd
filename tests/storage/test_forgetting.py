"""What counts no more, opens nothing any more, or was kept as long as it may be, goes from the database by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Charge, UnreadablePost
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.privacy.keeping import Keeping
from board_qa.storage.sql.networks.sources import UNNAMED
from board_qa.storage.sql.store import SqlStore
from board_qa.worker import Worker
from tests.support.doubles import NOON, StoppedClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Keep = Callable[[SqlStore, int, int], object]


def session(store: SqlStore, person: int, _: int) -> None:
    store.sessions.start(person, "token", "Firefox", NOON, NOON + 12 * HOUR, by_link=False)


def link(store: SqlStore, person: int, _: int) -> None:
    store.accounts.add_link(person, "token", NOON + 12 * HOUR)


def used_session(store: SqlStore, person: int, _: int) -> None:
    session(store, person, _)
    store.sessions.use("token", NOON + 9 * HOUR, NOON)


@pytest.mark.parametrize(
    ("table", "keep", "lasts"),
    [
        ("session", session, 4 * HOUR),
        ("session", used_session, 12 * HOUR),
        ("sign_in_link", link, 12 * HOUR),
        ("code_wait", lambda store, person, _: store.second_steps.wait(person, "t", False, NOON + HOUR), HOUR),
        ("sign_in_try", lambda store, *_: store.tries.record("alex", "network", "", NOON), HOUR / 4),
        ("known_device", lambda store, person, _: store.sessions.know_device(person, "d", "", NOON, NOON), 180 * DAY),
        ("presence", lambda store, person, meeting: store.presence.set(person, meeting, None, NOON), HOUR / 80),
        ("unreadable_post", lambda store, *_: store.sources.add_unreadable("X", UnreadablePost("1"), NOON), 365 * DAY),
    ],
)
def test_a_round_of_the_worker_deletes_what_is_over_and_nothing_that_is_not(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor, clock: StoppedClock, table: str, keep: Keep,
    lasts: timedelta,
) -> None:  # fmt: skip
    assert alex.id is not None
    keep(store, alex.id, meeting.id)
    worker = Worker(ports, [], "one")
    left = []
    for at in (NOON + lasts - timedelta(seconds=1), NOON + lasts):
        clock.now = at
        worker.tick()
        left.append(len(store.database.rows(f"SELECT 1 AS one FROM {table}")))

    assert left == [1, 0]


def test_once_a_network_bills_it_no_more_nobody_can_tell_which_post_or_person_was_paid_for(
    ports: Ports, store: SqlStore, clock: StoppedClock
) -> None:
    store.sources.spend("X", [Charge("post", "70001", 5_000), Charge("user", "4711", 10_000)], clock())
    store.sources.reserve("X", "mentions", 700, clock())

    def named() -> list[str]:
        keeping = Keeping(ports)
        for _ in range(3):
            keeping.go_on()
        return [row["resource"] for row in store.database.rows("SELECT resource FROM charge ORDER BY id")]

    clock.advance(days=1)
    *marks, call = named()
    assert not {"4711", "70001"} & set(marks)
    assert not [mark for mark in marks if mark.startswith(UNNAMED)]
    assert call == "mentions"
    clock.advance(days=1)
    assert [name.startswith(UNNAMED) for name in named()] == [True, True, False]
    assert store.sources.spent_since("X", NOON) == 15_700
    assert len(store.sources.settle("X", "mentions")) == 1  # what was booked for a call is still found by its name
