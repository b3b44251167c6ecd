"""PostgreSQL and Redis are not there yet when the service starts: it says so kindly, and is right once they are."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.clients import Moderator, ask
from board_qa.rehearsal.records import Records
from board_qa.rehearsal.server import Server, add_moderator
from tests.measures.scale import FLASK, Program
from tests.support import postgres
from tests.support.commands import flask
from tests.support.places import ROOT, free_port
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.server
QUESTION = "Why is the lift broken again?"


@pytest.fixture
def database() -> Iterator[PostgresServer]:
    """Of a server that is not running."""
    if not postgres.is_here():
        pytest.skip(postgres.WHY_NOT)
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def server(tmp_path: Path, database: PostgresServer) -> Iterator[Server]:
    none = f"redis://127.0.0.1:{free_port()}"
    settings = {"DATABASE_URL": database.url, "REDIS_URL": none, "RUN_WORKER": "0", "SECRET_KEY": "k" * 64}
    server = Server(tmp_path, "http://127.0.0.1:9", ("", "", "", ""), **settings, PRACTICE="0")
    yield server
    server.close()


def status(server: Server, path: str) -> int:
    return requests.get(server.address + path, timeout=30).status_code


def test_visitors_are_told_and_keep_their_words_until_the_database_is_there(
    server: Server, database: PostgresServer
) -> None:
    server.start()
    ready = requests.get(f"{server.address}/readyz", timeout=30)
    form = {"question": QUESTION, "key": "k"}
    refused = requests.post(f"{server.address}/abcd/questions", data=form, timeout=30)

    assert (ready.status_code, ready.json()) == (503, {"status": "not ready"})
    assert refused.status_code == 503
    assert QUESTION in refused.text
    assert "What you sent is kept on this page" in refused.text
    assert status(server, "/") == 503

    database.start()
    wait("the service to be ready", lambda: status(server, "/readyz") == 200)
    add_moderator(server.environ)
    moderator = Moderator(server.address)
    moderator.sign_in()
    moderator.make_meeting(datetime.now(UTC))
    ask(server.address, moderator.code, QUESTION, Records(), twice=False)
    assert moderator.texts() == {QUESTION: 1}


def test_the_worker_waits_for_the_database_and_begins_once_it_is_there(
    tmp_path: Path, server: Server, database: PostgresServer
) -> None:
    worker = Program([*FLASK, "worker"], server.environ, tmp_path / "worker.log")
    worker.start()
    try:
        wait("it to say so", lambda: "the database cannot be used and is waited for" in log(tmp_path))
        database.start()
        server.start()
        wait("it to work", lambda: status(server, "/healthz") == 200)
    finally:
        worker.stop()
    assert "Traceback" not in log(tmp_path)


def test_a_worker_that_waits_can_be_stopped(tmp_path: Path, server: Server) -> None:
    worker = subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=server.environ, stderr=subprocess.PIPE, text=True)
    assert worker.stderr is not None
    assert "is waited for" in worker.stderr.readline()
    os.kill(worker.pid, signal.SIGTERM)

    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [["migrate"], ["doctor"], ["moderator", "password", "alex"]])
def test_commands_say_it_in_a_sentence(tmp_path: Path, server: Server, command: list[str]) -> None:
    url = server.environ["DATABASE_URL"]
    said = flask(tmp_path, *command, typed="three random words\n", DATABASE_URL=url, SECRET_KEY="k" * 64)

    assert said.returncode == 1
    assert said.stderr.startswith("PostgreSQL cannot be reached: ")
    assert said.stderr.endswith("Is DATABASE_URL right, and the database running?\n")


def log(folder: Path) -> str:
    return (folder / "worker.log").read_text(encoding="utf-8")
