"""What was erased since a backup was made is erased again when that is restored, also on another machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import State
from board_qa.services.meetings import meetings
from board_qa.services.privacy.erasing import erase
from board_qa.storage.postgres.backups import PostgresBackups
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.backup.erased_list import NAME
from tests.support import postgres
from tests.support.deciding import asked, now
from tests.support.doubles import StoppedClock, details
from tests.support.kept_boards import at_work, backup_of, board_with, rows_in, texts_in

ADMIN = Actor("Robin")


def erase_first(database: Path | str, clock: StoppedClock) -> None:
    with at_work(database, clock) as ports:
        question = ports.store.questions.by_number(1, 1)
        assert question is not None
        assert erase(ports, [question], [], ADMIN)
        assert now(ports, question).words == ""


def test_a_backup_from_before_is_restored_without_what_was_erased_since(clock: StoppedClock, tmp_path: Path) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why the xylophone?", "When?")
    file = backup_of(database, clock, tmp_path / "before.db")
    erase_first(database, clock)
    restored = SqliteBackups(database, clock).restore(file)

    assert restored.erased == 1
    assert texts_in(database) == ["", "When?"]
    assert rows_in(database, "SELECT state FROM question ORDER BY id") == [(State.WITHDRAWN.value,), ("received",)]
    assert b"xyloph" not in database.read_bytes()
    with at_work(database, clock) as ports:
        assert ports.store.search.count("xylophone") == 0


def test_another_machine_knows_it_from_the_file_beside_the_backups(clock: StoppedClock, tmp_path: Path) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why the xylophone?", "When?")
    old = backup_of(database, clock, tmp_path / "old.db")
    erase_first(database, clock)
    backup_of(database, clock, tmp_path / "new.db")  # whose folder has the file from now on
    there = tmp_path / "other machine"
    there.mkdir()
    for name in (old.name, NAME):
        shutil.copy(tmp_path / name, there / name)
    restored = SqliteBackups(there / "b.db", clock).restore(there / old.name)

    assert restored.erased == 1
    assert texts_in(there / "b.db") == ["", "When?"]


def test_the_file_tells_nobody_anything_and_is_there_only_where_something_was_erased(
    clock: StoppedClock, tmp_path: Path
) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why the xylophone?")
    backup_of(database, clock, tmp_path / "one.db")
    assert not (tmp_path / NAME).exists()

    erase_first(database, clock)
    backup_of(database, clock, tmp_path / "two.db")
    (line,) = (tmp_path / NAME).read_text(encoding="ascii").splitlines()
    assert len(bytes.fromhex(line)) == 16
    assert oct((tmp_path / NAME).stat().st_mode) == "0o100600"


def test_what_nobody_erased_is_restored_as_it_was(clock: StoppedClock, tmp_path: Path) -> None:
    database = board_with(tmp_path / "board" / "b.db", clock, "Why?")
    file = backup_of(database, clock, tmp_path / "before.db")

    assert SqliteBackups(database, clock).restore(file).erased == 0
    assert texts_in(database) == ["Why?"]


@pytest.mark.skipif(not postgres.is_here(), reason=postgres.WHY_NOT)
def test_on_postgresql_what_was_erased_stays_so_as_well(clock: StoppedClock, tmp_path: Path) -> None:
    database = postgres.own_database("erased_backups")
    backups = PostgresBackups(database, tmp_path / "board" / "b.db", clock)
    with at_work(database, clock) as ports:
        asked(ports, meetings.create(ports, details(clock())), "Why the xylophone?")
    file = backups.make(tmp_path / "before.db", overwrite=False).file
    erase_first(database, clock)
    restored = backups.restore(file)

    assert restored.erased == 1
    with at_work(database, clock) as ports:
        (question,) = ports.store.questions.of_meeting(1)
        assert (question.words, question.state) == ("", State.WITHDRAWN)
        assert ports.store.search.count("xylophone") == 0
    assert texts_in(backups.make(tmp_path / "after.db", overwrite=False).file) == [""]
