"""A database of the version before opens, and its history says what it said.

`versions/0.1.sqlite` was filled through the desk of that version, one action of every kind and the undo of some;
`versions/0.1.json` has what its pages said of them.
"""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from board_qa.bootstrap.web_process import make_web_process
from board_qa.config.reading import read_settings
from tests.support.board import PASSWORD, post

VERSIONS = Path(__file__).parent / "versions"
SAID: dict[str, Any] = json.loads((VERSIONS / "0.1.json").read_text())
DESK = "/desk/meetings/1"


@pytest.fixture(scope="module")
def administrator(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("before")
    shutil.copy(VERSIONS / "0.1.sqlite", folder / "board.db")
    process = make_web_process(read_settings({"DATABASE_URL": f"sqlite:///{folder}/board.db"}))
    process.installation.ports.store.accounts.set_password("adm", process.installation.passwords.hash(PASSWORD))
    browser = process.app.test_client()
    assert post(browser, "/sign-in", "/sign-in", username="adm", password=PASSWORD).status_code == 302
    return browser


def text_of(fragment: str) -> str:
    timeless = re.sub(r"<time.*?</time>", "", fragment, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", timeless)).split())


def lines(page: str, heading: str) -> list[str]:
    """What the history under this heading says, without the times."""
    found = re.search(r'<[ou]l class="m-history">(.*?)</[ou]l>', page.split(heading, 1)[1], re.DOTALL)
    items = re.findall(r"<li[^>]*>(.*?)</li>", found.group(1), re.DOTALL) if found else []
    return [re.sub(r"^\d+ \w+ \d{4}, \d\d:\d\d: ", "", text_of(item)) for item in items]


@pytest.mark.parametrize("number", SAID["questions"])
def test_every_line_of_a_questions_history_says_what_it_said(administrator: FlaskClient, number: str) -> None:
    page = administrator.get(f"{DESK}?show=all&q={number}").text

    assert lines(page, 'id="h-h"') == SAID["questions"][number]


def test_notes_say_what_they_said(administrator: FlaskClient) -> None:
    page = administrator.get(f"{DESK}?show=all&q=1").text
    notes = [text_of(note) for note in re.findall(r'<p class="m-said">(.*?)</p>', page, re.DOTALL)]

    assert [re.sub(r" (\d+ \w+, )?\d\d:\d\d(?= asked|:)", "", note, count=1) for note in notes] == SAID["notes"]["1"]


@pytest.mark.parametrize(
    ("name", "path"), [("meeting", f"{DESK}/edit"), ("rules", f"{DESK}/rules"), ("board", "/desk/board")]
)
def test_who_set_what_is_still_on_the_record(administrator: FlaskClient, name: str, path: str) -> None:
    assert lines(administrator.get(path).text, "lately-h") == SAID["settings"][name]


def test_what_was_done_to_accounts_is_still_on_the_record(administrator: FlaskClient) -> None:
    assert lines(administrator.get("/desk/people").text, "history-h") == SAID["people"]
