"""A flood of questions from the form's side: whoever must wait reads how long, and keeps every word."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from itsdangerous import Signer
from werkzeug.test import TestResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.flooding import HASTY, MANY, OF_A_PAGE, TYPED_WITHIN, Sender
from board_qa.services.meetings import record
from board_qa.services.questions import floods
from board_qa.services.questions.asking import ask
from board_qa.web.public.form_keys import LONGEST
from tests.support.board import Board, post, token_on
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
    before, dot, signature = key.rpartition(".")
    made_up = before + dot + ("A" if signature[0] != "A" else "B") + signature[1:]  # a last letter is not all read
    for number in range(HASTY):
        send(board, browser, f"k{number}", f"Why {number}?")

    assert send(board, browser, made_up, "Why is the ward closed?").status_code == 429


def test_a_key_is_signed_with_sha_256_as_the_key_of_a_form_and_as_nothing_else(board: Board) -> None:
    key, secret = opened(board, board.browser()), board.process.app.secret_key or ""
    salts = ("form for a question", "cookie-session", "wtf-csrf-token", "itsdangerous.Signer")
    readers = [Signer(secret, salt=salt, digest_method=sha256) for salt in salts]

    assert [one.validate(key) for one in readers] == [True, False, False, False]
    assert not Signer(secret, salt=salts[0]).validate(key)


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


def room_full(board: Board, count: int) -> None:
    for number in range(count):
        form = AskForm(f"page {number}", f"{number} buses at {number}, and who pays?")
        ask(board.ports, board.meeting, form, sender=Sender(form.key, "203.0.113.9", hasty=False))


def test_the_desk_is_shown_a_flood_and_puts_it_aside_in_one_press_and_takes_it_back(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/floods"
    room_full(board, MANY - 1)
    assert "in a flood" not in bare(browser.get(board.path).text)
    assert "There is no flood" in bare(browser.get(path).text)
    board.asked("Why is the ward closed?")
    room_full(board, MANY)
    assert f"{MANY} questions may have come in a flood" in bare(browser.get(board.path).text)

    page = browser.get(path).text
    assert f"{MANY} questions from one network" in bare(page)
    assert "203.0.113" not in page
    (by,), (mark,) = (re.findall(f'name="{name}" value="([^"]+)"', page) for name in ("by", "mark"))
    answer = browser.post(
        f"{path}/put-aside", data={"by": by, "mark": mark, "csrf_token": token_on(page)}, follow_redirects=True
    )
    assert f"Put {MANY} questions aside. Undo brings them back." in bare(answer.text)
    assert f"{MANY} questions put aside as a flood" in bare(answer.text)
    assert "in a flood" not in bare(answer.text)

    post(browser, board.path, f"{board.path}/undo", expected=str(now(board).revision))
    assert f"{MANY} questions may have come in a flood" in bare(browser.get(board.path).text)


def now(board: Board) -> Meeting:
    meeting = board.ports.store.meetings.get(board.meeting.id)
    assert meeting
    return meeting


def test_what_was_put_aside_is_on_no_page_and_its_sender_reads_that_nobody_read_it(board: Board) -> None:
    room_full(board, MANY)
    (found,) = floods.waiting(board.ports, board.meeting)
    floods.put_aside(board.ports, board.meeting, found.by, found.mark, board.alex)
    record.publish(board.ports, now(board), board.alex)
    question = board.ports.store.questions.by_number(board.meeting.id, 1)
    assert question
    browser = board.browser()

    for address in ("", "/register", "/questions.json"):
        assert "buses" not in browser.get(f"/{board.meeting.code}{address}").text
    assert "We did not read your question" in bare(browser.get(f"/r/{question.token}").text)
    assert "please ask it again" in bare(browser.get(f"/r/{question.token}").text)
    assert "gofynnwch ef eto" in bare(browser.get(f"/cy/r/{question.token}").text)


def test_nonsense_puts_nothing_aside(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/floods"
    room_full(board, MANY)
    token = token_on(browser.get(board.path).text)

    assert browser.post(f"{path}/put-aside", data={"by": "hat", "csrf_token": token}).status_code == 400
    answer = browser.post(f"{path}/put-aside", data={"by": "network", "mark": "?", "csrf_token": token})
    assert "nothing was put aside" in bare(browser.get(answer.headers["Location"]).text)
