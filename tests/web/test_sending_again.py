"""The same words from the same page twice: the first receipt, or whether it was somebody else, without a script too."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.board import Board
from tests.support.page_text import bare

JSON = {"Accept": "application/json"}
WORDS = {"": "If somebody else sent it", "/cy": "Os rhywun arall a’i hanfonodd"}


def send(browser: FlaskClient, board: Board, key: str, mount: str = "", **form: str) -> TestResponse:
    return browser.post(f"{mount}/{board.meeting.code}/questions", data={"key": key, "question": "Why?", **form})


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_a_double_click_gets_the_same_receipt(board: Board) -> None:
    browser = board.browser()
    first, second = (send(browser, board, "k").headers["Location"] for _ in range(2))

    assert first == second


@pytest.mark.parametrize("mount", WORDS)
def test_somebody_elses_words_are_asked_about_and_taken_as_theirs_when_they_are_sent_again(
    board: Board, mount: str
) -> None:
    browser = board.browser()
    first = send(browser, board, "k", mount, name="Ann Archer").headers["Location"]
    asked = send(browser, board, "k", mount, name="Bo Jones")
    assert asked.status_code == 422
    assert WORDS[mount] in bare(asked.text)
    assert f"{board.meeting.code}-1" in asked.text
    assert "Ann Archer" not in asked.text
    assert first.rsplit("/", 1)[1] not in asked.text
    assert 'value="Bo Jones"' in asked.text

    second = send(browser, board, key_in(asked.text), mount, name="Bo Jones")
    assert second.status_code == 303
    assert second.headers["Location"] != first
    names = [q.source.author_name for q in board.ports.store.questions.of_meeting(board.meeting.id)]
    assert names == ["Ann Archer", "Bo Jones"]


def test_a_form_with_another_mistake_keeps_its_key(board: Board) -> None:
    answer = send(board.browser(), board, "my key", email="nonsense")

    assert (answer.status_code, key_in(answer.text)) == (422, "my key")


def test_a_script_gets_the_page_that_asks(board: Board) -> None:
    browser = board.browser()
    send(browser, board, "k", name="Ann Archer")
    form = {"key": "k", "question": "Why?", "name": "Bo Jones"}
    answer = browser.post(f"/{board.meeting.code}/questions", data=form, headers=JSON)

    assert WORDS[""] in answer.get_json()["problem"]
    assert key_in(answer.get_json()["problem"]) != "k"
