"""What is kept is readable by its owner only: real files, as a machine with the usual umask makes them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from board_qa import private_files
from board_qa.config.reading import read_settings
from board_qa.practice.network import PracticeNetwork
from board_qa.rehearsal.server import Server
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.clock import utc_now
from tests.support.commands import flask

pytestmark = pytest.mark.server

ALONE = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0)
other.execute("PRAGMA locking_mode=EXCLUSIVE")
other.execute("PRAGMA journal_mode=DELETE")
"""


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Whoever makes a file says nothing: others may read it."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, str]:
    """The rights of a folder and of everything in it, by name."""
    return {path.name: oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())}


def opened(database: Path) -> SqliteStore:
    store = SqliteStore(str(database))
    store.open()
    return store


def test_a_running_service_makes_nothing_that_others_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "board" / "data"
    practice_mode = {"SECRET_KEY": "", "DATABASE_URL": f"sqlite:///{folder}/board_qa.db", "RUN_WORKER": "1"}
    server = Server(tmp_path, "", ("", "", "", ""), **practice_mode)
    try:
        server.start()
        made = rights(folder)
    finally:
        server.close()

    practised = {"practice.db", "practice-bluesky.db", "practice-mastodon.db"}
    assert {"board_qa.db", "board_qa.db-wal", "board_qa.db-shm", "secret_key", *practised} <= set(made)
    assert set((made | {"data": "0o600"}).values()) == {"0o600"}
    assert (made["data"], rights(folder.parent)["board"]) == ("0o700", "0o700")


def test_what_an_older_version_left_readable_is_tightened(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("board_qa.db", "secret_key", "practice.db"):
        (folder / name).touch()
    with closing(
        sqlite3.connect(folder / "board_qa.db")
    ) as left_open:  # as in a crash, which leaves the files beside it
        left_open.execute("PRAGMA journal_mode=WAL")
        left_open.execute("CREATE TABLE t(x)")
        assert set(rights(folder).values()) == {"0o755", "0o644"}
        read_settings({"DATABASE_URL": f"sqlite:///{folder}/board_qa.db"})
        PracticeNetwork(utc_now, str(folder / "practice.db")).db.close()
        opened(folder / "board_qa.db").close()

        found = rights(folder)

    assert {"board_qa.db-wal", "board_qa.db-shm"} <= set(found)
    assert (found.pop("data"), set(found.values())) == ("0o700", {"0o600"})


def test_a_folder_in_which_others_keep_things_stays_as_it_is_and_the_doctor_says_so(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "minutes.txt").touch()
    said = flask(tmp_path / "shared", "doctor").stdout

    assert rights(tmp_path / "shared") == {
        "shared": "0o755",
        "minutes.txt": "0o644",
        "b.db": "0o600",
        "secret_key": "0o600",
    }
    assert f"chmod go= {tmp_path}/shared\n" in said


def test_the_doctor_names_a_backup_that_others_can_read(tmp_path: Path) -> None:
    opened(tmp_path / "b.db").close()
    tight = flask(tmp_path, "doctor").stdout
    (tmp_path / "b-backup-2026-11-24.db").touch()
    wide = flask(tmp_path, "doctor").stdout

    assert "Files           on: only their owner can read them" in tight
    assert f"chmod go= {tmp_path}/b-backup-2026-11-24.db\n" in wide


def test_the_files_beside_a_database_behind_a_link_are_tightened_where_they_are(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "real.db"
    (tmp_path / "linked.db").symlink_to(elsewhere)
    store = opened(tmp_path / "linked.db")
    made = rights(elsewhere.parent)
    store.close()

    assert made == {"elsewhere": "0o700", "real.db": "0o600", "real.db-wal": "0o600", "real.db-shm": "0o600"}


def test_a_database_that_is_open_keeps_its_locks_when_it_is_opened_again(tmp_path: Path) -> None:
    """Opening and closing its file in any other way would take the first one's locks away (POSIX)."""
    first = opened(tmp_path / "b.db")
    opened(tmp_path / "b.db").close()
    tries = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path / "b.db")], capture_output=True, text=True, check=False
    )
    first.close()

    assert "database is locked" in tries.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only an administrator can give files away")
def test_what_an_administrator_makes_in_the_services_folder_belongs_to_the_service(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    private_files.make(tmp_path / "data" / "board_qa.db")

    assert {path.stat().st_uid for path in tmp_path.rglob("*")} == {12345}
