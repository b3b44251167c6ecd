"""A restored board is whole, nothing of the old one is lost or mixed in, and nothing that is over comes to life."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.history import Actor
from board_qa.domain.telling.letters import PRIVATE_PAGE, LetterState, MailMode
from board_qa.domain.text.saying import ENGLISH
from board_qa.mail.smtp import SmtpMailer, SmtpServer
from board_qa.ports.backups import NotDone
from board_qa.rehearsal.mail_server import mail_server
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving, publishing, stopping
from board_qa.services.telling import telling
from board_qa.services.telling.telling import Telling
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from tests.conftest import RunningNetwork
from tests.services.test_publishing import WORDS, on_network, work
from tests.services.test_sending_letters import pressed, works
from tests.support import old_database as older
from tests.support.commands import flask
from tests.support.deciding import asked
from tests.support.doubles import PlainPasswords, StoppedClock, details
from tests.support.kept_boards import (
    at_work,
    backup_of,
    board_with,
    names_in,
    open_elsewhere,
    room_for,
    rows_in,
    texts_in,
)
from tests.support.places import ROOT

pytestmark = pytest.mark.server

KEPT = "b-before-restore-2026-11-23-120000-UTC.db"
# A process that leaves the database as a crash does: what it wrote last is in the log beside it.
CRASH = """
import os, sys
from board_qa.storage.sqlite.store import SqliteStore
store = SqliteStore(sys.argv[1])
with store.transaction():
    store.database.execute("UPDATE question SET text = 'In the log'")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def database(tmp_path: Path, clock: StoppedClock) -> Path:
    return board_with(tmp_path / "board" / "b.db", clock, "The old one")


@pytest.fixture
def backup(tmp_path: Path, clock: StoppedClock) -> Path:
    board_with(tmp_path / "elsewhere" / "other.db", clock, "Why?", "When?")
    return backup_of(tmp_path / "elsewhere" / "other.db", clock, tmp_path / "backup.db")


def crash(database: Path) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(database)], cwd=ROOT, check=False)


def damage(database: Path, at: int = 0) -> None:
    with database.open("rb+") as file:
        file.seek(at)
        file.write(b"\xff" * 4096)


def test_the_backup_is_the_board_and_what_was_there_is_kept_with_what_was_only_in_its_log(
    database: Path, backup: Path, clock: StoppedClock
) -> None:
    crash(database)
    assert names_in(database.parent) == {"b.db", "b.db-wal", "b.db-shm"}
    restored = SqliteBackups(database, clock).restore(backup)

    assert texts_in(database) == ["Why?", "When?"]
    assert restored.kept == (database.with_name(KEPT),)
    assert texts_in(restored.kept[0]) == ["In the log"]
    assert names_in(database.parent) == {"b.db", KEPT}
    assert {oct(path.stat().st_mode) for path in database.parent.iterdir()} == {"0o100600"}


def test_the_command_says_what_was_restored_and_where_the_old_one_is(database: Path, backup: Path) -> None:
    said = flask(database.parent, "restore", str(backup))
    (kept,) = database.parent.glob("b-before-restore-*")

    assert said.returncode == 0
    assert said.stdout == (
        f"Restored from {backup}: 1 meeting and 2 questions.\n"
        f"The old one is kept in {kept}\n"
        "Accounts and passwords are as they were then. Under People, close again the accounts that were closed since, "
        "and reset those whose password was. Recovery codes are in no backup, so the old ones work no more: whoever "
        "signs in with security codes makes new ones under Your account.\n"
        "Start the service. Everyone who works at the desk must sign in again.\n"
    )


def test_what_was_kept_is_restored_the_same_way(database: Path, backup: Path, clock: StoppedClock) -> None:
    (kept,) = SqliteBackups(database, clock).restore(backup).kept
    clock.advance(minutes=1)
    SqliteBackups(database, clock).restore(kept)

    assert texts_in(database) == ["The old one"]


def test_a_backup_is_restored_where_there_was_nothing(tmp_path: Path, backup: Path, clock: StoppedClock) -> None:
    new = tmp_path / "new" / "data" / "b.db"
    assert SqliteBackups(new, clock).restore(backup).kept == ()

    assert texts_in(new) == ["Why?", "When?"]
    assert (oct(new.stat().st_mode), oct(new.parent.stat().st_mode)) == ("0o100600", "0o40700")
    assert names_in(new.parent) == {"b.db"}


def test_a_backup_is_read_and_never_written_to(database: Path, backup: Path, clock: StoppedClock) -> None:
    before, beside = backup.read_bytes(), names_in(backup.parent)
    SqliteBackups(database, clock).restore(backup)

    assert (backup.read_bytes(), names_in(backup.parent)) == (before, beside)


