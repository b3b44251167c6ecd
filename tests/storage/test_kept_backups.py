"""Backups that the service keeps: encrypted where somebody set a key, listed, and the old ones thinned out."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from board_qa.ports.backups import NotDone
from board_qa.storage.postgres.backups import PostgresBackups
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.backup.place import Place
from board_qa.storage.sqlite.backup.sealed import is_sealed, new_keys
from tests.support import postgres
from tests.support.commands import flask
from tests.support.doubles import StoppedClock
from tests.support.kept_boards import board_with, names_in, texts_in

pytestmark = pytest.mark.server

WORDS = "five random words are enough"


@pytest.fixture
def database(tmp_path: Path, clock: StoppedClock) -> Path:
    return board_with(tmp_path / "board" / "b.db", clock, "Why?", "When?")


def backups_of(database: Path, clock: StoppedClock, folder: Path | None = None, key: str = "") -> SqliteBackups:
    return SqliteBackups(database, clock, Place(database, folder, key))


def test_an_encrypted_backup_shows_nothing_and_is_restored_by_its_passphrase(
    database: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    made = backups_of(database, clock, tmp_path / "kept", WORDS).make(None, overwrite=False)
    content, empty = made.file.read_bytes(), tmp_path / "new" / "b.db"

    restored = backups_of(empty, clock).restore(made.file, WORDS)

    assert made.file.name == "b-backup-2026-11-23-120000-UTC.db.age"
    assert (oct(made.file.stat().st_mode), made.size) == ("0o100600", len(content))
    assert b"Why?" not in content
    assert b"SQLite" not in content
    assert pyrage.passphrase.decrypt(content, WORDS).startswith(b"SQLite format 3")
    assert (restored.contents.questions, texts_in(empty)) == (2, ["Why?", "When?"])


def test_with_a_public_key_only_the_secret_half_opens_it(database: Path, clock: StoppedClock, tmp_path: Path) -> None:
    public, secret = new_keys()
    file = backups_of(database, clock, tmp_path / "kept", public).make(None, overwrite=False).file
    restoring = backups_of(tmp_path / "new" / "b.db", clock, key=public)

    for key in ("", public, new_keys()[1], secret[:-1], WORDS):
        with pytest.raises(NotDone, match="key"):
            restoring.restore(file, key)
    restoring.restore(file, secret)

    assert texts_in(tmp_path / "new" / "b.db") == ["Why?", "When?"]


def test_an_encrypted_backup_that_was_cut_short_or_changed_is_refused(
    database: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    file = backups_of(database, clock, tmp_path / "kept", WORDS).make(None, overwrite=False).file
    content = file.read_bytes()
    for broken in (content[:-1], content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]):
        file.write_bytes(broken)
        with pytest.raises(NotDone, match="damaged"):
            backups_of(database, clock).restore(file, WORDS)

    assert texts_in(database) == ["Why?", "When?"]


def test_a_public_key_that_was_mistyped_makes_no_backup(database: Path, clock: StoppedClock, tmp_path: Path) -> None:
    public = new_keys()[0]
    mistyped = public[:-1] + ("q" if public[-1] != "q" else "p")

    with pytest.raises(NotDone, match="BACKUP_KEY"):
        backups_of(database, clock, tmp_path / "kept", mistyped).make(None, overwrite=False)

    assert names_in(tmp_path / "kept") == set()


@pytest.mark.parametrize("key", [WORDS, "public"])
def test_one_that_cannot_be_read_back_is_no_backup(
    database: Path, clock: StoppedClock, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes  # this stands for a disk that forgets
    monkeypatch.setattr(Path, "read_bytes", lambda file: read(file)[:-1])

    with pytest.raises(NotDone, match="could not be read back"):
        backups_of(database, clock, tmp_path / "kept", new_keys()[0] if key == "public" else key).make(
            None, overwrite=False
        )

    assert names_in(tmp_path / "kept") == set()


def test_they_are_listed_the_latest_first_and_old_ones_are_thinned_out(
    database: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "another-backup-2020-01-01-000000-UTC.db").touch()
    (folder / "b-backup-kept by hand.db").touch()
    for days in range(10):
        (folder / f"b-backup-2026-11-{10 + days}-020000-UTC.db").write_bytes(b"12345")
    place = backups_of(database, clock, folder).place

    before, removed, after = place.made(), place.thin_out(), place.made()

    assert (before[0].file.name, before[0].size, len(before)) == ("b-backup-2026-11-19-020000-UTC.db", 5, 10)
    # Seven days; the last one of each week and of the month is among them.
    assert removed == 3
    assert [one.at.day for one in after] == [19, 18, 17, 16, 15, 14, 13]
    assert {"another-backup-2020-01-01-000000-UTC.db", "b-backup-kept by hand.db"} <= names_in(folder)


def test_the_commands_make_list_and_restore_an_encrypted_one(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    settings = {"BACKUPS": str(folder), "BACKUP_KEY": WORDS}

    none, made = flask(database.parent, "backups", **settings), flask(database.parent, "backup", **settings)
    listed = flask(database.parent, "backups", **settings).stdout
    (file,) = folder.iterdir()
    (tmp_path / "new").mkdir()
    wrong = flask(tmp_path / "new", "restore", str(file), typed="another passphrase\n")
    right = flask(tmp_path / "new", "restore", str(file), typed=f"{WORDS}\n")

    assert "no backup yet" in none.stdout
    assert ", encrypted), with 1 meeting and 2 questions." in made.stdout
    assert "0 min old" in listed
    assert str(file) in listed
    assert "  encrypted  " in listed
    assert (wrong.returncode, "cannot be opened with this key" in wrong.stderr) == (1, True)
    assert right.stdout.startswith(f"Restored from {file}: 1 meeting and 2 questions.")
    assert texts_in(tmp_path / "new" / "b.db") == ["Why?", "When?"]


def test_the_command_makes_a_pair_of_keys_that_fit(database: Path, clock: StoppedClock, tmp_path: Path) -> None:
    said = flask(database.parent, "backup-key").stdout
    public = said.split("BACKUP_KEY=")[1].split()[0]
    secret = next(word for word in said.split() if word.startswith("AGE-SECRET-KEY-"))

    file = backups_of(database, clock, tmp_path / "kept", public).make(None, overwrite=False).file
    (tmp_path / "new").mkdir()
    restored = flask(tmp_path / "new", "restore", str(file), typed=f"{secret}\n", BACKUP_KEY=public)

    assert restored.stdout.startswith("Restored from")


@pytest.mark.skipif(not postgres.is_here(), reason=postgres.WHY_NOT)
def test_a_board_goes_to_postgresql_and_back_by_encrypted_backups(
    database: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    place = Place(tmp_path / "p.db", tmp_path / "kept", WORDS)
    on_postgres = PostgresBackups(postgres.in_schema("backed_up"), tmp_path / "p.db", clock, place)
    first = backups_of(database, clock, tmp_path / "first", WORDS).make(None, overwrite=False).file

    on_postgres.restore(first, WORDS)
    second = on_postgres.make(None, overwrite=False)
    backups_of(tmp_path / "new" / "b.db", clock).restore(second.file, WORDS)

    assert is_sealed(second.file)
    assert second.contents.questions == 2
    assert texts_in(tmp_path / "new" / "b.db") == ["Why?", "When?"]
