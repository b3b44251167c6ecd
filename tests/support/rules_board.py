"""A board whose moderator sets the rules in the browser, at a time that stands still."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from werkzeug.test import TestResponse

from board_qa.bootstrap.web_process import WebProcess
from board_qa.domain.questions.question import Question
from board_qa.services.meetings import meetings
from tests.support.board import Board, post
from tests.support.doubles import NOON, StoppedClock, details
from tests.support.page_forms import form_on
from tests.support.rules_meeting import again

# A Tuesday, with St Andrew's Day on the Monday before. By the default rule questions close on that Monday at midday.
STARTS = datetime(2026, 12, 1, 10, tzinfo=UTC)


class RuledBoard(Board):
    """Now it is midday on Monday 23 November 2026, and questions are open."""

    def __init__(self, folder: Path, process: WebProcess) -> None:
        super().__init__(folder, process)
        self.clock = StoppedClock()
        self.ports = replace(self.ports, clock=self.clock)
        self.process.installation = replace(self.process.installation, ports=self.ports)
        self.process.app.extensions["board_qa"] = self.process.installation
        meetings.change(self.ports, self.meeting, details(NOON, starts_at=STARTS))
        self.save()

    def save(self, **changes: str) -> None:
        """The desk's form of the rules as it is shown, with these changes; an emptied box is a cleared tick."""
        browser, path = self.signed_in(), f"{self.path}/rules"
        form = {**form_on(browser.get(path).text, "before"), **changes}
        ticked = {name: value for name, value in form.items() if value or name not in _TICKS}
        assert browser.post(path, data=ticked).status_code == 303
        self.meeting = again(self.ports, self.meeting)

    def rules_page(self) -> str:
        return text_of(self.browser().get(f"/{self.meeting.code}/rules"))

    def ask_page(self) -> str:
        return self.browser().get(f"/{self.meeting.code}/ask").text

    def send(self, text: str, **form: str) -> TestResponse:
        """What the public's form sends."""
        return self.browser().post(f"/{self.meeting.code}/questions", data={"key": text, "question": text, **form})

    def receipt_of(self, text: str, **form: str) -> str:
        """What the asker reads after sending."""
        answer = self.send(text, asked_who="1", **form)
        assert answer.status_code == 303
        return text_of(self.browser().get(answer.headers["Location"]))

    def receipt(self, number: int) -> str:
        return text_of(self.browser().get(f"/r/{self.question(number).token}"))

    def desk(self, number: int, panel: str = "") -> str:
        """The desk with this question before the moderator."""
        return self.signed_in().get(f"{self.path}?show=all&q={number}&panel={panel}").text

    def tags(self, number: int) -> list[str]:
        """The labels of this question in the list."""
        item = self.desk(number).split(f'data-q="{number}"')[1].split("</li>")[0]
        return re.findall(r'nhsuk-tag--orange">([^<]+)<', item)

    def question(self, number: int) -> Question:
        found = self.ports.store.questions.by_number(self.meeting.id, number)
        assert found is not None
        return found

    def decide(self, number: int, what: str, **form: str) -> TestResponse:
        seen = str(self.question(number).revision)
        page = f"{self.path}?show=all&q={number}"
        return post(self.signed_in(), page, f"{self.path}/questions/{number}/{what}", expected=seen, **form)


_TICKS = {"names_may_be_withheld", "supplementary", "publish_declined"}


def text_of(page: TestResponse | str) -> str:
    """What a reader sees of a page."""
    html = page if isinstance(page, str) else page.text
    html = re.sub(r'<a href="tel:[^>]*>([^<]*)</a>', r"\1", html)  # no space around it
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
