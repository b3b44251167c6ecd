"""What the service says of itself to whatever watches it: what does not work, and nothing that helps an attacker."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from board_qa.domain.networks.posts import Source
from board_qa.ports.backups import Made
from board_qa.services.operating.backups import RegularBackups
from board_qa.services.operating.health import ROOM, WORKER, DiskState, disk_state
from board_qa.storage.postgres.store import PostgresStore
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
    assert answer.json == {
        "status": "ok",
        "database": "ok",
        "worker": "running",
        "networks": {"X": "ok"},
        "disk": "ok",
        "backups": "off",
    }
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
        "disk": "ok",
        "backups": "off",
    }
    assert gone.json == {
        "status": "failing",
        "database": "cannot be read",
        "worker": "unknown",
        "networks": {},
        "disk": "ok",
        "backups": "unknown",
    }
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


@pytest.mark.parametrize(
    ("free", "said"),
    [(None, DiskState.UNKNOWN), (0, DiskState.NEARLY_FULL), (ROOM - 1, DiskState.NEARLY_FULL), (ROOM, DiskState.OK)],
)
def test_a_disk_with_less_than_half_a_gigabyte_free_is_nearly_full(free: int | None, said: DiskState) -> None:
    assert disk_state(free) is said


def test_a_disk_that_is_nearly_full_fails_before_anything_is_lost(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(board)
    usage = shutil.disk_usage(board.process.installation.settings.database_file.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=ROOM - 1))  # the system's word on a disk
    answer = health(board)

    assert answer.json is not None
    assert (answer.status_code, answer.json["disk"], answer.json["database"]) == (503, "nearly full", "ok")


class _Folder:
    """One backup, of this time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def made(self) -> list[Made]:
        return [Made(Path("b"), self._at, 1, encrypted=True)]

    def thin_out(self) -> int:
        return 0


def test_where_backups_are_to_be_made_it_says_that_there_is_none_or_an_old_one(board: Board) -> None:
    installation = board.process.installation
    board.process.installation = replace(
        installation, settings=replace(installation.settings, backups=Path("anywhere"))
    )
    board.process.app.extensions["board_qa"] = board.process.installation
    works(board, until=400_000)

    none = health(board)
    RegularBackups(board.ports, _Folder(board.clock()), pytest.fail)()
    fresh = health(board)
    board.clock.advance(hours=36)
    old = health(board)

    assert [one.json["backups"] for one in (none, fresh, old)] == ["none yet", "ok", "old"]  # type: ignore[index]
    assert [one.status_code for one in (none, fresh, old)] == [503, 200, 503]


AWAY_AND_BACK = ["health, reading: the database is away", "health, reading: the database is back"]


def lines_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert not any(record.exc_info for record in caplog.records)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("board_qa.services.operating")]
    return [line.partition(", and asked")[0] for line in said]


def test_that_the_database_cannot_be_written_is_in_the_log_once_and_once_that_it_can_be_again(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    works(board)
    connection = board.ports.store.database.connection  # type: ignore[attr-defined]
    connection.execute("PRAGMA query_only=1")
    statuses = [health(board).status_code for _ in range(3)]
    connection.execute("PRAGMA query_only=0")
    statuses += [health(board).status_code for _ in range(2)]

    assert statuses == [503, 503, 503, 200, 200]
    assert lines_of(caplog) == ["health, writing: the database is away", "health, writing: the database is back"]


def test_while_the_database_cannot_be_reached_the_log_says_so_once_however_often_it_is_asked(
    board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = PostgresStore("postgresql://nobody@127.0.0.1:9/none")
    here = board.process.installation
    board.process.app.extensions["board_qa"] = replace(here, ports=replace(here.ports, store=nowhere))
    answers = [health(board) for _ in range(2)] + [board.browser().get("/readyz") for _ in range(2)]
    board.process.app.extensions["board_qa"] = here
    health(board)

    assert [answer.status_code for answer in answers] == [503] * 4
    assert [answer.json for answer in answers[2:]] == [{"status": "not ready"}] * 2
    assert [answer.json["disk"] for answer in answers[:2]] == ["unknown"] * 2  # type: ignore[index]
    assert lines_of(caplog) == AWAY_AND_BACK


def test_the_figures_say_so_too_without_a_traceback(board: Board, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = PostgresStore("postgresql://nobody@127.0.0.1:9/none")
    here = board.process.installation
    ports = replace(here.ports, store=nowhere)
    settings = replace(here.settings, metrics_token="t" * 16)
    board.process.app.extensions["board_qa"] = replace(here, ports=ports, settings=settings)
    pages = [board.browser().get("/metrics", headers={"Authorization": "Bearer " + "t" * 16}) for _ in range(3)]
    board.process.app.extensions["board_qa"] = here
    health(board)

    assert all("board_qa_database_up 0" in page.text for page in pages)
    assert lines_of(caplog) == AWAY_AND_BACK
