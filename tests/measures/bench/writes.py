"""What it takes to write: a question over HTTP, a transaction, and an approval until the last screen has it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles

import gevent

from board_qa.domain.meetings.meeting import Meeting
from board_qa.storage.sqlite.database import SqliteDatabase
from tests.measures.bench.fanout import audience
from tests.measures.bench.rows import Row, Sample, in_turn
from tests.measures.bench.visitors import Served, plain_flask, post, product, visit
from tests.support.board import token_on
from tests.support.running import Running

FORM = "key=bench-########&question=Why+is+the+minor+injuries+unit+closed+on+Sunday+########&name=Ann+Lee&email="
EACH_ITS_OWN = {"X_Forwarded_For": "########"}
FEW, MANY = 5, 1_000
APPROVED = 60
WRITERS, TRANSACTIONS, TURNS = 8, 10, 6
TABLE = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL)"
INSERT, NOTE = "INSERT INTO note (text, at) VALUES (?, ?)", ("x" * 200, "2026-11-23T12:00:00")


def missing() -> str:
    return "" if shutil.which("cc") else "cc"


def suite(number: int) -> Iterator[Sample]:
    # Each question from a network of its own: from one, 1,200 are taken in an hour.
    with product(PROXIES="1", QUESTIONS_AN_HOUR="1000000") as (served, running), plain_flask() as plain:
        yield from _posts(number, served, plain, running.meeting())
        yield from _in_a_crowd(served, running.meeting())
        yield from _approvals(running)
    yield from _transactions(number)


def _posts(number: int, served: Served, plain: Served, meeting: Meeting) -> Iterator[Sample]:
    mine = post(served, f"/{meeting.code}/questions", FORM, **EACH_ITS_OWN)
    ours, theirs = in_turn(
        number, lambda: visit(served, mine, 303), lambda: visit(plain, post(plain, "/", FORM, **EACH_ITS_OWN))
    )
    empty = "empty POST of Flask's"
    yield Sample(Row("questions posted in a second", "", empty, 0.65, least=True), ours.per_second, theirs.per_second)
    yield Sample(Row("CPU of a question that is posted", "ms", empty), ours.cpu, theirs.cpu)
    yield Sample(Row("CPU of whoever posts one", "ms", empty), ours.asking, theirs.asking)


def _in_a_crowd(served: Served, meeting: Meeting) -> Iterator[Sample]:
    """Posting while so many listen. Each hears of what changed every 150 ms at most."""
    request = post(served, f"/{meeting.code}/questions", FORM, **EACH_ITS_OWN)
    found = {}
    for listeners in (FEW, MANY):
        with audience(served.address, listeners, 0, _phones(meeting)):
            found[listeners] = visit(served, request, 303).per_second
    row = Row(f"questions posted in a second while {MANY:,} listen", "", f"while {FEW} do", 0.9, least=True)
    yield Sample(row, found[MANY], found[FEW])


def _phones(meeting: Meeting) -> list[str]:
    return [json.dumps({"code": meeting.code, "language": language}) for language in ("en", "en", "en", "cy")]


def _approvals(running: Running) -> Iterator[Sample]:
    """From a press at the desk until the last of so many screens has it, every twentieth of which is a projector."""
    meeting, http = running.meeting(), running.sign_in()
    screens = [json.dumps({"screen": meeting.screen_token}), *(_phones(meeting) * 5)[:19]]
    asked = [running.asked(meeting, f"Why is ward {count} closed?") for count in range(APPROVED)]
    path = f"{running.address}/desk/meetings/{meeting.id}"
    token = token_on(http.get(path, timeout=60).text)
    times = []
    with audience(running.address, MANY, 0, screens) as listening:
        time.sleep(0.5)
        for question in asked:
            form = {"expected": str(question.revision), "csrf_token": token}
            begun = time.monotonic_ns()
            http.post(f"{path}/questions/{question.number}/approve", form, allow_redirects=False, timeout=30)
            _, _, last = listening.hears("heard")
            times.append((last - begun) / 1e6)
            time.sleep(0.2)  # whoever reads a question before pressing takes longer
        corrupt, _ = listening.report()
    if corrupt:
        raise RuntimeError(f"{corrupt} screens did not hear everything whole and in order")
    name = f"approved, until the last of {MANY:,} screens and phones has it"
    yield Sample(Row(f"{name}, median", "ms"), median(times))
    yield Sample(Row(f"{name}, slowest hundredth", "ms", reach=200), quantiles(times, n=100)[98])


def _transactions(number: int) -> Iterator[Sample]:
    """So many writers in one process, as greenlets are, each with a row in a transaction of its own."""
    found = [in_turn(number + turn, _by_our_store, _by_sqlite_alone) for turn in range(TURNS)]
    ours, theirs = ([taken for both in found for taken in both[which]] for which in (0, 1))
    yardstick = "by sqlite3 alone"
    # By the median: one wait for a disk that others keep busy is longer than fifty transactions.
    per_second = [1000 / median(times) for times in (ours, theirs)]
    row = Row(f"transactions of {WRITERS} writers in a second", "", yardstick, 0.95, least=True)
    yield Sample(row, *per_second)
    yield Sample(Row("slowest of them", "ms", reach=50), max(ours))


def _by_our_store() -> list[float]:
    with _new_file() as file, closing(SqliteDatabase(str(file))) as database:
        database.connection.execute(TABLE)

        def write() -> None:
            with database.write():
                database.execute(INSERT, *NOTE)

        return _together(write)


def _by_sqlite_alone() -> list[float]:
    with _new_file() as file, closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(TABLE)

        def write() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(INSERT, NOTE)
            connection.execute("COMMIT")

        return _together(write)


@contextmanager
def _new_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "bench.db"


def _together(write: Callable[[], None]) -> list[float]:
    """Milliseconds of each transaction. Nobody may find the database locked: that would be an error here."""
    times: list[float] = []

    def writer() -> None:
        for _ in range(TRANSACTIONS):
            begun = time.perf_counter()
            write()
            times.append((time.perf_counter() - begun) * 1000)
            gevent.sleep(0)

    gevent.joinall([gevent.spawn(writer) for _ in range(WRITERS)], raise_error=True)
    return times
