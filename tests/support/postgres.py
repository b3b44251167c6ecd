"""A PostgreSQL for the tests: the one that TEST_DATABASE_URL names, or one of this process's own."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg

from board_qa.storage.postgres.database import PostgresDatabase
from board_qa.storage.postgres.schema.migrations import migrate
from board_qa.storage.postgres.store import PostgresStore
from board_qa.storage.sql.tables import TABLES

WHY_NOT = "no PostgreSQL on this machine: `apt-get install postgresql`, or set TEST_DATABASE_URL"
# Debian runs no server for a user who is root, and neither does PostgreSQL itself.
_USER = "postgres" if os.getuid() == 0 else None
# Of this process's connections.
_WHO = f"board_qa_tests_{os.getpid()}"
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class PostgresServer:
    """A server in a folder of its own, to be killed and started again. Nothing but its socket leads to it, unless its
    options say otherwise."""

    def __init__(self, options: str = "") -> None:
        """Raises LookupError where there is none on this machine."""
        binaries = _binaries()
        if binaries is None:
            raise LookupError(WHY_NOT)
        self._binaries, self.folder = binaries, Path(tempfile.mkdtemp(prefix="pg"))
        self._options = f"--options=-c listen_addresses= -k {self.folder} {options}"
        self.url = f"postgresql://board@/postgres?host={self.folder}"
        if _USER:
            shutil.chown(self.folder, _USER)
        run(binaries / "initdb", f"--pgdata={self.folder}/data", "--username=board", "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync")  # fmt: skip

    def start(self) -> None:
        self._control("start", self._options, f"--log={self.folder}/log")

    def stop_at_once(self) -> None:
        """Its own immediate stop: nobody is heard out."""
        self._control("stop", "--mode=immediate")

    def make_standby(self) -> None:
        """One that has everything, at the same checkpoint. To be called before the first start."""
        run("cp", "--archive", self.folder / "data", self.folder / "standby")

    def go_over_to_the_standby(self) -> None:
        """This one stops at once, and the other one goes on at its address."""
        self.stop_at_once()
        (self.folder / "data").rename(self.folder / "gone")
        (self.folder / "standby").rename(self.folder / "data")
        self.start()

    def crash(self) -> None:
        """And go on."""
        self.stop_at_once()
        self.start()

    def kill(self) -> None:
        """SIGKILL to all of its processes."""
        first = int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        every = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text(encoding="utf-8").split())]
        for one in every:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        while any(_is_at_work(one) for one in every):
            time.sleep(0.02)

    def remove(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop_at_once()
        shutil.rmtree(self.folder)

    def show(self, certificate: Path) -> None:
        """Copy a certificate and its key to where it looks for them."""
        for name in ("server.crt", "server.key"):
            mine = self.folder / "data" / name
            shutil.copy(certificate, mine)
            mine.chmod(0o600)
            if _USER:
                shutil.chown(mine, _USER)

    def _control(self, *what: str) -> None:
        run(self._binaries / "pg_ctl", f"--pgdata={self.folder}/data", "--wait", *what)


def _is_at_work(process: int) -> bool:
    """Whether it has anything open still: one that nobody waited for has not."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


_COPIES = count(1)


@cache
def server() -> str | None:
    """The URL of a server, started once for this process; None where there is none to start."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given or _binaries() is None:
        return given
    started = PostgresServer(_QUICK)
    started.start()
    atexit.register(started.remove)
    return started.url


def run(*command: Path | str) -> None:
    subprocess.run(command, check=True, user=_USER, cwd="/", stdout=subprocess.DEVNULL)


def is_here() -> bool:
    """Whether a server can be started."""
    return _binaries() is not None


@cache
def _binaries() -> Path | None:
    found = shutil.which("initdb")
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    return Path(found).parent if found else debians[-1].parent if debians else None


def in_schema(name: str) -> str:
    """The URL of an empty schema of this name on the tests' server, which there must be."""
    url = server()
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE".encode())
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{url}{'&' if '?' in url else '?'}options={quote(f'-c search_path={name}')}&application_name={_WHO}"


def new_database() -> str:
    """The URL of a database of its own, whose tables are there and empty: copying them takes a tenth of a second."""
    name = f"copy_{os.getpid()}_{next(_COPIES)}"
    _make_database(name, f"TEMPLATE {_template()}")
    return _in_database(name)


@cache
def _template() -> str:
    name = f"template_{os.getpid()}"
    _make_database(name)
    database = PostgresDatabase(_in_database(name))
    migrate(database)
    database.close()
    return name


def _make_database(name: str, how: str = "") -> None:
    with psycopg.connect(server() or "", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        connection.execute(f"CREATE DATABASE {name} {how}".encode())


def _in_database(name: str) -> str:
    return urlsplit(server() or "")._replace(path=f"/{name}").geturl()


def own_database(name: str) -> str:
    """The URL of an empty database of this name on the tests' server, which there must be."""
    _make_database(name)
    return _in_database(name)


def empty_store() -> PostgresStore:
    """A store with nothing in it. Its tables are made once for this process, which has it for one test at a time."""
    store = PostgresStore(url())
    store.database = _migrated()
    with store.database.write():
        store.database.run_script(f"TRUNCATE {', '.join(TABLES)}, question_search RESTART IDENTITY")
    return store


@cache
def url() -> str:
    return in_schema(f"tests_{os.getpid()}")


@cache
def _migrated() -> PostgresDatabase:
    database = PostgresDatabase(url())
    migrate(database)
    return database


def cut_off_everybody() -> None:
    """The server ends every connection but the one that tells it to, as it does when it is restarted."""
    with psycopg.connect(server() or "", autocommit=True) as other:
        other.execute(
            """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = %s AND pid != pg_backend_pid()""",
            [_WHO],
        )
