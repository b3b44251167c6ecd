"""A worker in a process of its own has backups made, and goes on where none can be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from board_qa.rehearsal.__main__ import wait
from board_qa.storage.sqlite.backup.sealed import is_sealed
from tests.measures.scale import FLASK, Program
from tests.support.commands import flask
from tests.support.doubles import StoppedClock
from tests.support.kept_boards import board_with, texts_in

pytestmark = pytest.mark.server

WORDS = "five random words are enough"


@pytest.fixture
def worker(tmp_path: Path, clock: StoppedClock) -> Iterator[Callable[[Path], Path]]:
    """Starts one whose backups go into this folder; its log."""
    database, log = board_with(tmp_path / "board" / "b.db", clock, "Why?"), tmp_path / "log"
    started: list[Program] = []

    def start(folder: Path) -> Path:
        settings = {"DATABASE_URL": f"sqlite:///{database}", "BACKUPS": str(folder), "BACKUP_KEY": WORDS}
        started.append(Program([*FLASK, "worker"], os.environ | settings, log))
        started[-1].start()
        return log

    yield start
    for one in started:
        one.stop()


def test_the_first_backup_is_made_when_a_worker_starts_and_can_be_restored(
    worker: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    worker(folder)
    wait("a backup", lambda: folder.is_dir() and any(file.suffix == ".age" for file in folder.iterdir()))
    (file,) = (file for file in folder.iterdir() if file.suffix == ".age")
    wait("it is whole", lambda: is_sealed(file))
    (tmp_path / "new").mkdir()
    said = flask(tmp_path / "new", "restore", str(file), BACKUP_KEY=WORDS)

    assert said.stdout.startswith(f"Restored from {file}: 1 meeting and 1 question."), said.stderr
    assert texts_in(tmp_path / "new" / "b.db") == ["Why?"]


def test_where_none_can_be_made_its_log_says_why(worker: Callable[[Path], Path], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    log = worker(tmp_path / "file" / "kept")
    wait("it is said", lambda: "no backup was made" in log.read_text())

    assert f"The folder {tmp_path}/file/kept cannot be made (Not a directory). No backup was made." in log.read_text()
