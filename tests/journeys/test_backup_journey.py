"""A service that runs, as its people see it: backed up under load, lost, and back elsewhere with every receipt."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import pytest
import requests

from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import Server
from tests.support.browsers import WALL, Window
from tests.support.commands import flask
from tests.support.kept_boards import names_in, texts_in
from tests.support.places import ROOT
from tests.support.running import Running, running

pytestmark = pytest.mark.server

QUESTIONS = [f"Question {n}: what will change by April?" for n in range(20)]
PRACTICE_MODE = {"SECRET_KEY": "", "RUN_WORKER": "1"}


def ask(service: Running, code: str, text: str) -> str:
    """Ask by the form, each question from a network of its own, and return the path of the receipt.

    From here on the question is never lost.
    """
    network = crc32(text.encode())
    form = {"question": text, "key": text}
    answer = requests.post(
        f"{service.address}/{code}/questions",
        data=form,
        headers={
            "Origin": service.address,
            "X-Forwarded-For": f"10.{network >> 16 & 255}.{network >> 8 & 255}.{network & 255}",
        },
        allow_redirects=False,
        timeout=30,
    )
    assert answer.status_code == 303
    return answer.headers["Location"].removeprefix(service.address)


@contextmanager
def many_asking(service: Running, code: str) -> Iterator[list[str]]:
    """Four people ask one question after the other; what was acknowledged so far."""
    stop, acknowledged = threading.Event(), list[str]()

    def advance(person: int) -> None:
        number = 0
        while not stop.is_set():
            text = f"Person {person} asks once more: {number}"
            ask(service, code, text)
            acknowledged.append(text)
            number += 1

    with ThreadPoolExecutor() as people:
        asking = [people.submit(advance, person) for person in range(4)]
        wait("a load", lambda: len(acknowledged) > 20)
        yield acknowledged
        stop.set()
    for one in asking:
        one.result()  # every one of them got a receipt for every question


@contextmanager
def started_on(database: Path, **settings: str) -> Iterator[Server]:
    server = Server(database.parent.parent, "", ("", "", "", ""), DATABASE_URL=f"sqlite:///{database}", **settings)
    try:
        server.start()
        yield server
    finally:
        server.close()


def backed_up(service: Running, file: Path) -> subprocess.CompletedProcess[str]:
    return flask(file.parent, "backup", str(file), DATABASE_URL=f"sqlite:///{service.database}")


def test_all_that_was_acknowledged_is_in_a_backup_made_under_load_and_nothing_of_it_in_a_copy_of_the_file(
    tmp_path: Path,
) -> None:
    with running(PROXIES="1") as service:
        meeting = service.meeting()
        receipts = {text: ask(service, meeting.code, text) for text in QUESTIONS}
        subprocess.run(["cp", service.database, tmp_path / "copy.db"], check=True)
        with many_asking(service, meeting.code) as acknowledged:
            before = list(acknowledged)
            made = backed_up(service, tmp_path / "backup.db")
            meanwhile = len(acknowledged) - len(before)

    assert texts_in(tmp_path / "copy.db") == []  # the same questions were all in the log beside it
    assert (made.returncode, made.stderr) == (0, "")
    assert meanwhile > 0
    assert texts_in(tmp_path / "backup.db")[:20] == QUESTIONS
    assert set(before) <= set(texts_in(tmp_path / "backup.db"))

    database = tmp_path / "elsewhere" / "data" / "b.db"
    restored = flask(database.parent, "restore", str(tmp_path / "backup.db"))
    assert (restored.returncode, restored.stderr) == (0, "")
    with started_on(database, **PRACTICE_MODE) as server:
        for text, receipt in receipts.items():
            page = requests.get(f"{server.address}{receipt}", timeout=30)
            assert (page.status_code, text in page.text) == (200, True)


def test_nothing_is_restored_under_a_running_web_process_or_a_running_worker(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert flask(data, "migrate").returncode == 0
    backup = tmp_path / "backup.db"
    assert flask(data, "backup", str(backup)).returncode == 0
    with started_on(data / "b.db", SECRET_KEY="", RUN_WORKER="0"):
        refused = [flask(data, "restore", str(backup))]
    with worker_on(data / "b.db"):
        refused.append(flask(data, "restore", str(backup)))

    for one in refused:
        assert (one.returncode, "Stop the service, both web and worker, and try again." in one.stderr) == (1, True)
    assert flask(data, "restore", str(backup)).returncode == 0
    assert sum("before-restore" in name for name in names_in(data)) == 1


@contextmanager
def worker_on(database: Path) -> Iterator[None]:
    environ = {"DATABASE_URL": f"sqlite:///{database}"}
    worker = subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "worker"], cwd=ROOT, env=environ)
    lock = database.with_name(f"{database.name}.worker.lock")
    try:
        wait("the worker", lock.exists)
        yield
    finally:
        worker.terminate()
        worker.wait()


@pytest.fixture
def service() -> Iterator[Running]:
    with running(PROXIES="1") as installation:
        yield installation


def test_a_projector_that_stayed_open_shows_the_restored_board_and_not_the_old_one(
    service: Running, tmp_path: Path, window: Callable[..., Window]
) -> None:
    meeting = service.meeting()
    question = service.asked(meeting, "Why was the clinic closed?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    assert backed_up(service, tmp_path / "backup.db").returncode == 0
    service.does(Action.ANSWER, question)
    for n in range(5):
        service.asked(meeting, f"Since the backup: {n}", Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER)
    projector = window(WALL)
    page = projector.live(f"{service.address}/screen/{meeting.screen_token}")
    assert page.get_by_text("Why was the clinic closed?").count() == 0

    service.ports.store.close()  # type: ignore[attr-defined]  # ours, beside the server's
    service.server.kill()
    restored = flask(tmp_path, "restore", str(tmp_path / "backup.db"), DATABASE_URL=f"sqlite:///{service.database}")
    assert restored.returncode == 0
    service.server.start()

    page.get_by_text("Why was the clinic closed?").wait_for()
    page.wait_for_selector("html[data-live=on]", state="attached")
    projector.complaints.clear()  # the browser notes that the server was away