def test_a_copy_with_its_log_beside_it_is_restored_with_what_is_in_the_log(
    database: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    copied = board_with(tmp_path / "copied" / "b.db", clock, "Why?")
    crash(copied)
    SqliteBackups(database, clock).restore(copied)

    assert texts_in(database) == ["In the log"]


def test_a_log_whose_database_is_gone_is_kept_and_does_not_get_into_the_restored_one(
    database: Path, backup: Path, clock: StoppedClock
) -> None:
    crash(database)
    database.unlink()
    restored = SqliteBackups(database, clock).restore(backup)

    assert texts_in(database) == ["Why?", "When?"]
    assert {path.name for path in restored.kept} == {f"{KEPT}-wal", f"{KEPT}-shm"}
    assert b"In the log" in database.with_name(f"{KEPT}-wal").read_bytes()


@pytest.mark.parametrize("at", [0, 4096 * 2])
def test_a_damaged_database_is_replaced_and_kept_as_it_was(
    database: Path, backup: Path, clock: StoppedClock, at: int
) -> None:
    crash(database)
    damage(database, at)
    restored = SqliteBackups(database, clock).restore(backup)

    assert texts_in(database) == ["Why?", "When?"]
    assert KEPT in {path.name for path in restored.kept}
    assert b"\xff" * 4096 in database.with_name(KEPT).read_bytes()
    assert any(b"In the log" in path.read_bytes() for path in restored.kept)
    assert not database.with_name("b.db-wal").exists()


@pytest.mark.parametrize("damaged", [False, True])
def test_nothing_is_restored_while_a_process_has_the_database_open(database: Path, backup: Path, damaged: bool) -> None:
    with open_elsewhere(database):
        if damaged:
            damage(database)
        before = database.read_bytes()
        refused = flask(database.parent, "restore", str(backup))
        after = database.read_bytes()

    assert (refused.returncode, after) == (1, before)
    assert refused.stderr == (
        f"Another program has {database} open. Stop the service, both web and worker, and try again.\n"
        "Nothing was restored.\n"
    )
    assert not list(database.parent.glob("b-before-restore-*"))


def test_a_database_behind_a_link_is_replaced_where_it_is(database: Path, backup: Path, clock: StoppedClock) -> None:
    crash(database)
    link = database.parent.parent / "link.db"
    link.symlink_to(database)
    SqliteBackups(link, clock).restore(backup)

    assert link.is_symlink()
    assert texts_in(database) == ["Why?", "When?"]


def test_a_full_disk_leaves_the_old_board_as_it_was(database: Path, tmp_path: Path, clock: StoppedClock) -> None:
    large = board_with(tmp_path / "large.db", clock, *(f"{n}: {'why? ' * 90}" for n in range(300)))
    backup = backup_of(large, clock)
    room = database.stat().st_size + 10_000
    assert backup.stat().st_size > room

    with room_for(room), pytest.raises(NotDone, match="There is no room"):
        SqliteBackups(database, clock).restore(backup)
    assert names_in(database.parent) == {"b.db"}
    assert texts_in(database) == ["The old one"]
    with room_for(100_000), pytest.raises(NotDone, match=r"There is no room for .*before-restore"):
        SqliteBackups(database, clock).restore(backup)
    assert texts_in(database) == ["The old one"]


def test_a_full_disk_leaves_a_damaged_board_and_an_empty_folder_as_they_were(
    database: Path, backup: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    crash(database)
    damage(database)
    before = names_in(database.parent)
    (tmp_path / "new").mkdir()
    for one in (database, tmp_path / "new" / "b.db"):
        with room_for(100_000), pytest.raises(NotDone, match="There is no room"):
            SqliteBackups(one, clock).restore(backup)

    assert names_in(database.parent) == before
    assert any(b"In the log" in path.read_bytes() for path in database.parent.iterdir())
    assert names_in(tmp_path / "new") == set()


# What is no backup of ours, or not a whole one.


def refusal(database: Path, file: Path, clock: StoppedClock) -> str:
    """What restoring this file is refused with, once it is clear that nothing was touched."""
    before, beside = database.read_bytes(), names_in(database.parent)
    with pytest.raises(NotDone) as refused:
        SqliteBackups(database, clock).restore(file)
    assert (database.read_bytes(), names_in(database.parent)) == (before, beside)
    return str(refused.value)


def changed(backup: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(backup)) as opened:
        for statement in statements:
            opened.execute(statement)
        opened.commit()
    return backup


def test_a_file_that_is_no_database_is_refused(database: Path, tmp_path: Path, clock: StoppedClock) -> None:
    (tmp_path / "letter.txt").write_text("Dear board, " * 1000)
    (tmp_path / "empty.db").touch()

    assert "is damaged or is not a database" in refusal(database, tmp_path / "letter.txt", clock)
    assert "has no board in it" in refusal(database, tmp_path / "empty.db", clock)
    assert "There is no file" in refusal(database, tmp_path / "nowhere.db", clock)
    assert "There is no file" in refusal(database, tmp_path, clock)


def test_a_backup_that_was_cut_short_or_damaged_is_refused(database: Path, backup: Path, clock: StoppedClock) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    assert "is damaged" in refusal(database, backup, clock)

    backup.write_bytes(whole)
    damage(backup, 4096 * 2)
    assert "is damaged" in refusal(database, backup, clock)


def test_a_row_whose_other_half_is_missing_is_refused(database: Path, backup: Path, clock: StoppedClock) -> None:
    changed(backup, "DELETE FROM meeting")

    assert "a row of" in refusal(database, backup, clock)
    assert "belongs to a missing row of meeting" in refusal(database, backup, clock)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE support",
        "DROP INDEX one_on_screen",
        "DROP TRIGGER question_ai",
        "ALTER TABLE question DROP COLUMN brief",
        "CREATE TABLE recipe(name TEXT)",
        "CREATE TRIGGER later AFTER INSERT ON question BEGIN DELETE FROM change; END",
        "CREATE VIEW everything AS SELECT * FROM question",
    ],
)
def test_what_is_missing_or_not_ours_in_it_is_refused(
    database: Path, backup: Path, clock: StoppedClock, statement: str
) -> None:
    changed(backup, statement)

    assert "was not made by this program, or is not complete" in refusal(database, backup, clock)


