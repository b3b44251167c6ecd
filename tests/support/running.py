"""The product as it runs: gunicorn in a process of its own, the practice network, and a second hand on its store."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from board_qa.bootstrap.stores import make_store
from board_qa.channels.x.channel import XChannel
from board_qa.config.databases import database_of
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.x.server import PracticeServer
from board_qa.rehearsal.mail_server import MailServer, mail_server
from board_qa.rehearsal.server import PASSWORD, USER, Server
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving
from board_qa.services.questions import moderating
from board_qa.services.questions.asking import ask
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from board_qa.system.clock import utc_now
from board_qa.system.ids import RandomIds
from board_qa.worker import LEASE
from tests.support import postgres
from tests.support.deciding import told
from tests.support.doubles import QuickScrypt, RecordingAnnouncer, details


@dataclass
class Running:
    """A server, and the same database opened a second time, as another process would."""

    server: Server
    network: PracticeNetwork
    ports: Ports
    alex: Actor
    folder: Path
    mail: MailServer

    @property
    def database(self) -> str:
        """The file of SQLite. A test that looks into it is skipped where there is none."""
        if not isinstance(self.ports.store, SqliteStore):
            pytest.skip("this is of SQLite")
        return self.ports.store.database.path

    @property
    def address(self) -> str:
        return self.server.address

    def meeting(self, **changes: object) -> Meeting:
        return meetings.create(self.ports, details(utc_now(), **changes))

    def end_meetings(self) -> None:
        """What is open now was a year ago."""
        for meeting in self.ports.store.meetings.all():
            if not meetings.is_over(meeting, self.ports.clock() - timedelta(days=1)):
                last_year = replace(meeting.details, starts_at=meeting.details.starts_at - timedelta(days=365))
                meetings.change(self.ports, meeting, last_year)

    def asked(self, meeting: Meeting, text: str, *actions: Action, name: str = "", reason: str = "") -> Question:
        receipt = ask(self.ports, meeting, AskForm(text, text, name))
        question = self.ports.store.questions.by_token(receipt.token)
        assert question is not None
        for action in actions:
            question = self.does(action, question, reason)
        return question

    def does(self, action: Action, question: Question, reason: str = "") -> Question:
        fresh = self.ports.store.questions.get(question.id)
        assert fresh is not None
        moderating.act(self.ports, action, fresh, fresh.revision, self.alex, told(action, reason))
        after = self.ports.store.questions.get(question.id)
        assert after is not None
        return after

    def groups(self, question: Question, into: Question) -> None:
        moderating.group(self.ports, question, question.revision, into, self.alex)

    def show(self, meeting: Meeting, view: IdleView) -> None:
        moderating.show(self.ports, meeting, view, self.alex)

    def publishes(self, meeting: Meeting, text: str) -> None:
        """A person approved this post; the server's worker sends it."""
        approving.approve(self.ports, XChannel("", PRACTICE_KEYS, utc_now), meeting, text, self.alex)

    def holder(self) -> str:
        """Who collects and sends now."""
        return self.ports.store.leases.holder(LEASE, self.ports.clock())

    def log(self) -> str:
        """What the server said so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def sign_in(self) -> requests.Session:
        """A moderator's browser without a screen."""
        from tests.support.board import token_on  # noqa: PLC0415  # the in-process site is not needed otherwise

        http = requests.Session()
        token = token_on(http.get(f"{self.address}/sign-in", timeout=10).text)
        form = {"username": USER, "password": PASSWORD, "csrf_token": token}
        http.post(f"{self.address}/sign-in", data=form, timeout=10).raise_for_status()
        return http


class Chosen:
    """Which database the product is tested on; see `--on-postgres`."""

    postgres = False


def running(**settings: str) -> AbstractContextManager[Running]:
    return on_postgres(**settings) if Chosen.postgres else _running(**settings)


def on_postgres(**settings: str) -> AbstractContextManager[Running]:
    if postgres.server() is None:
        pytest.skip(postgres.WHY_NOT)
    return _running(**{"DATABASE_URL": postgres.new_database()} | settings)


@contextmanager
def _running(**settings: str) -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as folder, mail_server() as mail:
        email = {"SMTP_URL": f"smtp://127.0.0.1:{mail.port}", "MAIL_FROM": "questions@board.example"}
        network = PracticeNetwork(utc_now)
        practice = PracticeServer(network, PRACTICE_KEYS).start()
        server = Server(Path(folder), practice.base_url, PRACTICE_KEYS, **email | settings)
        store = make_store(database_of(server.environ["DATABASE_URL"]))
        # Not by the command, which takes seconds; the rehearsal and the tests of commands have accounts made by it.
        person = store.accounts.add(USER, "Rehearsal", QuickScrypt().hash(PASSWORD), utc_now(), Role.ADMINISTRATOR)
        assert person is not None
        store.close()  # so that the file has it all, as where a command made the account
        server.start()
        store = make_store(database_of(server.environ["DATABASE_URL"]))
        try:
            yield Running(
                server,
                network,
                Ports(store, utc_now, RandomIds(), RecordingAnnouncer(), Screener(), BankHolidays()),
                Actor(person.name, person.id),
                Path(folder),
                mail,
            )
        finally:
            store.close()
            server.close()
            practice.stop()
