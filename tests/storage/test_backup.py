"""A backup is whole, is made while people ask, and holds nothing that should not outlive its moment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from board_qa.ports.backups import NotDone
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.questions import supporting
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.backup.copies import copy_of
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.store import SqliteStore
from tests.support import old_database as older
from tests.support.commands import flask
from tests.support.deciding import asked
from tests.support.doubles import DOOR, PlainPasswords, StoppedClock, details
from tests.support.kept_boards import at_work, backup_of, board_with, names_in, room_for, rows_in, texts_in

pytestmark = pytest.mark.server

NAME = "b-backup-2026-11-23-120000-UTC.db"


@pytest.fixture
def database(tmp_path: Path, clock: StoppedClock) -> Path:
    return board_with(tmp_path / "board" / "b.db", clock, "Why?", "When?")


def test_it_is_one_file_beside_the_database_named_by_the_time_for_its_owner_only(
    database: Path, clock: StoppedClock
) -> None:
    made = SqliteBackups(database, clock).make(None, overwrite=False)

    assert made.file == database.with_name(NAME)
    assert (made.contents.meetings, made.contents.questions) == (1, 2)
    assert (made.size, oct(made.file.stat().st_mode)) == (made.file.stat().st_size, "0o100600")
    assert names_in(database.parent) == {"b.db", NAME}


def test_it_holds_what_the_database_does_and_opens_without_anything_beside_it(
    database: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    with at_work(database, clock) as ports:  # what is asked now is in the log only
        meeting = ports.store.meetings.get(1)
        assert meeting is not None
        asked(ports, meeting, "And how?")
        file = backup_of(database, clock, tmp_path / "whole.db")

    assert texts_in(file) == ["Why?", "When?", "And how?"]
    assert rows_in(file, "PRAGMA integrity_check") == [("ok",)]
    assert [name for name in names_in(tmp_path) if name.startswith("whole")] == ["whole.db"]
    for table in ("change", "meeting", "question", "question_fts_data", "_sqlite_migrations"):
        assert rows_in(file, f"SELECT * FROM {table}") == rows_in(database, f"SELECT * FROM {table}")


def test_a_folder_gets_one_with_that_name_in_it(database: Path, clock: StoppedClock, tmp_path: Path) -> None:
    assert backup_of(database, clock, tmp_path) == tmp_path / NAME


def test_the_command_says_where_how_big_and_how_much(database: Path, tmp_path: Path) -> None:
    said = flask(database.parent, "backup", str(tmp_path / "kept.db"))

    size = (tmp_path / "kept.db").stat().st_size
    assert said.stdout.startswith(
        f"Backup made: {tmp_path}/kept.db ({size / 1e6:.1f} MB), with 1 meeting and 2 questions.\n"
    )
    assert said.returncode == 0


def test_a_file_that_is_there_is_replaced_only_on_a_persons_word(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    file.write_text("something else")
    refused = flask(database.parent, "backup", str(file))
    before = file.read_text()
    told = flask(database.parent, "backup", str(file), "--overwrite")

    assert (refused.returncode, before) == (1, "something else")
    assert refused.stderr == (f"{file} exists already. Choose another name, or add --overwrite.\nNo backup was made.\n")
    assert (told.returncode, texts_in(file)) == (0, ["Why?", "When?"])
    assert names_in(tmp_path) == {"board", "kept.db"}


@pytest.mark.parametrize("name", ["b.db", "b.db-wal", "link.db", "."])
def test_the_database_is_never_replaced_by_its_own_backup(database: Path, clock: StoppedClock, name: str) -> None:
    (database.parent / "link.db").symlink_to(database)
    before = database.read_bytes()
    if name == ".":  # a folder: it gets a file of its own
        SqliteBackups(database, clock).make(database.parent, overwrite=True)
    else:
        with pytest.raises(NotDone, match="is used for something else"):
            SqliteBackups(database, clock).make(database.parent / name, overwrite=True)

    assert database.read_bytes() == before


def test_a_device_is_never_replaced(database: Path, clock: StoppedClock) -> None:
    with pytest.raises(NotDone, match="is used for something else"):
        SqliteBackups(database, clock).make(Path("/dev/null"), overwrite=True)

    assert Path("/dev/null").is_char_device()


def test_where_there_is_no_room_it_says_so_and_leaves_nothing_behind(
    database: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    file = tmp_path / "kept.db"
    with room_for(100_000), pytest.raises(NotDone, match=r"There is no room for .*kept.db, which takes 0.\d MB"):
        backup_of(database, clock, file)

    assert names_in(tmp_path) == {"board"}


def test_where_there_is_no_room_an_older_backup_stays(database: Path, clock: StoppedClock, tmp_path: Path) -> None:
    file = backup_of(database, clock, tmp_path / "kept.db")
    with room_for(100_000), pytest.raises(NotDone):
        SqliteBackups(database, clock).make(file, overwrite=True)

    assert texts_in(file) == ["Why?", "When?"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("/nowhere/at/all/kept.db", "There is no folder /nowhere/at/all. Make it first, or choose another."),
        ("/sys/kept.db", "You are not allowed to write in the folder /sys. Choose another, or run this as its owner."),
        ("/dev/null/kept.db", "/dev/null/kept.db cannot be written (Not a directory). Choose another place."),
    ],
)
def test_where_it_cannot_be_written_it_says_what_to_do(database: Path, file: str, said: str) -> None:
    refused = flask(database.parent, "backup", file)

    assert (refused.returncode, refused.stderr) == (1, f"{said}\nNo backup was made.\n")


def test_without_a_database_there_is_no_backup_and_none_is_made_up(tmp_path: Path) -> None:
    refused = flask(tmp_path, "backup")

    assert (refused.returncode, "There is no database" in refused.stderr) == (1, True)
    assert names_in(tmp_path) == {"secret_key"}


def test_a_damaged_database_makes_no_backup_that_looks_like_one(database: Path, clock: StoppedClock) -> None:
    with database.open("rb+") as file:
        file.seek(8192)
        file.write(b"\xff" * 16384)

    with pytest.raises(NotDone, match="is damaged"):
        backup_of(database, clock)
    assert names_in(database.parent) == {"b.db"}


def test_a_database_of_an_older_version_is_copied_as_it_is(tmp_path: Path, clock: StoppedClock) -> None:
    """Before an update: the older version still runs on it."""
    older.before(tmp_path, "m005_decisions").close()
    file = backup_of(tmp_path / "old.db", clock)

    versions = "SELECT name FROM _sqlite_migrations"
    assert rows_in(file, versions) == rows_in(tmp_path / "old.db", versions)
    assert len(rows_in(file, versions)) == 4


def test_nothing_that_is_true_for_a_moment_only_is_in_it(tmp_path: Path, clock: StoppedClock) -> None:
    """Sessions, links, and what stands for network addresses for an hour: not a byte of them."""
    with at_work(tmp_path / "b.db", clock) as ports:
        meeting = meetings.create(ports, details(clock()))
        question = asked(ports, meeting)
        person = signing_in.add_moderator(ports, PlainPasswords(), "alex", "Alex Morgan", "three random words")
        assert person is not None
        signing_in.sign_in(ports, PlainPasswords(), "alex", "three random words", DOOR)
        signing_in.sign_in(ports, PlainPasswords(), "a password typed as a name", "a guess", DOOR)
        signing_in.make_link(ports, person)
        ports.store.support.add(question.id, "a browser", clock())
        secret = ports.store.support.secret(clock().date(), ports.ids.bytes(supporting.SECRET_BYTES))
        ports.store.support.record_newcomer(question.id, "a browser", "a network", clock())
        ports.store.leases.take("worker", "the holder", clock(), 20)
        ports.store.presence.set(person.id, meeting.id, question.id, clock())
        hashes = ports.store.database.rows(  # type: ignore[attr-defined]  # SQLite's own
            "SELECT token_hash AS hash FROM session UNION ALL SELECT token_hash FROM sign_in_link"
        )
        file = backup_of(tmp_path / "b.db", clock)

    passing = ["a password typed as a name", "a network", "the holder", secret.hex(), *(row["hash"] for row in hashes)]
    assert len(passing) == 6
    before, content = (tmp_path / "b.db").read_bytes(), file.read_bytes()
    assert [text for text in passing if text.encode() not in before] == []
    assert [text for text in passing if text.encode() in content] == []
    assert rows_in(tmp_path / "b.db", "SELECT COUNT(*) FROM presence") == [(1,)]
    assert rows_in(file, "SELECT COUNT(*) FROM presence") == [(0,)]
    assert rows_in(file, "SELECT COUNT(*) FROM support UNION ALL SELECT COUNT(*) FROM moderator") == [(1,), (1,)]


def test_nothing_that_was_deleted_is_in_it(database: Path, clock: StoppedClock) -> None:
    """Not every SQLite wipes what it deletes: it may stay in the file, in space to be used again."""
    with at_work(database, clock) as ports:
        kept: SqliteDatabase = ports.store.database  # type: ignore[attr-defined]  # SQLite's own
        kept.connection.execute("PRAGMA secure_delete=OFF")
        person = ports.store.accounts.add("alex", "Alex", "", clock())
        assert person is not None
        ports.store.accounts.add_link(person.id, "used", clock() + timedelta(days=1))
        (row,) = kept.rows("SELECT token_hash FROM sign_in_link")
        assert ports.store.accounts.use_link("used", clock())
    file = backup_of(database, clock)

    assert str(row["token_hash"]).encode() in database.read_bytes()
    assert str(row["token_hash"]).encode() not in file.read_bytes()


def test_a_backup_holds_no_session_of_a_network(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "board.db"))
    store.sources.keep_session("Bluesky", "as secret as a password")
    kept = copy_of(tmp_path / "board.db", ours=True)

    assert store.sources.session("Bluesky") == "as secret as a password"
    assert kept.rows("SELECT * FROM network_session") == []
    store.close()
