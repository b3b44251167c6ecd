"""What PostgreSQL alone can do to us: go away, at any moment; and what it has to look like SQLite in."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import NewQuestion
from board_qa.live.broadcaster import LOOK_EVERY, STEPS, Broadcaster
from board_qa.ports.stores import StoreUnavailable
from board_qa.storage.postgres.database import OutcomeUnknown, PostgresDatabase
from board_qa.storage.postgres.schema.migrations import migrate
from board_qa.storage.postgres.statements import translated
from board_qa.storage.postgres.store import PostgresStore
from tests.support import postgres
from tests.support.certificates import certificate
from tests.support.doubles import NOON, StoppedClock, details
from tests.support.in_its_place import in_its_place
from tests.support.places import ROOT, free_port
from tests.support.postgres import PostgresServer
from tests.support.wires import Cut, Wire, wire


@pytest.fixture
def store() -> Iterator[PostgresStore]:
    if postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    postgres.empty_store()
    store = PostgresStore(postgres.url())
    yield store
    store.close()


@pytest.fixture
def meeting(store: PostgresStore) -> Meeting:
    meeting = store.meetings.add(details(), "7K4P", "token", NOON)
    assert meeting is not None
    return meeting


@pytest.fixture
def cuttable(store: PostgresStore) -> Iterator[tuple[Wire, PostgresStore]]:
    """The same board over a wire that can be cut."""
    with wire(postgres.url()) as carrying:
        over_it = PostgresStore(carrying.url)
        over_it.database = PostgresDatabase(carrying.url, patience=1)
        yield carrying, over_it
        over_it.close()


def receive(store: PostgresStore, meeting: Meeting, text: str = "Why?") -> None:
    store.questions.receive(meeting.id, NewQuestion("web", text, text, "", NOON), text, NOON)


def texts(store: PostgresStore, meeting: Meeting) -> list[str]:
    return [question.source.text for question in store.questions.of_meeting(meeting.id)]


def test_a_connection_that_was_lost_is_replaced_and_nobody_notices(store: PostgresStore, meeting: Meeting) -> None:
    postgres.cut_off_everybody()
    assert store.meetings.get(meeting.id) == meeting
    postgres.cut_off_everybody()
    receive(store, meeting)

    assert texts(store, meeting) == ["Why?"]


def test_a_connection_lost_inside_a_transaction_leaves_nothing(store: PostgresStore, meeting: Meeting) -> None:
    with pytest.raises(StoreUnavailable), store.transaction():  # noqa: PT012  # it is lost between two writes
        receive(store, meeting)
        postgres.cut_off_everybody()
        receive(store, meeting, "How?")

    assert texts(store, meeting) == []


def test_where_a_statement_failed_nothing_is_said_to_be_stored_whoever_took_no_notice(
    store: PostgresStore, meeting: Meeting
) -> None:
    with pytest.raises(RuntimeError, match="nothing was stored"), store.transaction():  # noqa: PT012  # at its end
        receive(store, meeting)
        with suppress(psycopg.Error):
            store.database.execute("UPDATE question SET number = 'none'")

    assert texts(store, meeting) == []


def test_what_was_stored_is_said_to_be_although_the_answer_was_lost(
    store: PostgresStore, meeting: Meeting, cuttable: tuple[Wire, PostgresStore]
) -> None:
    carrying, over_it = cuttable
    carrying.cut = Cut.AFTER_COMMIT
    receive(over_it, meeting)

    assert texts(store, meeting) == ["Why?"]


def test_what_the_server_never_heard_of_is_not_said_to_be_stored(
    store: PostgresStore, meeting: Meeting, cuttable: tuple[Wire, PostgresStore]
) -> None:
    carrying, over_it = cuttable
    carrying.cut = Cut.BEFORE_COMMIT
    with pytest.raises(StoreUnavailable) as refused:
        receive(over_it, meeting)

    assert refused.type is StoreUnavailable
    assert texts(store, meeting) == []


def test_where_nobody_can_be_asked_what_became_of_it_it_is_not_said_to_be_stored(
    store: PostgresStore, meeting: Meeting, cuttable: tuple[Wire, PostgresStore]
) -> None:
    carrying, over_it = cuttable
    over_it.meetings.all()
    with pytest.raises(OutcomeUnknown), over_it.transaction():  # noqa: PT012  # it is lost after the last write
        receive(over_it, meeting)
        carrying.cut, carrying.is_up = Cut.AFTER_COMMIT, False


@pytest.mark.parametrize("goes", [PostgresServer.crash, PostgresServer.go_over_to_the_standby])
def test_what_became_of_another_transaction_is_not_said_of_the_one_that_had_its_number(
    goes: Callable[[PostgresServer], None],
) -> None:
    if not postgres.is_here():
        pytest.skip(postgres.WHY_NOT)
    server = PostgresServer()
    try:
        server.make_standby()
        server.start()
        database = PostgresDatabase(server.url)
        with pytest.raises(OutcomeUnknown), database.write():  # noqa: PT012  # it is lost after the last write
            (number,) = database.rows("SELECT pg_current_xact_id()::text AS number")
            goes(server)
            with psycopg.connect(server.url, autocommit=True) as another:
                taken = ""
                while taken != number["number"]:
                    (taken,) = another.execute("SELECT pg_current_xact_id()::text").fetchone() or ("",)
        database.close()
    finally:
        server.remove()


def test_a_server_that_is_away_is_said_to_be_and_found_again_when_it_is_back(
    store: PostgresStore, meeting: Meeting, cuttable: tuple[Wire, PostgresStore]
) -> None:
    carrying, over_it = cuttable
    assert texts(over_it, meeting) == []
    carrying.is_up = False
    postgres.cut_off_everybody()
    for ask in (over_it.meetings.all, lambda: receive(over_it, meeting)):
        with pytest.raises(StoreUnavailable, match=r"couldn't get a connection after 1.00 sec: connection .*failed"):
            ask()
    carrying.is_up = True
    receive(over_it, meeting)

    assert texts(store, meeting) == ["Why?"]


def test_a_server_with_another_certificate_than_before_is_told_nothing_and_that_is_why(tmp_path: Path) -> None:
    if not postgres.is_here():
        pytest.skip(postgres.WHY_NOT)
    port, known = free_port(), certificate(tmp_path / "known.pem")
    server = PostgresServer(f"-c listen_addresses=127.0.0.1 -p {port} -c ssl=on")
    server.show(known)
    server.start()
    url = f"postgresql://board@127.0.0.1:{port}/postgres?sslmode=verify-full&sslrootcert={known}"
    database = PostgresDatabase(url, patience=1)
    server.stop_at_once()
    server.show(certificate(tmp_path / "another.pem"))
    server.start()
    for ask in (lambda: database.rows("SELECT 1"), lambda: PostgresDatabase(url)):
        with pytest.raises(StoreUnavailable, match="certificate verify failed"):
            ask()
    database.close()
    server.remove()


def test_what_answers_in_the_place_of_postgresql_moves_nothing_on_a_terminal() -> None:
    port = free_port()
    refusal = b"SFATAL\x00C28000\x00Mno\r\x1b[2Kall is well\x00\x00"
    no_tls, refused = b"N", b"E" + (len(refusal) + 4).to_bytes(4) + refusal
    with in_its_place(port, no_tls, refused), pytest.raises(StoreUnavailable, match="all is well") as away:
        PostgresDatabase(f"postgresql://board@127.0.0.1:{port}/board?gssencmode=disable")

    assert "".join(str(away.value).splitlines()).isprintable()


def test_whoever_tells_the_news_says_once_that_the_server_is_away_and_once_that_it_is_back(
    meeting: Meeting, cuttable: tuple[Wire, PostgresStore], caplog: pytest.LogCaptureFixture
) -> None:
    carrying, over_it = cuttable
    a_look = STEPS * LOOK_EVERY
    steps = iter(range(6 * a_look))

    def sleep(_: float) -> None:
        step = next(steps)
        if step in (a_look, 4 * a_look):
            carrying.is_up = step > a_look
            postgres.cut_off_everybody()

    with pytest.raises(StopIteration):
        Broadcaster(over_it, NobodyListens(), StoppedClock(), {}, sleep).run()

    said = [record for record in caplog.records if record.name.startswith("board_qa")]
    assert [record.getMessage().partition(",")[0] for record in said] == [
        "telling the news: the database is away",
        "telling the news: the database is back",
    ]
    assert [record.exc_info for record in said] == [None, None]


class NobodyListens:
    def emit(self, event: str, data: dict[str, Any], *, to: str) -> None: ...


WAITING = """
from gevent import monkey; monkey.patch_all()
import gevent, sys
from board_qa.storage.postgres.store import PostgresStore
ours, theirs = PostgresStore(sys.argv[1]), PostgresStore(sys.argv[1])
theirs.open()
with ours.transaction():
    waiting = gevent.spawn(theirs.sources.set_metadata, "X", "name", "value")
    while not ours.database.row("SELECT 1 AS one FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
        gevent.sleep(0)
waiting.get()
print(theirs.sources.metadata("X", "name"))
"""


def test_while_one_greenlet_waits_for_the_server_the_others_go_on(store: PostgresStore) -> None:
    """Else the transaction that is waited for would never end."""
    command = [sys.executable, "-c", WAITING, postgres.url()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert done.stdout == "value\n", done.stderr


def test_of_two_processes_that_write_one_waits_for_the_other(store: PostgresStore, meeting: Meeting) -> None:
    other = PostgresStore(postgres.url())
    jobs = [
        threading.Thread(target=receive, args=(whose, meeting, f"{name} {number}"))
        for name, whose in (("ours", store), ("theirs", other))
        for number in range(20)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    other.close()

    assert [question.number for question in store.questions.of_meeting(meeting.id)] == list(range(1, 41))


def test_four_that_start_at_once_make_the_tables_once(store: PostgresStore) -> None:
    url = postgres.in_schema("four_at_once")
    databases = [PostgresDatabase(url) for _ in range(4)]
    jobs = [threading.Thread(target=migrate, args=(database,)) for database in databases]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()

    names = [row["name"] for row in databases[0].rows("SELECT name FROM schema_migration ORDER BY applied_at")]
    assert names == sorted(file.stem for file in (ROOT / "board_qa/storage/postgres/schema").glob("*.sql"))
    for database in databases:
        database.close()


def test_no_search_reads_through_questions_that_are_not_in_the_index_yet(
    store: PostgresStore, meeting: Meeting
) -> None:
    for number in range(30):
        receive(store, meeting, f"Why is ward {number} closed?")
    waiting = "SELECT gin_clean_pending_list('question_search_words') AS words, gin_clean_pending_list('{}') AS asked"

    assert store.database.row(waiting.format("question_search_asked")) == {"words": 0, "asked": 0}


def test_a_newer_versions_tables_are_left_alone(store: PostgresStore) -> None:
    url = postgres.in_schema("newer")
    database = PostgresDatabase(url)
    migrate(database)
    database.execute("INSERT INTO schema_migration VALUES ('999_newer', now())")

    with pytest.raises(StoreUnavailable, match="newer version"):
        migrate(database)
    database.close()


def test_a_letter_that_postgresql_cannot_hold_loses_nothing_else(store: PostgresStore, meeting: Meeting) -> None:
    receive(store, meeting, "Why\x00?")

    assert texts(store, meeting) == ["Why\ufffd?"]


@pytest.mark.parametrize(
    ("sqlites", "postgresqls"),
    [
        ("a = ? AND b = ?", "a = $1 AND b = $2"),
        ("a = ?2 AND b = ?1 AND c = ?2", "a = $2 AND b = $1 AND c = $2"),
        ("a = ?1 AND b IN (?, ?)", "a = $1 AND b IN ($2, $3)"),
        ("a = '?' AND b = ?", "a = '?' AND b = $1"),
        ("a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1"),
        ("a IN () AND b NOT IN ()", "a = ANY ('{}') AND b != ALL ('{}')"),
        ("FROM question q INDEXED BY question_list WHERE", "FROM question q  WHERE"),
        ("mine CROSS JOIN change c ON", "mine JOIN change c ON"),
    ],
)
def test_statements_are_written_as_postgresql_wants_them(sqlites: str, postgresqls: str) -> None:
    assert translated(sqlites) == postgresqls