def test_an_index_that_somebody_added_does_no_harm(database: Path, backup: Path, clock: StoppedClock) -> None:
    changed(backup, "CREATE INDEX by_text ON question(text)", "ANALYZE")

    assert SqliteBackups(database, clock).restore(backup).contents.questions == 2


def test_another_programs_database_is_refused(database: Path, tmp_path: Path, clock: StoppedClock) -> None:
    other = tmp_path / "other.db"
    changed(other, "CREATE TABLE meeting(id INTEGER)", "CREATE TABLE question(id INTEGER)")

    assert "was not made by this program" in refusal(database, other, clock)


def test_a_backup_of_a_newer_version_is_refused(database: Path, backup: Path, clock: StoppedClock) -> None:
    changed(backup, "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('board_qa', 'm999', '')")

    assert "was made by a newer version of this program. Install that version" in refusal(database, backup, clock)


def test_the_database_itself_is_no_backup(database: Path, clock: StoppedClock) -> None:
    assert "is the database of the service itself" in refusal(database, database, clock)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    database: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    older.before(tmp_path, "m005_decisions").close()
    file = backup_of(tmp_path / "old.db", clock, tmp_path / "old-backup.db")
    restored = SqliteBackups(database, clock).restore(file)

    assert restored.was_older
    assert (restored.contents.meetings, restored.contents.questions) == (1, 2)
    with at_work(database, clock) as ports:
        assert [q.source.text for q in ports.store.questions.of_meeting(1)] == ["Why?", "When?"]
        assert ports.store.search.find("why", 10) == [1]
    assert len(rows_in(file, "SELECT * FROM _sqlite_migrations")) == 4  # the backup itself stays what it was


