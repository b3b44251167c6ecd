"""Boards on a disk, whose service is stopped: made, backed up, restored and read again."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from board_qa.bootstrap.stores import make_store
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.ids import RandomIds
from tests.support.deciding import asked
from tests.support.doubles import RecordingAnnouncer, StoppedClock, details
from tests.support.places import ROOT

BUSY = """
import sys
from board_qa.storage.sqlite.store import SqliteStore
store = SqliteStore(sys.argv[1])
store.open()
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def at_work(database: Path | str, clock: StoppedClock) -> Iterator[Ports]:
    """The services on this database, a file or a URL of PostgreSQL, as a process that works with it has them."""
    store = make_store(str(database))
    try:
        yield Ports(store, clock, RandomIds(), RecordingAnnouncer(), Screener(), BankHolidays())
    finally:
        store.close()


@contextmanager
def open_elsewhere(database: Path) -> Iterator[None]:
    """In another process, which waits."""
    command = [sys.executable, "-c", BUSY, str(database)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        yield
        other.communicate()


def board_with(database: Path, clock: StoppedClock, *texts: str) -> Path:
    """A database with one meeting to which these questions were asked."""
    with at_work(database, clock) as ports:
        meeting = meetings.create(ports, details(clock()))
        for text in texts:
            asked(ports, meeting, text)
    return database


def backup_of(database: Path, clock: StoppedClock, file: Path | None = None) -> Path:
    return SqliteBackups(database, clock).make(file, overwrite=False).file


def texts_in(database: Path) -> list[str]:
    """The questions in a database, in the order they came."""
    return [str(text) for (text,) in rows_in(database, "SELECT text FROM question ORDER BY id")]


def rows_in(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(sql).fetchall()


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk on which no file can be larger than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
