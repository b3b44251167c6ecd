from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.spoken import long_date
from board_qa.web.shell.installation import install
from tests.support.board import Board, post, token_on

HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
LINK = "https://www.facebook.com/AnytownNHS/posts/123?comment_id=4"


def stored(board: Board) -> list[Question]:
    return board.ports.store.questions.of_meeting(board.meeting.id)


def send(board: Board, browser: FlaskClient, what: str, **form: str) -> TestResponse:
    action = {"log": "questions", "paste": "posts"}[what]
    return post(browser, f"{board.path}/{what}", f"{board.path}/{action}", **form)


def key_on(page: str) -> str:
    found = re.search(r'name="key"[^>]* value="([^"]+)"', page)
    assert found
    return found.group(1)


def came_by(page: str) -> list[str]:
    return re.findall(r'name="came_by" type="radio" value="(\w+)" checked', page)


def test_a_logged_question_is_before_the_moderator_with_its_receipt(board: Board) -> None:
    browser = board.signed_in()
    answer = send(board, browser, "log", text="Why?", came_by="email", name="Sam Jones")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{board.path}?q=1"
    page = browser.get(answer.headers["Location"]).text

    assert f"Logged question 1. The receipt number is {board.meeting.code}-1." in page
    assert f"/r/{stored(board)[0].token}" in page
    assert 'data-selected="1"' in page
    assert stored(board)[0].state is State.RECEIVED


def test_the_private_link_that_is_read_out_leads_to_the_askers_page(board: Board) -> None:
    browser = board.signed_in()
    send(board, browser, "log", text="Why has the bus been cut?", came_by="phone")
    found = re.search(r'id="private-link" value="http://[^/]+(/r/[^"]+)"', browser.get(board.path).text)
    assert found

    page = board.browser().get(found.group(1)).text
    assert "We have your question" in page
    assert f"{board.meeting.code}-1" in page


def test_another_one_is_logged_under_the_receipt_of_the_one_before(board: Board) -> None:
    browser = board.signed_in()
    answer = send(board, browser, "log", text="Why?", came_by="letter", another="1")
    page = browser.get(answer.headers["Location"]).text

    assert answer.headers["Location"] == f"{board.path}/log?logged=1"
    assert "Logged question 1." in page
    assert f"/r/{stored(board)[0].token}" in page
    assert "Why?" not in page
    assert re.search(r'id="text"[^>]*autofocus', page)


def test_how_it_came_is_remembered_for_the_next_one_and_for_nobody_else(board: Board) -> None:
    browser = board.signed_in()
    assert came_by(browser.get(f"{board.path}/log").text) == ["phone"]
    send(board, browser, "log", text="Why?", came_by="letter")

    assert came_by(browser.get(f"{board.path}/log").text) == ["letter"]
    assert came_by(board.signed_in().get(f"{board.path}/log").text) == ["phone"]


