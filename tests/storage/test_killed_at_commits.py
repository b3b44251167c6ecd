"""A process is killed just before and just after each commit of a meeting, and the next goes on where it was."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from board_qa.domain.telling.letters import LetterState
from board_qa.rehearsal.mail_server import MailServer, mail_server
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON, StoppedClock
from tests.support.kept_boards import rows_in
from tests.support.one_life import Life, line_for, words_of
from tests.support.places import ROOT
from tests.support.stores import put_empty_database

pytestmark = pytest.mark.server

Lives = Callable[[Life, Path], str]


@pytest.fixture(scope="module")
def lives() -> Iterator[Lives]:
    command = [sys.executable, "-m", "tests.support.one_life"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask, answers = process.stdin, process.stdout

        def one(life: Life, record: Path) -> str:
            ask.write(line_for(life, record))
            ask.flush()
            return answers.readline().strip()

        yield one
        ask.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def what_is_kept(database: Path) -> list[tuple[object, ...]]:
    """What everybody did, each once, and what became of it."""
    return [
        *rows_in(database, "SELECT text, state, answer FROM question ORDER BY text"),
        *rows_in(database, "SELECT action, count(*) FROM change GROUP BY action ORDER BY action"),
        *rows_in(database, "SELECT count(*), count(DISTINCT question_id) FROM letter"),
        *rows_in(database, "SELECT state, count(*) FROM outbox GROUP BY state"),
    ]


def test_killed_at_any_commit_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    lives: Lives, practice: RunningNetwork, mail: MailServer, clock: StoppedClock, tmp_path: Path
) -> None:
    minutes = iter(range(0, 100_000, 30))

    def lived(mark: str, killed_at: int = 0) -> str:
        began = next(minutes)
        clock.now = NOON
        clock.advance(minutes=began)  # the network's own
        life = Life(str(tmp_path / f"{mark}.db"), practice.server.base_url, mail.port, mark, began, killed_at)
        return lives(life, tmp_path / f"{mark}.asked")

    put_empty_database(tmp_path / "whole.db")
    moments = int(lived("whole"))
    as_it_is_to_be = what_is_kept(tmp_path / "whole.db")
    assert moments > 40

    for moment in range(1, moments + 1):
        mark = f"m{moment}"
        put_empty_database(tmp_path / f"{mark}.db")
        assert lived(mark, moment) == "killed"
        asked = tmp_path / f"{mark}.asked"
        acknowledged = asked.read_text().splitlines() if asked.exists() else []
        kept = {str(text) for (text,) in rows_in(tmp_path / f"{mark}.db", "SELECT text FROM question")}
        assert set(acknowledged) <= kept, moment
        assert int(lived(mark)) > 0
        assert rows_in(tmp_path / f"{mark}.db", "PRAGMA integrity_check") == [("ok",)]
        assert what_is_kept(tmp_path / f"{mark}.db") == as_it_is_to_be, moment

        posts = Counter(one["text"] for one in practice.network.current())
        assert posts[words_of(mark)] == 1, moment
        letters = Counter(to for to, _ in mail.letters if f"-{mark}@" in to)
        unknown = rows_in(tmp_path / f"{mark}.db", f"SELECT 1 FROM letter WHERE state = '{LetterState.UNKNOWN}'")
        # Of a letter on its way nobody knows: a person decides, and it is sent to nobody twice.
        assert letters.total() <= 1, moment
        assert letters.total() + len(unknown) >= 1, moment
