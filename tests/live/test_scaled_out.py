"""Two web processes behind nginx, with a worker and Redis, as `make scale` starts them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import requests

from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.ports import Ports
from board_qa.rehearsal.__main__ import wait
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.questions import moderating
from board_qa.services.questions.asking import ask
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds
from tests.measures.scale import scaled_out
from tests.support.doubles import RecordingAnnouncer, details
from tests.support.listening import Listener
from tests.support.places import free_port
from tests.support.redis_server import COMMAND

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        COMMAND is None or shutil.which("nginx") is None,
        reason="no nginx or no Redis on this machine: `apt-get install nginx redis-server` for this one",
    ),
]
SCREENS = 8


def test_screens_are_spread_over_both_processes_and_come_to_the_other_when_one_dies(tmp_path: Path) -> None:
    port, database = free_port(), tmp_path / "b.db"
    with scaled_out(tmp_path, PORT=str(port), DATABASE_URL=f"sqlite:///{database}") as running:
        store = SqliteStore(str(database))
        ports = Ports(store, utc_now, RandomIds(), RecordingAnnouncer(), Screener(), BankHolidays())
        meeting = meetings.create(ports, details(utc_now()))
        front = f"http://127.0.0.1:{port}"
        assert requests.get(f"{front}/{meeting.code}", timeout=20).status_code == 200
        ways = ["websocket", "polling"]
        screens = [Listener(f"{front}?c={n}", {"code": meeting.code}, transports=[ways[n % 2]]) for n in range(SCREENS)]

        def approve(text: str) -> None:
            ask(ports, meeting, AskForm(text, text))
            question = ports.store.questions.of_meeting(meeting.id)[-1]
            moderating.act(ports, Action.ACCEPT, question, question.revision, Actor("Alex", None))

        def all_heard() -> bool:
            revision = store.meetings.revisions()[meeting.id]
            return all(screen.caught_up(revision) for screen in screens)

        approve("Why is the lift broken?")
        wait("the news", all_heard)
        running.webs[0].kill()
        approve("When is it mended?")
        wait("the news, by the other process", all_heard)
        assert requests.get(f"{front}/{meeting.code}", timeout=20).status_code == 200
        for screen in screens:
            screen.client.disconnect()
        store.close()


def test_a_process_that_is_back_is_sent_visitors_at_once_when_the_other_dies(tmp_path: Path) -> None:
    port, database = free_port(), tmp_path / "b.db"
    front = f"http://127.0.0.1:{port}"
    with scaled_out(tmp_path, PORT=str(port), DATABASE_URL=f"sqlite:///{database}") as running:
        first, second = running.webs
        store = SqliteStore(str(database))
        ports = Ports(store, utc_now, RandomIds(), RecordingAnnouncer(), Screener(), BankHolidays())
        code = meetings.create(ports, details(utc_now())).code

        def answers() -> set[int]:
            paths = ["/", *(f"/socket.io/?EIO=4&transport=polling&c={screen}" for screen in range(SCREENS))]
            return {requests.get(f"{front}{path}", timeout=20).status_code for path in paths}

        first.kill()
        assert answers() == {200}
        first.start_and_wait()
        screens = [Listener(f"{front}?c={screen}", {"code": code}) for screen in range(SCREENS)]
        second.kill()
        assert answers() == {200}
        for screen in screens:
            screen.client.disconnect()
        store.close()