def test_a_double_click_logs_one_question(board: Board) -> None:
    browser = board.signed_in()
    page = browser.get(f"{board.path}/log").text
    form = {"csrf_token": token_on(page), "key": key_on(page), "text": "Why?", "came_by": "phone"}
    answers = [browser.post(f"{board.path}/questions", data=form) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [f"{board.path}?q=1"] * 2
    assert len(stored(board)) == 1
    assert "You sent it twice: we kept the first one" in browser.get(board.path).text


def test_two_forms_have_two_keys(board: Board) -> None:
    browser = board.signed_in()

    assert len({key_on(browser.get(f"{board.path}/log").text) for _ in range(2)}) == 2


def test_what_must_be_put_right_is_said_and_everything_typed_is_kept(board: Board) -> None:
    typed = {
        "text": HOSTILE,
        "name": f"{HOSTILE}2",
        "organisation": f"{HOSTILE}3",
        "email": HOSTILE,
        "when": "yesterday",
        "came_by": "room",
        "attending": "in_person",
        "name_withheld": "1",
    }
    answer = send(board, board.signed_in(), "log", **typed)

    assert answer.status_code == 422
    assert "<title>Error: Log a question" in answer.text
    assert "Enter a date and time, like 23/11/2026 14:30" in answer.text
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert came_by(answer.text) == ["room"]
    assert 'value="in_person" selected' in answer.text
    assert re.search(r'name="name_withheld"[^>]* checked', answer.text)
    for name in ("text", "name", "organisation", "email", "when"):
        assert typed[name] in unescape(answer.text)
    assert stored(board) == []


def test_the_browsers_back_button_finds_what_was_typed(board: Board) -> None:
    browser = board.signed_in()

    for what in ("log", "paste"):
        assert browser.get(f"{board.path}/{what}").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("logged", ["9", "x", "-1", "9" * 30])
def test_a_forged_receipt_number_shows_a_blank_form(board: Board, logged: str) -> None:
    answer = board.signed_in().get(f"{board.path}/log?logged={logged}")

    assert answer.status_code == 200
    assert "Copy link" not in answer.text


def test_a_pasted_post_is_before_the_moderator_with_a_link_that_tells_nobody_where_it_came_from(board: Board) -> None:
    browser = board.signed_in()
    answer = send(board, browser, "paste", link=f"{LINK}&fbclid=7", text="Why?", name="Sam", handle="@sam")
    page = browser.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert "as question 1." in page
    assert f'<a href="{LINK}" rel="noopener noreferrer" target="_blank">' in page
    assert "Sam @sam" in page


def test_a_copy_is_answered_kindly_with_a_way_to_the_question_and_nothing_is_stored(board: Board) -> None:
    browser = board.signed_in()
    send(board, browser, "paste", link=LINK, text="Why?")
    answer = send(board, browser, "paste", link=f"{LINK}&fbclid=7", text="The words I typed")

    assert answer.status_code == 409
    assert "in the queue already" in answer.text
    assert f'href="{board.path}?show=all&amp;q=1"' in answer.text
    assert "The words I typed" in answer.text
    assert len(stored(board)) == 1


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,<script>", "x.com/sam/status/1", ""])
def test_only_a_web_address_is_taken_for_a_link(board: Board, link: str) -> None:
    answer = send(board, board.signed_in(), "paste", link=link, text="Why?")

    assert answer.status_code == 422
    assert "beginning with https://" in answer.text
    assert 'href="javascript' not in answer.text
    assert stored(board) == []


def test_a_link_without_its_text_is_refused_in_the_words_of_the_field(board: Board) -> None:
    form = f"{board.path}/paste"
    page = post(board.signed_in(), form, f"{board.path}/posts", link="https://bsky.app/profile/maria.test/post/3k").text

    assert "Enter the text of the post" in page
    assert "Enter the question" not in page


def test_pasted_posts_are_said_to_be_checked_on_x_only_while_x_is_read(board: Board) -> None:
    form = f"{board.path}/paste"
    assert "We look at posts on X from time to time" in board.signed_in().get(form).text

    install(board.process.app, replace(board.process.installation, channels={}))
    page = board.signed_in().get(form).text
    assert "posts on X" not in page
    assert "Check yourself that the post is still there" in page


def test_the_address_of_a_refused_form_leads_back_to_the_form(board: Board) -> None:
    browser = board.signed_in()

    assert browser.get(f"{board.path}/questions").headers["Location"] == f"{board.path}/log"
    assert browser.get(f"{board.path}/posts").headers["Location"] == f"{board.path}/paste"


@pytest.mark.parametrize("way", ["log", "paste", "import"])
def test_every_way_to_enter_questions_says_for_which_meeting_they_are(board: Board, way: str) -> None:
    date = long_date(board.meeting.details.starts_at, "Europe/London")

    assert f"Board meeting in public, {date}</p>" in board.signed_in().get(f"{board.path}/{way}").text


def test_the_pages_of_a_meeting_that_is_not_there_are_not_found(board: Board) -> None:
    browser = board.signed_in()

    for what in ("log", "paste", "import", "import/example.csv"):
        assert browser.get(f"/desk/meetings/99/{what}").status_code == 404


def test_when_it_came_is_said_as_it_was_read(board: Board) -> None:
    browser = board.signed_in()
    for what, said in (
        ("log", "It came on 9 November 2025, 14:30."),
        ("paste", "It was posted on 9 November 2025, 14:30."),
    ):
        answer = send(board, browser, what, text=f"Why {what}?", came_by="phone", link=LINK, when="9/11/2025 14:30")
        assert said in browser.get(answer.headers["Location"]).text


def test_a_time_that_came_twice_or_never_is_asked_about(board: Board) -> None:
    browser = board.signed_in()
    for when, said in (
        ("26/10/2025 01:30", "Add BST for the first or GMT for the second"),
        ("30/03/2025 01:30", "the clocks went forward"),
    ):
        answer = send(board, browser, "log", text="Why?", came_by="phone", when=when)
        assert answer.status_code == 422
        assert said in unescape(answer.text)
    assert stored(board) == []
    assert send(board, browser, "log", text="Why?", came_by="phone", when="26/10/2025 01:30 GMT").status_code == 303
