"""A form that is refused before anything looked into it: the page says why, and what helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.questions.history import Action
from tests.support.board import PASSWORD, Board, token_on
from tests.support.placed import placed

OVER_HTTP = [{"Origin": "http://localhost"}, {"Referer": "http://localhost/sign-in"},
             {"Origin": "null", "Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/"}]  # fmt: skip


def sign_in(browser: FlaskClient, token: str, headers: dict[str, str] | None = None, page: str = "") -> TestResponse:
    form = {"username": "alex", "password": PASSWORD, "csrf_token": token}
    return browser.post(f"/sign-in{page}", data=form, headers=headers)


@pytest.fixture
def secure(tmp_path: Path) -> Board:
    """A board whose address is https, opened by its other one."""
    return placed(tmp_path, PUBLIC_URL="https://board.example")


@pytest.mark.parametrize("headers", OVER_HTTP)
def test_signing_in_over_http_where_the_address_is_https_says_so(secure: Board, headers: dict[str, str]) -> None:
    browser = secure.process.app.test_client(use_cookies=False)
    answer = sign_in(browser, token_on(browser.get("/sign-in").text), headers)

    assert answer.status_code == 400
    assert "This page was opened without https" in answer.text
    assert 'href="https://board.example/sign-in"' in answer.text
    assert "open for too long" not in answer.text


def test_a_sign_in_link_over_http_leads_to_itself_over_https(secure: Board) -> None:
    answer = sign_in(secure.browser(), "", OVER_HTTP[0], "/link/abc")

    assert 'href="https://board.example/sign-in/link/abc"' in answer.text


def test_a_browser_that_keeps_no_cookies_is_told_so(board: Board) -> None:
    browser = board.process.app.test_client(use_cookies=False)
    answer = sign_in(browser, token_on(browser.get("/sign-in").text))

    assert answer.status_code == 400
    assert "Your browser did not send a cookie" in answer.text
    assert "open for too long" not in answer.text


def test_a_page_from_before_one_signed_in_is_told_so(board: Board) -> None:
    browser = board.browser()
    old = token_on(browser.get("/sign-in").text)
    sign_in(browser, old)
    answer = sign_in(browser, old)

    assert answer.status_code == 400
    assert "This page was open for too long" in answer.text
    assert "signed in or out in this browser after you opened it" in answer.text


def test_a_script_is_told_the_same_in_words(secure: Board) -> None:
    headers = {**OVER_HTTP[0], "Accept": "application/json"}
    answer = sign_in(secure.browser(), "", headers).get_json()

    assert set(answer) == {"error", "advice"}
    assert "Open https://board.example/sign-in instead." in answer["advice"]


@pytest.mark.parametrize(("mount", "words"), [("", "opened without https"), ("/cy", "heb https")])
def test_support_over_http_is_not_counted_again_and_again(secure: Board, mount: str, words: str) -> None:
    """Its cookie would not be kept, so that every press would be somebody new."""
    question = secure.asked("Why?", Action.ACCEPT)
    address = f"{mount}/{secure.meeting.code}/questions/1/support"
    answers = [secure.browser().post(address, data={"support": "1"}, headers=OVER_HTTP[0]) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {400}
    assert words in answers[0].text
    assert secure.ports.store.support.counts([question.id]).get(question.id, 0) == 0


def test_a_question_over_http_is_taken_all_the_same(secure: Board) -> None:
    form = {"key": "k", "question": "Why?"}
    answer = secure.browser().post(f"/{secure.meeting.code}/questions", data=form, headers=OVER_HTTP[0])

    assert answer.status_code == 303
