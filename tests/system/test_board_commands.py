"""Commands where there are many boards, run as people run them; and a board in trouble, which stops no other."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import pytest
import requests

from board_qa.boards.files import read_installed
from board_qa.bootstrap.stores import make_store
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import Server
from board_qa.system.clock import utc_now
from board_qa.worker import LEASE
from tests.support import postgres
from tests.support.commands import flask
from tests.support.places import ROOT
from tests.support.stores import put_empty_database

pytestmark = pytest.mark.server
# Settings of a board whose database is not there.
OUT_OF_REACH = f"SECRET_KEY={'c' * 32}\nPRACTICE=0\nDATABASE_URL=postgresql://127.0.0.1:1/none\n"


@pytest.fixture
def boards(tmp_path: Path) -> Path:
    """A folder with two boards, as `boards add` makes them."""
    folder = tmp_path / "boards"
    folder.mkdir()
    for name in ("anytown", "otherton"):
        (folder / name).mkdir()
        put_empty_database(folder / name / "board_qa.db")
        settings = f"PUBLIC_URL=https://{name}.example\nSECRET_KEY={name:k>32}\nPRACTICE=0\n"
        (folder / f"{name}.env").write_text(settings)
    return folder


def run(boards: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return flask(boards, *words, typed=typed, BOARDS=str(boards), **settings)


def test_a_board_is_made_with_a_key_of_its_own_for_its_owner_alone_and_what_comes_next_is_said(boards: Path) -> None:
    made = run(boards, "boards", "add", "thirdby", "https://Thirdby.example/", "St Mary's & Co")
    file, listed = boards / "thirdby.env", run(boards, "boards").stdout

    assert "BOARD=thirdby flask --app app moderator add USERNAME" in made.stdout
    assert "Restart" in made.stdout
    assert re.search(r"^SECRET_KEY=[0-9a-f]{64}$", file.read_text(), re.MULTILINE)
    assert [one.stat().st_mode & 0o077 for one in (file, boards / "thirdby", boards / "thirdby/board_qa.db")] == [0] * 3
    assert read_installed({"BOARDS": str(boards)}).boards["thirdby"].organisation == "St Mary's & Co"
    assert "thirdby  https://thirdby.example" in listed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("anytown", "https://new.example", "X"), "There is a board anytown already"),
        (("../up", "https://new.example", "X"), "The name of a board has small letters"),
        (("new", "https://Anytown.example", "X"), "anytown and new have the same host"),
        (("new", "new.example", "X"), "PUBLIC_URL must be an address that begins with"),
    ],
)
def test_a_board_that_cannot_be_leaves_nothing_behind(boards: Path, words: tuple[str, ...], said: str) -> None:
    before = sorted(boards.parent.rglob("*"))
    refused = run(boards, "boards", "add", *words)

    assert (refused.returncode, said in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)
    assert sorted(boards.parent.rglob("*")) == before


def test_the_password_of_a_database_is_asked_for_and_kept_in_the_settings_alone(boards: Path) -> None:
    if postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    url = postgres.own_database("thirdby")
    before, at, after = url.partition("@")
    add = ("boards", "add", "thirdby", "https://thirdby.example", "Thirdby ICB", "--database")
    refused = run(boards, *add, f"{before}:s3cret{at}{after}")
    assert "The address of the database must be without its password" in refused.stderr
    assert not (boards / "thirdby.env").exists()

    made = run(boards, *add, url, typed="s/3@cr%et\n")
    assert (made.returncode, "cr%et" in made.stdout + made.stderr) == (0, False)
    assert f"DATABASE_URL={before}:s%2F3%40cr%25et{at}{after}\n" in (boards / "thirdby.env").read_text()
    assert read_installed({"BOARDS": str(boards)}).boards["thirdby"].on_postgres


def test_the_list_says_how_each_stands_and_fails_while_one_needs_somebody(boards: Path) -> None:
    for name in ("anytown", "otherton"):
        stopped = run(boards, "boards")
        assert (stopped.returncode, stopped.stdout.count("NEEDS SOMEBODY")) == (1, 2 if name == "anytown" else 1)
        store = make_store(str(boards / name / "board_qa.db"))
        store.leases.take(LEASE, "somebody", utc_now(), 600)
        store.leases.close()
        store.database.execute("UPDATE lease SET holder = 'somebody'")  # without the lock, which ends with this test
        store.close()
    listed = run(boards, "boards")

    assert (listed.returncode, listed.stdout.count("  works\n")) == (0, 2)


def test_what_is_for_one_board_asks_for_which_and_names_them(boards: Path) -> None:
    for words in (
        ("moderator", "add", "alex", "--name", "Alex"),
        ("restore", "x.db"),
        ("move", "a", "b"),
        ("bounced",),
    ):
        asked = run(boards, *words)

        assert asked.returncode == 1
        assert f"BOARD=anytown flask --app app {words[0]}" in asked.stderr
        assert "The boards here are: anytown, otherton" in asked.stderr


def test_an_account_is_made_on_the_board_that_is_named_and_on_no_other(boards: Path) -> None:
    made = run(boards, "moderator", "add", "alex", typed="three random words\n", BOARD="otherton")
    kept = {}
    for name in ("anytown", "otherton"):
        store = make_store(str(boards / name / "board_qa.db"))
        kept[name] = store.accounts.by_username("alex") is not None
        store.close()

    assert "https://otherton.example/sign-in" in made.stdout
    assert kept == {"anytown": False, "otherton": True}


def test_every_board_is_backed_up_into_a_folder_of_its_own_and_one_in_trouble_stops_no_other(boards: Path) -> None:
    (boards / "anytown" / "board_qa.db").write_bytes(b"\xff" * 10_000)
    done = run(boards, "backup", str(boards.parent / "backups"))
    found = [path.parent.name for path in (boards.parent / "backups").rglob("*.db")]

    assert (done.returncode, found) == (1, ["otherton"])
    assert "It was not done for: anytown" in done.stderr
    assert "backup none yet" in run(boards, "boards").stdout
    assert re.search(r"otherton .*\n.*backup 20\d\d-", run(boards, "boards").stdout)


def test_the_doctor_looks_at_each_and_with_no_folder_says_how_to_have_many(boards: Path, tmp_path: Path) -> None:
    each = run(boards, "doctor").stdout
    alone = flask(tmp_path, "boards")

    assert [f"{name}:\n" in each for name in ("anytown", "otherton")] == [True, True]
    assert "https://otherton.example" in each
    assert (alone.returncode, "set BOARDS to a folder" in alone.stderr) == (1, True)


def test_the_doctor_names_the_password_of_the_operators_where_it_could_be_tried_out(boards: Path) -> None:
    address = {"OPERATORS_URL": "https://operators.example"}
    short = run(boards, "doctor", OPERATORS_TOKEN="secret-o-16-long", **address).stdout
    long = run(boards, "doctor", OPERATORS_TOKEN=token_hex(32), **address).stdout

    assert re.search("easy to try out: .*OPERATORS_TOKEN", short)
    assert "secret-o" not in short
    assert "OPERATORS_TOKEN. To" not in long


@contextmanager
def working(boards: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env={"BOARDS": str(boards)}, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def holder(boards: Path, name: str) -> str:
    store = make_store(str(boards / name / "board_qa.db"))
    try:
        return store.leases.holder(LEASE, utc_now())
    finally:
        store.close()


def test_one_worker_works_for_every_board_but_the_one_in_trouble_and_gives_all_leases_back(boards: Path) -> None:
    (boards / "thirdby.env").write_text(f"PUBLIC_URL=https://thirdby.example\n{OUT_OF_REACH}")
    with working(boards) as process:
        for name in ("anytown", "otherton"):
            wait(name, lambda name=name: holder(boards, name) != "")  # type: ignore[misc]
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=30)[1]

    assert [holder(boards, name) for name in ("anytown", "otherton")] == ["", ""]
    assert "(thirdby): " in log
    assert "(anytown)" not in log


def test_a_board_whose_database_is_gone_keeps_no_visitor_from_another(boards: Path, tmp_path: Path) -> None:
    (boards / "thirdby.env").write_text(f"PUBLIC_URL=http://127.0.0.2\n{OUT_OF_REACH}")
    (boards / "anytown.env").write_text(f"PUBLIC_URL=http://127.0.0.1\nSECRET_KEY={'a' * 32}\nPRACTICE=0\n")
    server = Server(tmp_path, "http://127.0.0.1:9", ("", "", "", ""), BOARDS=str(boards), HOST="0.0.0.0")
    try:
        server.start()
        addresses = ("127.0.0.1", "/"), ("127.0.0.2", "/readyz"), ("127.0.0.3", "/readyz")
        fine, gone, ready = (requests.get(f"http://{host}:{server.port}{what}", timeout=20) for host, what in addresses)
        wait("its worker", lambda: holder(boards, "anytown") != "")
    finally:
        server.close()

    assert (fine.status_code, gone.status_code, ready.status_code) == (200, 503, 200)