def test_a_copy_of_a_stopped_service_of_the_version_before_is_restored_whole(
    database: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    before = Path(shutil.copy(Path(__file__).parent / "schema" / "versions" / "0.1.sqlite", tmp_path))
    SqliteBackups(database, clock).restore(before)

    for table in ("meeting", "question", "change", "moderator", "setting_change"):
        count = f"SELECT COUNT(*) FROM {table}"
        assert rows_in(database, count) == rows_in(before, count)


# What happened since the backup was made.


def test_sessions_links_and_recovery_codes_that_are_over_do_not_come_to_life(
    database: Path, tmp_path: Path, clock: StoppedClock
) -> None:
    """Also from a plain copy of a stopped service, which still has them."""
    with at_work(database, clock) as ports:
        person = signing_in.add_moderator(ports, PlainPasswords(), "alex", "Alex Morgan", "three random words")
        assert person is not None
        ports.store.sessions.start(person.id, "the token", "", clock(), clock() + timedelta(days=1), by_link=False)
        ports.store.accounts.add_link(person.id, "the link", clock() + timedelta(days=1))
        ports.store.second_steps.set_recovery_codes(person.id, ["used since"])
        ports.store.leases.take("worker", "the holder", clock(), 20)
    copied = tmp_path / "copied.db"
    copied.write_bytes(database.read_bytes())
    SqliteBackups(database, clock).restore(copied)

    with at_work(database, clock) as ports:
        assert signing_in.session_owner(ports, "the token") is None
        assert ports.store.accounts.use_link("the link", clock()) is None
        assert not ports.store.second_steps.use_recovery_code(person.id, "used since")
        assert ports.store.leases.holder("worker", clock()) == ""
        assert ports.store.accounts.by_username("alex") is not None


@pytest.mark.parametrize("sent", [True, False])
def test_a_post_that_waited_is_sent_once_or_decided_by_a_person(
    database: Path, clock: StoppedClock, practice: RunningNetwork, sent: bool
) -> None:
    """Since the backup it may have gone out, and then must not again; or been taken back, and then must not go out."""
    with at_work(database, clock) as ports:
        meeting = meetings.create(ports, details(clock()))
        post = approving.approve(ports, practice.channel, meeting, WORDS, Actor("Alex", None))
        file = backup_of(database, clock)
        clock.advance(minutes=1)
        if sent:
            publishing.send_due(ports, practice.channel)
        else:
            stopping.cancel(ports, post)
    clock.advance(days=1)
    assert SqliteBackups(database, clock).restore(file).waiting == 1

    with at_work(database, clock) as ports:
        publishing.recover(ports, practice.channel)
        work(ports, practice, clock)
        (found,) = ports.store.outbox.of_meeting(meeting.id)
        assert on_network(practice) == ([WORDS] if sent else [])
        assert found.state is (OutboxState.SENT if sent else OutboxState.FAILED)
        assert sent or "Publish it again?" in found.problem
        if not sent:
            assert stopping.retry(ports, found, Actor("Sam", None))
            work(ports, practice, clock)
            assert on_network(practice) == [WORDS]


def test_an_email_that_waited_goes_out_on_a_persons_word_alone(database: Path, clock: StoppedClock) -> None:
    """Since the backup it may have gone out, and nobody is emailed twice."""
    with at_work(database, clock) as ports, mail_server() as server:
        mailer = SmtpMailer(SmtpServer("127.0.0.1", server.port, tls=False), "q@board.example", "Anytown Board", clock)
        alex = signing_in.add_moderator(ports, PlainPasswords(), "alex", "Alex Morgan", "three random words")
        assert alex
        meeting = meetings.create(ports, details(clock()))
        to_tell = Telling(meeting, {}, MailMode.ON, "Anytown Board", lambda _: f"https://x{PRIVATE_PAGE}", ENGLISH)
        pressed(ports, to_tell, Actor(alex.name, alex.id), "maria@example.org", "jo@example.org")
        file = backup_of(database, clock)
        works(ports, mailer, clock)
        assert len(server.letters) == 2
    clock.advance(hours=20)
    assert SqliteBackups(database, clock).restore(file).letters == 2
    said = flask(database.parent, "restore", str(file)).stdout
    assert "Emails waiting to be sent: 2. They may have been sent since, so none goes out by itself." in said

    with at_work(database, clock) as ports, mail_server() as server:
        mailer = SmtpMailer(SmtpServer("127.0.0.1", server.port, tls=False), "q@board.example", "Anytown Board", clock)
        works(ports, mailer, clock, timedelta(minutes=1), timedelta(days=2))
        letters = ports.store.letters.of_meeting(meeting.id)
        assert ({one.state for one in letters}, server.letters) == ({LetterState.UNKNOWN}, [])
        assert telling.send_again(ports, letters[0])
        works(ports, mailer, clock, timedelta(minutes=1))
        assert len(server.letters) == 1


def test_the_command_says_that_posts_waited(database: Path, clock: StoppedClock, practice: RunningNetwork) -> None:
    with at_work(database, clock) as ports:
        meeting = meetings.create(ports, details(clock()))
        approving.approve(ports, practice.channel, meeting, WORDS, Actor("Alex", None))
    file = backup_of(database, clock)
    said = flask(database.parent, "restore", str(file)).stdout

    assert "Posts waiting to be sent: 1. They may have been published since, so the service looks for them" in said


def test_the_clock_of_a_meeting_goes_on_and_never_back_however_often_it_is_restored(
    database: Path, clock: StoppedClock
) -> None:
    file = backup_of(database, clock)
    for _ in range(2):
        with at_work(database, clock) as ports:
            before = ports.store.meetings.get(1)
            assert before is not None
            for n in range(30):
                asked(ports, before, f"Since the backup: {n}")
            since = ports.store.meetings.revisions()[1]
        clock.advance(minutes=5)
        SqliteBackups(database, clock).restore(file)

        with at_work(database, clock) as ports:
            assert ports.store.meetings.revisions()[1] > since
            assert ports.store.questions.of_meeting(1, before.revision) == []
