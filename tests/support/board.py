"""The whole web application in this process, with a signed-in moderator's browser and the public's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.bootstrap.web_process import WebProcess, make_web_process
from board_qa.config.reading import read_settings
from board_qa.config.settings import Settings
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.accounts import signing_in
from board_qa.services.meetings import meetings
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moderating import act
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.operators.few_lines import FewLines
from board_qa.web.operators.guesses import Guesses
from tests.support.deciding import told
from tests.support.doubles import PlainPasswords, StoppedClock, at_once, details
from tests.support.stores import put_empty_database

PASSWORD = "three random words"
# The product screens in a process of its own (tests/screening/test_screening.py), which takes a second to start.
SCREENER = Screener("Anytown Board")


def _settings(folder: Path) -> Settings:
    return read_settings({"DATABASE_URL": f"sqlite:///{folder}/board.db", "ORGANISATION": "Anytown Board"})


def new_process(folder: Path) -> WebProcess:
    return make_web_process(_settings(folder))


class Board:
    """A board with one meeting and one moderator, Alex."""

    def __init__(self, folder: Path, process: WebProcess | None = None) -> None:
        """In a process that another board has done with, or a new one."""
        put_empty_database(folder / "board.db")
        settings = _settings(folder)
        self.process = process or new_process(folder)
        self.clock = StoppedClock()
        store = SqliteStore(settings.database)
        ports = replace(self.process.installation.ports, store=store, screening=SCREENER, clock=self.clock)
        self.process.installation = replace(
            self.process.installation,
            settings=settings,
            ports=ports,
            channels={"X": self.process.installation.channels["X"]},
            passwords=PlainPasswords(),
            run_in_background=at_once,
            few_lines=FewLines(),
            guesses=Guesses(),
        )
        self.process.app.extensions["board_qa"] = self.process.installation
        self.ports: Ports = self.process.installation.ports
        self.meeting: Meeting = meetings.create(self.ports, details(self.ports.clock()))
        person = signing_in.add_moderator(self.ports, PlainPasswords(), "alex", "Alex Morgan", PASSWORD)
        assert person is not None
        self.alex = Actor(person.name, person.id)
        self.path = f"/desk/meetings/{self.meeting.id}"

    def browser(self) -> FlaskClient:
        return self.process.app.test_client()

    def signed_in(self) -> FlaskClient:
        browser = self.browser()
        answer = post(browser, "/sign-in", "/sign-in", username="alex", password=PASSWORD)
        assert answer.status_code == 302, answer.text
        return browser

    def asked(self, text: str, *actions: Action, name: str = "", reason: str = "") -> Question:
        """A question from the form, on which these actions were taken."""
        receipt = ask(self.ports, self.meeting, AskForm(text, text, name, "asker@example.org"))
        question = self.ports.store.questions.by_token(receipt.token)
        for action in actions:
            assert question is not None
            act(self.ports, action, question, question.revision, self.alex, told(action, reason))
            question = self.ports.store.questions.get(question.id)
        assert question is not None
        return question


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def post(browser: FlaskClient, page: str, action: str, **form: str) -> TestResponse:
    """Open a page and send its form, as a browser does."""
    opened = browser.get(page).text
    return browser.post(action, data={**marks_on(opened, action), **form, "csrf_token": token_on(opened)})


def marks_on(page: str, action: str) -> dict[str, str]:
    """What the form with this address, or with none, says that its words were made from."""
    forms: list[str] = re.findall(r"<form[^>]*>.*?</form>", page, re.DOTALL)
    leads = [one for one in forms if f'action="{action}"' in (begin := one.partition(">")[0]) or "action=" not in begin]
    own = next(iter(leads), "")
    return dict(re.findall(r'<input [^>]*\bname="(rests_on|told_of|before)" [^>]*value="(\w*)"', own))
