"""A whole board from one database to the other and back: every row of every table, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from board_qa.bootstrap.stores import move_everything
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, NewQuestion
from board_qa.ports import Ports
from board_qa.ports.backups import NotDone
from board_qa.ports.stores import StoreUnavailable
from board_qa.screening.screener import Screener
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.questions import moderating
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.storage.postgres.backups import PostgresBackups
from board_qa.storage.postgres.store import PostgresStore
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sql.tables import OF_THE_MOMENT, TABLES
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from tests.support import postgres
from tests.support.commands import flask
from tests.support.deciding import asked, do, now
from tests.support.doubles import NOON, CountingIds, PlainPasswords, RecordingAnnouncer, StoppedClock, details
from tests.support.kept_boards import open_elsewhere, texts_in


@pytest.fixture
def url() -> str:
    """An empty schema, for one test."""
    if postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    return postgres.in_schema("moving")


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """A board with something in most tables: a group whose leader came last, letters, a partner, support, vectors."""
    path = tmp_path / "board.db"
    store = SqliteStore(str(path))
    fill(Ports(store, StoppedClock(), CountingIds(), RecordingAnnouncer(), Screener(), BankHolidays()))
    store.close()
    return path


def fill(ports: Ports) -> None:
    meeting = meetings.create(ports, details())
    alex = moderator(ports)
    first, second = asked(ports, meeting, "Why is the caf\u00e9 cold?"), asked(ports, meeting, "Why so cold there?")
    work_out_vectors(ports)
    moderating.group(ports, now(ports, first), now(ports, first).revision, now(ports, second), alex)
    do(ports, Action.EDIT_WORDING, now(ports, second), alex, update=DispositionUpdate(wording="Why is it cold?"))
    receive_all(ports, meeting)
    store = ports.store
    store.support.add(second.id, "somebody", NOON)
    store.partners.add(meeting.id, "Healthwatch", "healthwatch", NOON)
    store.sources.set_metadata("X", "name", "value")
    store.leases.take("worker", "stopped", NOON, 20)


def moderator(ports: Ports) -> Actor:
    person = signing_in.add_moderator(ports, PlainPasswords(), "alex", "Alex Morgan", "three random words")
    assert person is not None
    ports.store.sessions.start(person.id, "token", "", NOON, NOON.replace(year=2030), by_link=False)
    return Actor(person.name, person.id)


def receive_all(ports: Ports, meeting: Meeting) -> None:
    """More than are read at once."""
    with ports.store.transaction():
        for number in range(1_005):
            new = NewQuestion("web", f"k{number}", f"Question {number}?", "", NOON)
            ports.store.questions.receive(meeting.id, new, f"t{number}", NOON)


def everything(store: SqlStore) -> dict[str, list[dict[str, Any]]]:
    found = {
        table: store.database.rows(f"SELECT * FROM {table} ORDER BY {', '.join(key)}")
        for table, key in TABLES.items()
        if table != "lease"
    }
    store.close()
    return found


def test_a_board_goes_to_postgresql_and_back_with_every_row(board: Path, url: str, tmp_path: Path) -> None:
    before = everything(SqliteStore(str(board)))
    counted: dict[str, int] = {}
    move_everything(str(board), url, counted.__setitem__)
    there = everything(PostgresStore(url))
    move_everything(url, str(tmp_path / "back.db"), counted.__setitem__)

    assert before == there == everything(SqliteStore(str(tmp_path / "back.db")))
    assert counted == {table: len(rows) for table, rows in before.items()}
    assert counted["question"] == 1_007


def test_where_it_went_it_is_searched_and_goes_on_counting(board: Path, url: str) -> None:
    move_everything(str(board), url, lambda *_: None)
    store = PostgresStore(url)
    assert store.search.find("cafe cold", 5) == [1]
    question = NewQuestion("web", "new", "And now?", "", NOON)
    receipt = store.questions.receive(1, question, "new", NOON)

    assert receipt.number == 1_008
    assert store.questions.by_token("new") == store.questions.get(1_008)
    store.close()


def test_nothing_is_moved_over_another_board(board: Path, url: str, tmp_path: Path) -> None:
    move_everything(str(board), url, lambda *_: None)

    with pytest.raises(NotDone, match="a board in the second one"):
        move_everything(str(board), url, lambda *_: None)


def test_a_board_that_somebody_has_open_is_not_moved(board: Path, url: str, tmp_path: Path) -> None:
    service = PostgresStore(url)
    service.open()

    with pytest.raises(StoreUnavailable, match="another program has the board open"):
        move_everything(url, str(tmp_path / "back.db"), lambda *_: None)
    service.close()


@pytest.mark.parametrize("which", ["the first", "the second"])
def test_a_board_in_a_file_that_a_process_has_open_is_not_moved_nor_moved_over(
    board: Path, tmp_path: Path, which: str
) -> None:
    there = tmp_path / "there" / "board.db"
    before = board.read_bytes()
    with open_elsewhere(board if which == "the first" else there):
        refused = flask(tmp_path, "move", f"sqlite:///{board}", f"sqlite:///{there}")
    assert (refused.returncode, board.read_bytes()) == (1, before)
    assert refused.stderr == (
        "another program has the board open\nNothing was moved. Is the service stopped, both web and worker?\n"
    )

    assert flask(tmp_path, "move", f"sqlite:///{board}", f"sqlite:///{there}").returncode == 0
    assert len(texts_in(there)) == len(texts_in(board)) == 1_007


def test_a_table_that_does_not_arrive_whole_is_no_board(board: Path, url: str) -> None:
    target = PostgresStore(url)
    target.database.execute(
        """CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
           CREATE TRIGGER lost BEFORE INSERT ON support FOR EACH ROW EXECUTE FUNCTION lost()"""
    )
    target.close()

    with pytest.raises(NotDone, match="Of 1 rows of support, 0 arrived"):
        move_everything(str(board), url, lambda *_: None)
    assert set(map(len, everything(PostgresStore(url)).values())) == {0}


def test_the_command_says_what_it_moved_and_what_to_do_next(board: Path, url: str, tmp_path: Path) -> None:
    moved = flask(tmp_path, "move", f"sqlite:///{board}", url)
    again = flask(tmp_path, "move", f"sqlite:///{board}", url)

    assert "question                     1,007" in moved.stdout
    assert "Set DATABASE_URL to the new database" in moved.stdout
    assert again.returncode == 1
    assert "Nothing was moved." in again.stderr


@pytest.mark.parametrize("name", ["mysql://x", "board.db", "postgresql://host"])
def test_the_command_says_how_a_database_is_named(tmp_path: Path, name: str) -> None:
    refused = flask(tmp_path, "move", name, "sqlite:///there.db")

    assert refused.returncode == 1
    assert "postgresql://name:password@db.example" in refused.stderr


@pytest.mark.parametrize(
    "url", ["postgresql://board:s3cret@db.example/b", "postgresql://board:s3@cret@db.example/b",
            "postgresql://db.example/b?user=board&password=s3cret"],
)  # fmt: skip
def test_the_command_takes_no_password_among_its_words(tmp_path: Path, url: str) -> None:
    for words in ((url, "sqlite:///there.db"), ("sqlite:///here.db", url)):
        refused = flask(tmp_path, "move", *words)

        assert (refused.returncode, "cret" in refused.stdout + refused.stderr) == (1, False)
        assert "must be without its password" in refused.stderr


def test_a_backup_of_postgresql_is_a_file_like_any_other_and_is_restored_there(
    board: Path, url: str, tmp_path: Path, clock: StoppedClock
) -> None:
    move_everything(str(board), url, lambda *_: None)
    backups = PostgresBackups(url, tmp_path / "kept" / "board_qa.db", clock)
    backup = backups.make(tmp_path / "backup.db", overwrite=False)
    assert (backup.contents.meetings, backup.contents.questions) == (1, 1_007)
    store = PostgresStore(url)
    before = {table: store.database.rows(f"SELECT * FROM {table}") for table in ("support", "change", "charge")}
    store.database.execute("DELETE FROM support")
    store.close()
    (tmp_path / "kept").mkdir()
    restored = backups.restore(tmp_path / "backup.db")
    store = PostgresStore(url)

    assert {table: store.database.rows(f"SELECT * FROM {table}") for table in before} == before
    assert all(store.database.rows(f"SELECT * FROM {table}") == [] for table in OF_THE_MOMENT)
    assert len(texts_in(restored.kept[0])) == 1_007
    store.close()


def test_a_backup_is_not_restored_while_the_service_runs(
    board: Path, url: str, tmp_path: Path, clock: StoppedClock
) -> None:
    move_everything(str(board), url, lambda *_: None)
    backups = PostgresBackups(url, tmp_path / "board_qa.db", clock)
    service = PostgresStore(url)
    service.open()
    backups.make(tmp_path / "backup.db", overwrite=False)  # which disturbs nobody

    with pytest.raises(NotDone, match="Stop the service"):
        backups.restore(tmp_path / "backup.db")
    service.close()
