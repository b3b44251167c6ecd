"""A flood of questions from the form's side: whoever must wait reads how long, and keeps every word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.questions.flooding import HASTY, OF_A_PAGE, TYPED_WITHIN
from board_qa.web.public.form_keys import LONGEST
from tests.support.board import Board
from tests.support.page_text import bare
from tests.web.test_sending_again import key_in

WAIT = {"": "Wait a few seconds", "/cy": "Arhoswch ychydig eiliadau"}


def opened(board: Board, browser: FlaskClient, mount: str = "") -> str:
    return key_in(browser.get(f"{mount}/{board.meeting.code}/ask").text)


def send(board: Board, browser: FlaskClient, key: str, text: str, mount: str = "", **more: str) -> TestResponse:
    return browser.post(f"{mount}/{board.meeting.code}/questions", data={"key": key, "question": text, **more})


def stored(board: Board) -> int:
    return len(board.ports.store.questions.of_meeting(board.meeting.id))


@pytest.mark.parametrize("mount", WAIT)
def test_a_script_is_held_off_and_told_to_wait_with_its_words_kept(board: Board, mount: str) -> None:
    browser = board.browser()
    answers = [send(board, browser, f"k{number}", f"Why {number}?", mount) for number in range(HASTY + 1)]

    assert [answer.status_code for answer in answers] == [303] * HASTY + [429]
    assert answers[-1].headers["Retry-After"] == "3"
    assert WAIT[mount] in bare(answers[-1].text)
    assert f"Why {HASTY}?" in answers[-1].text
    assert stored(board) == HASTY


def test_who_was_held_off_is_taken_when_they_press_again_a_moment_later(board: Board) -> None:
    browser = board.browser()
    held_off = [send(board, browser, f"k{number}", f"Why {number}?") for number in range(HASTY + 1)][-1]
    key = key_in(held_off.text)
    assert send(board, browser, key, f"Why {HASTY}?").status_code == 429
    board.clock.advance(seconds=TYPED_WITHIN / timedelta(seconds=1))

    assert send(board, browser, key, f"Why {HASTY}?").status_code == 303


def test_who_opened_the_page_and_typed_comes_through_a_flood(board: Board) -> None:
    browser = board.browser()
    key = opened(board, browser)
    board.clock.advance(seconds=3)
    for number in range(HASTY + 5):
        send(board, browser, f"k{number}", f"Why {number}?")

    assert send(board, browser, key, "Why is the ward closed?").status_code == 303
    assert len(key) <= LONGEST


def test_a_key_that_is_not_ours_says_nothing_of_when_its_page_was_opened(board: Board) -> None:
    browser = board.browser()
    key = opened(board, browser)
    board.clock.advance(minutes=5)
    made_up = key[:-1] + ("A" if key[-1] != "A" else "B")
    for number in range(HASTY):
        send(board, browser, f"k{number}", f"Why {number}?")

    assert send(board, browser, made_up, "Why is the ward closed?").status_code == 429


def test_one_page_sends_five_questions_and_its_script_gets_the_page_that_says_so(board: Board) -> None:
    browser = board.browser()
    key = opened(board, browser)
    board.clock.advance(seconds=3)
    for number in range(OF_A_PAGE):
        assert send(board, browser, key, f"Why {number}?").status_code == 303
    address = f"/{board.meeting.code}/questions"
    answer = browser.post(address, data={"key": key, "question": "And why?"}, headers={"Accept": "application/json"})

    assert "Wait 10 minutes" in answer.get_json()["problem"]
    assert key_in(answer.get_json()["problem"]) == key
    assert stored(board) == OF_A_PAGE


def test_what_was_filled_in_unseen_is_emptied_and_nothing_else_is_lost(board: Board) -> None:
    browser = board.browser()
    answer = send(board, browser, "k", "Why?", website="http://buy.example", name="Jo")

    assert answer.status_code == 422
    assert "Something filled in a field that people do not see" in bare(answer.text)
    assert "buy.example" not in answer.text
    assert 'value="Jo"' in answer.text
    assert stored(board) == 0
    assert send(board, browser, key_in(answer.text), "Why?", website="", name="Jo").status_code == 303
