"""A PostgreSQL for the tests: the one that TEST_DATABASE_URL names, or one of this process's own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
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
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


@cache
def server() -> str | None:
    """The URL of a server, started once for this process; None where there is none to start."""
    given = os.environ.get("TEST_DATABASE_URL")
    binaries = _binaries()
    if given or binaries is None:
        return given
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if _USER:
        shutil.chown(folder, _USER)
    run(binaries / "initdb", f"--pgdata={folder}/data", "--username=board", "--auth=trust", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    start(binaries, folder)
    atexit.register(_remove, binaries, folder)
    return f"postgresql://board@/postgres?host={folder}"


def start(binaries: Path, folder: Path) -> None:
    control(binaries, folder, "start", f"--options={_QUICK} -k {folder}", f"--log={folder}/log")


def control(binaries: Path, folder: Path, *what: str) -> None:
    run(binaries / "pg_ctl", f"--pgdata={folder}/data", "--wait", *what)


def _remove(binaries: Path, folder: Path) -> None:
    control(binaries, folder, "stop", "--mode=immediate")
    shutil.rmtree(folder)


def run(*command: Path | str) -> None:
    subprocess.run(command, check=True, user=_USER, cwd="/", stdout=subprocess.DEVNULL)


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


def own_database(name: str) -> str:
    """The URL of an empty database of this name on the tests' server, which there must be."""
    url = server()
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()


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
