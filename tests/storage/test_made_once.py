"""However many greenlets use a store first, they use one database: else a transaction keeps its own readings out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.places import ROOT

# Each of them uses the store while the one before waits: for the server, or for the lock of another program.
TOGETHER = """
from gevent import monkey; monkey.patch_all()
import gevent, sqlite3, sys
from board_qa.bootstrap.stores import make_store

url, held = sys.argv[1:]
store = make_store(url)
if held:
    other = sqlite3.connect(held, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
using = [gevent.spawn(getattr, store, part) for part in ("meetings", "questions", "leases", "leases")]
for _ in using:  # each has its turn
    gevent.sleep(0)
if held:
    other.execute("ROLLBACK")
meetings, questions, *leases = [one.get() for one in using]
print(len({id(one._db) for one in (meetings, questions, *leases)} | {id(store.database)}), len(set(map(id, leases))))
with store.transaction():
    print(store.meetings.all())
"""


@pytest.fixture(params=["sqlite", "postgres"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The store's, and the file that another program has locked."""
    if request.param == "sqlite":
        return str(tmp_path / "board.db"), str(tmp_path / "board.db")
    if postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    return postgres.new_database(), ""


def test_whoever_uses_a_store_while_it_is_being_opened_waits_for_it(places: tuple[str, str]) -> None:
    command = [sys.executable, "-c", TOGETHER, *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert done.stdout == "1 1\n[]\n", done.stderr
