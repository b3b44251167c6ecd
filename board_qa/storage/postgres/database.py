"""PostgreSQL as the stores use it: one writer at a time, and a connection for each transaction."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from board_qa.domain.text.wording import one_line, shown
from board_qa.ports.stores import StoreUnavailable
from board_qa.storage.postgres.statements import bound, translated
from board_qa.storage.sql.database import A_MOMENT, insert_into, update_of

Result = TypeVar("Result")
Connection = psycopg.Connection[DictRow]

# Seconds that anything waits: for another writer, for a connection, for a server that comes back.
PATIENCE = 5.0
_A_WHILE = 0.05  # seconds between two tries
# Of each process. A read has one for milliseconds, and of those who write one at a time.
_CONNECTIONS = 8
NAME = "board_qa"
# Where the URL does not say otherwise.
_CONNECTING: dict[str, Any] = {
    "application_name": NAME,
    "connect_timeout": 5,
    # A server that went without a word is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# Shared by whoever has the board open, and taken by who must be alone with it.
_OPEN = f"(hashtext('{NAME} is open'), hashtext(current_schema()))"
_ALONE = f"SELECT pg_try_advisory_lock{_OPEN}"
# Each statement is planned for its values: by a plan for any values, lists were read whole that an index has in order.
_EVERY_CONNECTION = f"""SET lock_timeout = '{PATIENCE}s'; SET idle_in_transaction_session_timeout = '60s';
    SET plan_cache_mode = force_custom_plan; SET random_page_cost = 1.1"""
_WITH_OTHERS = f"SELECT pg_advisory_lock_shared{_OPEN}"
# Which server it is, and since which checkpoint it runs: another one that took its place began at another moment, and
# each one makes a checkpoint after it crashed.
_RUNS_SINCE = "(SELECT pg_postmaster_start_time() || ' ' || checkpoint_lsn FROM pg_control_checkpoint()) AS runs_since"
# One writer at a time in each schema, as SQLite has it: so what is read inside a transaction stays true until its end.
_BEGIN = f"""BEGIN; SELECT pg_current_xact_id()::text AS number, {_RUNS_SINCE},
    pg_advisory_xact_lock(hashtext('{NAME}'), hashtext(current_schema()))"""

# Tables that have what people typed, or what tells who they are.
_WITH_WORDS = ("question", "question_search", "question_vector", "change", "post", "post_tone", "outbox", "letter",
               "asker_key", "support", "support_newcomer", "question_arrival", "unreadable_post", "charge")  # fmt: skip

# Tables whose rows number themselves, and how each goes on after rows that brought their numbers along.
_NUMBERED = """SELECT table_name AS "table" FROM information_schema.columns
               WHERE table_schema = current_schema() AND is_identity = 'YES'"""
_GO_ON = """SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM {table}"""


class OutcomeUnknown(StoreUnavailable):
    """The connection was lost at the very end, and nobody could be asked whether everything was stored or nothing."""


@dataclass
class _Transaction:
    connection: Connection
    number: str
    runs_since: str


class _Own(threading.local):
    """What belongs to one greenlet."""

    transaction: _Transaction | None = None


class PostgresDatabase:
    """A pool of connections, as `storage/sql/database.py` says what it does for everybody."""

    def __init__(self, url: str, patience: float = PATIENCE, *, alone: bool = False) -> None:
        """Raises StoreUnavailable where it cannot be reached, or, to be `alone`, others have the board open."""
        url = connecting(url)
        _reached(url)
        self._guard = _alone_with(url) if alone else None
        self._patience = patience
        self._own = _Own()
        self._why_not = ""  # no connection could be made when that was last tried
        # Who writes in this process, so that those who wait for it hold no connection.
        self._writer = threading.Lock()
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            connection_class=self._remembering_why_not(),
            kwargs={"autocommit": True, "row_factory": dict_row, "cursor_factory": psycopg.RawCursor},
            configure=_configured if alone else _configured_with_others,
            min_size=0,
            max_size=_CONNECTIONS,
            timeout=patience,
            reconnect_timeout=patience / 2,  # a server that is back is found by whoever asks next
            open=True,
        )

    def _remembering_why_not(self) -> type[Connection]:
        """A pool says only that it has no connection, and its log is kept from words: why is told by the connection."""
        database = self

        class Remembering(psycopg.Connection[DictRow]):
            @classmethod
            def connect(cls, conninfo: str = "", **how: Any) -> Self:
                try:
                    made = super().connect(conninfo, **how)
                except psycopg.OperationalError as error:
                    database._why_not = _first_line(error)
                    raise
                database._why_not = ""
                return made

        return Remembering

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return self._reading(lambda connection: _run(connection, sql, values).fetchall())

    def row(self, sql: str, *values: Any) -> dict[str, Any] | None:
        return self._reading(lambda connection: _run(connection, sql, values).fetchone())

    def give_way(self) -> None:
        if self._own.transaction is None:
            time.sleep(A_MOMENT)

    def version(self) -> str:
        """Which transactions can be seen: others as soon as one ended, in whichever process
        (https://www.postgresql.org/docs/15/functions-info.html, pg_current_snapshot)."""
        found = self.row("SELECT pg_current_snapshot()::text AS seen")
        return str(found["seen"]) if found else ""

    def execute(self, sql: str, *values: Any) -> int:
        with self.write():
            return _run(self._open_transaction(), sql, values).rowcount

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        with self.write():
            stored = _run(self._open_transaction(), f"{insert_into(table, row)} RETURNING id", tuple(row.values()))
            return int((stored.fetchone() or {})["id"])

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        with self.write():
            every = list(rows)
            if every:
                with self._open_transaction().cursor() as cursor:
                    cursor.executemany(
                        translated(insert_into(table, every[0])).encode(), [bound(tuple(row.values())) for row in every]
                    )

    def update(self, table: str, key: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        self.execute(update_of(table, key, changes), *changes.values(), *key.values())

    def run_script(self, script: str) -> None:
        """Run many statements, inside `write`."""
        self._open_transaction().execute(script.encode(), prepare=False)

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN and the lock of all writers to COMMIT, or ROLLBACK on any error. Inside another `write` it joins it."""
        if self._own.transaction is not None:
            yield
            return
        if not self._writer.acquire(timeout=self._patience):
            raise StoreUnavailable("another transaction of this process took too long")
        try:
            transaction = self._patiently(self._begin)
            try:
                self._own.transaction = transaction
                yield
                self._commit(transaction)
            except BaseException as error:
                _roll_back(transaction.connection)
                self._say_plainly(error)
                raise
            finally:
                self._own.transaction = None
                self._pool.putconn(transaction.connection)
        finally:
            self._writer.release()

    @contextmanager
    def filling(self) -> Iterator[None]:
        with self.write():
            self.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
            for row in self.rows(_NUMBERED):
                self.rows(_GO_ON.format(**row))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._pool.connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._own.transaction = _Transaction(connection, "", "")
            try:
                yield
            finally:
                self._own.transaction = None
                _roll_back(connection)

    def _begin(self) -> _Transaction:
        connection = self._pool.getconn()
        try:
            begun = connection.execute(_BEGIN, prepare=False)
            begun.nextset()
            row = begun.fetchone() or {}
            return _Transaction(connection, row["number"], row["runs_since"])
        except BaseException:
            _roll_back(connection)
            self._pool.putconn(connection)
            raise

    def _commit(self, transaction: _Transaction) -> None:
        try:
            said = transaction.connection.execute("COMMIT").statusmessage
            if said != "COMMIT":  # so it answers where a statement failed, and somebody took no notice
                raise RuntimeError(f"nothing was stored, because a statement had failed: {said}")
        except psycopg.OperationalError as error:
            if not transaction.connection.closed:
                raise
            if not self._was_committed(transaction, error):
                raise

    def _was_committed(self, transaction: _Transaction, lost: psycopg.Error) -> bool:
        """What became of a transaction whose COMMIT was not answered: the server is asked, until it knows.

        After a crash it gives the number once more of a transaction of which nothing had reached its log, and so may a
        standby that took its place: what is said of that number may then be said of another one.
        """
        until = time.monotonic() + self._patience
        state, runs_since = "in progress", ""
        ask = f"SELECT pg_xact_status($1::xid8) AS state, {_RUNS_SINCE}"
        while state == "in progress" and time.monotonic() < until:
            with suppress(psycopg.Error), self._pool.connection(self._patience) as connection:
                asked = connection.execute(ask, [transaction.number]).fetchone() or {}
                state, runs_since = asked["state"], asked["runs_since"]
            time.sleep(_A_WHILE)
        if state == "aborted":
            return False
        if (state, runs_since) == ("committed", transaction.runs_since):
            return True
        raise OutcomeUnknown("the connection was lost while everything was stored") from lost

    def _open_transaction(self) -> Connection:
        if self._own.transaction is None:
            raise RuntimeError("no transaction is open")
        return self._own.transaction.connection

    def _reading(self, read: Callable[[Connection], Result]) -> Result:
        """Inside a transaction, what is read is its own; else any connection will do, and a lost one is replaced."""
        if self._own.transaction is not None:
            try:
                return read(self._own.transaction.connection)
            except psycopg.Error as error:
                self._say_plainly(error)
                raise

        def once() -> Result:
            with self._pool.connection() as connection:
                return read(connection)

        return self._patiently(once)

    def _patiently(self, run: Callable[[], Result]) -> Result:
        """Run what has written nothing yet, and again where its connection was lost: the pool may have others."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return run()
            except psycopg.OperationalError as error:
                if not _is_lost(error) or time.monotonic() > until:
                    self._say_plainly(error)
                    raise
                time.sleep(_A_WHILE)
            except psycopg.Error as error:
                self._say_plainly(error)
                raise

    def _say_plainly(self, error: BaseException) -> None:
        """The server cannot be reached, has no room, waits for another, or is a read-only copy: no fault of ours."""
        if isinstance(error, PoolTimeout) and self._why_not:
            raise StoreUnavailable(f"{_first_line(error)}: {self._why_not}") from error
        if isinstance(error, psycopg.OperationalError | psycopg.errors.ReadOnlySqlTransaction):
            raise StoreUnavailable(_first_line(error)) from error

    def scrub(self) -> None:
        """Each table is written anew, and its indexes: VACUUM alone leaves the bytes where they were. What is in the
        archive of the server's log stays there for as long as that is kept."""

        def once() -> None:
            with self._pool.connection() as connection:
                connection.execute(f"VACUUM (FULL) {', '.join(_WITH_WORDS)}".encode(), prepare=False)

        self._patiently(once)

    def close(self) -> None:
        self._pool.close()
        if self._guard is not None:
            self._guard.close()


def connecting(url: str) -> str:
    """How to connect, with what we would like unless the URL says otherwise. Raises StoreUnavailable."""
    try:
        return make_conninfo(**{**_CONNECTING, **conninfo_to_dict(url)})
    except psycopg.ProgrammingError as error:  # its words may hold a part of the password
        raise StoreUnavailable("DATABASE_URL has something after its ? that PostgreSQL does not know") from error


def _reached(url: str) -> None:
    """The pool would only say that there is no connection, and not why: a password, a name, a server that is off."""
    try:
        psycopg.connect(url).close()
    except psycopg.Error as error:
        raise StoreUnavailable(f"PostgreSQL cannot be reached: {shown(str(error))}") from error


def _alone_with(url: str) -> psycopg.Connection:
    """A connection which, as long as it is open, keeps everybody else out."""
    guard = psycopg.connect(url, autocommit=True)
    if guard.execute(_ALONE.encode()).fetchone() != (True,):
        guard.close()
        raise StoreUnavailable("another program has the board open")
    return guard


def _configured(connection: Connection) -> None:
    connection.execute(_EVERY_CONNECTION, prepare=False)


def _configured_with_others(connection: Connection) -> None:
    _configured(connection)
    connection.execute(_WITH_OTHERS, prepare=False)


def _run(connection: Connection, sql: str, values: tuple[Any, ...]) -> psycopg.Cursor[DictRow]:
    return connection.execute(translated(sql).encode(), bound(values))


def _roll_back(connection: Connection) -> None:
    """Where that fails, or something else is still under way, the pool throws the connection away."""
    with suppress(psycopg.Error):
        connection.rollback()


def _is_lost(error: psycopg.OperationalError) -> bool:
    """Whether the connection itself is gone: the server says so (class 57P), or nothing at all."""
    return error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))


def _first_line(error: BaseException) -> str:
    """What the server says, without the details below it: those can quote what was to be stored. Whoever answers in
    its place says what they like, so there is nothing in it that moves what a terminal shows."""
    return one_line(str(error).strip().partition("\n")[0])
