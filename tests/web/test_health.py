"""What the service says of itself to whatever watches it: what does not work, and nothing that helps an attacker."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from board_qa.domain.networks.posts import Source
from board_qa.services.operating.health import WORKER
from board_qa.web.operators.health import condition_of
from board_qa.worker import LEASE
from tests.support.board import Board


def works(board: Board, until: int = 3600) -> None:
    assert board.ports.store.leases.take(WORKER, "somebody", board.ports.clock(), until)


def health(board: Board) -> TestResponse:
    board.clock.advance(seconds=6)  # what was found out a moment ago is said again
    return board.browser().get("/healthz")


def reads(board: Board, due: datetime, **changes: object) -> None:
    board.ports.store.sources.save(replace(Source("X"), next_read_at=due, **changes))  # type: ignore[arg-type]


def test_the_lease_it_looks_for_is_the_workers() -> None:
    assert WORKER == LEASE


def test_all_is_well_where_the_database_answers_and_somebody_collects_and_sends(board: Board) -> None:
    works(board)
    answer = health(board)

    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "database": "ok", "worker": "running", "networks": {"X": "ok"}}
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_anybody_who_collects_and_sends_it_fails_also_where_that_one_died_or_hangs(board: Board) -> None:
    assert (health(board).status_code, health(board).json["worker"]) == (503, "not running")  # type: ignore[index]
    works(board, until=20)
    assert health(board).status_code == 200
    board.clock.advance(seconds=20)

    assert health(board).status_code == 503


def test_a_database_that_cannot_be_written_is_told_from_one_that_cannot_be_read(board: Board) -> None:
    works(board)
    connection = board.ports.store.database.connection  # type: ignore[attr-defined]
    connection.execute("PRAGMA query_only=1")
    full = health(board)
    connection.close()
    gone = health(board)

    assert full.json == {
        "status": "failing",
        "database": "cannot be written",
        "worker": "running",
        "networks": {"X": "ok"},
    }
    assert gone.json == {"status": "failing", "database": "cannot be read", "worker": "unknown", "networks": {}}
    assert {full.status_code, gone.status_code} == {503}


@pytest.mark.parametrize(
    ("late", "changes", "said", "status"),
    [
        (4, {}, "ok", 200),
        (6, {}, "overdue", 503),
        (0, {"problem": "Key k-123 of jo@example.org", "problem_kind": "refused"}, "trouble", 200),
    ],
)
def test_a_network_that_is_not_read_in_time_is_our_fault_and_its_own_trouble_is_not(
    board: Board, late: int, changes: dict[str, object], said: str, status: int
) -> None:
    works(board)
    reads(board, board.clock() - timedelta(minutes=late), **changes)
    answer = health(board)

    assert (answer.json["networks"], answer.status_code) == ({"X": said}, status)  # type: ignore[index]
    assert "k-123" not in answer.text


def test_what_somebody_paused_is_not_overdue(board: Board) -> None:
    works(board)
    reads(board, board.clock() - timedelta(hours=1))
    board.ports.store.sources.pause("X", True)

    assert health(board).json["networks"] == {"X": "paused"}  # type: ignore[index]


def test_nothing_is_overdue_while_no_meeting_takes_questions(board: Board) -> None:
    reads(board, board.clock())
    board.clock.advance(days=300)
    works(board)

    assert health(board).status_code == 200


def test_however_often_it_is_asked_it_looks_once_in_five_seconds(board: Board) -> None:
    works(board)
    health(board)
    written = board.ports.store.sources.metadata("service", "written")
    board.clock.advance(seconds=4)
    board.browser().get("/healthz")

    assert board.ports.store.sources.metadata("service", "written") == written


def test_it_is_ready_until_it_is_told_to_stop(board: Board) -> None:
    before = board.browser().get("/readyz")
    try:
        board.process.stop_serving()
        after = board.browser().get("/readyz")
    finally:
        condition_of(board.process.app).stopping = False

    assert (before.status_code, before.json) == (200, {"status": "ready"})
    assert (after.status_code, after.json) == (503, {"status": "stopping"})
    assert {before.headers["Cache-Control"], after.headers["Cache-Control"]} == {"no-store"}


def test_it_is_not_ready_where_the_database_cannot_be_read_and_says_no_more(board: Board) -> None:
    board.ports.store.database.connection.close()  # type: ignore[attr-defined]
    answer = board.browser().get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"status": "not ready"})


def test_somebody_who_stopped_collecting_does_not_keep_visitors_away(board: Board) -> None:
    assert board.browser().get("/readyz").status_code == 200
