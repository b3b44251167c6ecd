"""Moving a question to another meeting: at the desk, by plain form and by script, and on its asker's private page."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.services.meetings import meetings
from board_qa.services.questions.asking import ask
from tests.support.board import Board, post, token_on
from tests.support.chats import planned
from tests.support.deciding import offered
from tests.support.doubles import details

HOSTILE = "</option><script>alert(1)</script>"


@pytest.fixture
def other(board: Board) -> Meeting:
    return meetings.create(board.ports, details(board.ports.clock(), title="December board", hashtag="Other"))


@pytest.fixture
def moderator(board: Board) -> FlaskClient:
    return board.signed_in()


def move(board: Board, moderator: FlaskClient, question: Question, to: int | str, **form: str) -> TestResponse:
    fields = {"expected": str(question.revision), "to": str(to), **form}
    return post(moderator, board.path, f"{board.path}/questions/{question.number}/another-meeting", **fields)


def now(board: Board, question: Question) -> Question:
    found = board.ports.store.questions.by_token(question.token)
    assert found is not None
    return found


def test_the_desk_offers_the_other_meetings(board: Board, moderator: FlaskClient, other: Meeting) -> None:
    question = board.asked("Why?")
    page = moderator.get(f"{board.path}?q={question.number}&panel=another-meeting").text

    assert "Move to another meeting" in page
    assert f'<option value="{other.id}">' in page
    assert f'<option value="{board.meeting.id}">' not in page


def test_with_one_meeting_there_is_nothing_to_offer(board: Board, moderator: FlaskClient) -> None:
    board.asked("Why?")

    assert "another-meeting" not in moderator.get(f"{board.path}?q=1").text


def test_a_plain_form_moves_it_and_says_where_to(board: Board, moderator: FlaskClient, other: Meeting) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    answer = move(board, moderator, question, other.id)
    assert answer.status_code == 303
    page = moderator.get(answer.headers["Location"]).text

    assert "Moved question 1 to the meeting of" in page
    assert "where it is question 1." in page
    assert (now(board, question).meeting_id, now(board, question).state) == (other.id, State.RECEIVED)
    assert "Why?" in moderator.get(f"/desk/meetings/{other.id}").text
    assert "Why?" not in board.browser().get(f"/{board.meeting.code}").text


def test_both_lines_of_its_history_say_where_from_and_where_to(
    board: Board, moderator: FlaskClient, other: Meeting
) -> None:
    question = board.asked("Why?")
    move(board, moderator, question, other.id)
    page = unescape(moderator.get(f"/desk/meetings/{other.id}?q=1").text)

    assert "moved to another meeting by Alex Morgan (“December board” on" in page
    assert "moved here from another meeting by Alex Morgan (“Board meeting in public” on" in page


def test_the_number_on_the_old_receipt_leads_to_where_it_is_now(
    board: Board, moderator: FlaskClient, other: Meeting
) -> None:
    question = board.asked("Why?")
    move(board, moderator, question, other.id)
    page = moderator.get(f"{board.path}?q=1").text

    assert "Moved to another meeting" in page
    assert f'href="/desk/meetings/{other.id}?show=all&amp;q=1"' in page


@pytest.mark.parametrize("pressed_in", ["there", "here"])
def test_it_is_undone_from_either_desk(board: Board, moderator: FlaskClient, other: Meeting, pressed_in: str) -> None:
    question = board.asked("Why?", Action.ACCEPT)
    move(board, moderator, question, other.id)
    meeting = other if pressed_in == "there" else board.meeting
    desk = f"/desk/meetings/{meeting.id}"
    (change, *_) = offered(board.ports, meeting, board.alex)
    answer = post(moderator, desk, f"{desk}/undo", expected=str(change.revision))

    assert answer.status_code == 303
    assert "Undone" in moderator.get(answer.headers["Location"]).text
    after = now(board, question)
    assert (after.meeting_id, after.number, after.state) == (board.meeting.id, 1, State.ACCEPTED)


@pytest.mark.parametrize(("actions", "why"), [
    ((Action.ACCEPT, Action.PUT_ON_SCREEN), "is on the screen now. Take it off the screen first"),
    ((Action.ACCEPT, Action.ANSWER), "was answered at this meeting, so it stays here"),
])  # fmt: skip
def test_what_belongs_to_this_meeting_is_refused_with_what_to_do(
    board: Board, moderator: FlaskClient, other: Meeting, actions: tuple[Action, ...], why: str
) -> None:
    question = board.asked("Why?", *actions)
    assert "another-meeting" not in moderator.get(f"{board.path}?show=all&q=1").text
    answer = move(board, moderator, question, other.id)

    assert answer.status_code == 409
    assert why in unescape(answer.text)
    assert now(board, question) == question


@pytest.mark.parametrize("to", ["", "999", "x", "this one", "a chat", "99999999999999999999"])
def test_without_another_meeting_that_is_offered_nothing_is_moved(
    board: Board, moderator: FlaskClient, other: Meeting, to: str
) -> None:
    question = board.asked("Why?")
    here = {"this one": board.meeting.id, "a chat": planned(board.ports).id}
    answer = move(board, moderator, question, here.get(to, to))

    assert "panel=another-meeting" in answer.headers["Location"]
    assert "Choose the meeting" in moderator.get(answer.headers["Location"]).text
    assert now(board, question) == question


def test_the_second_of_two_is_told_what_the_first_did(board: Board, moderator: FlaskClient, other: Meeting) -> None:
    question = board.asked("Why?")
    token = token_on(moderator.get(board.path).text)
    path = f"{board.path}/questions/1/another-meeting"
    form = {"expected": "0", "to": str(other.id), "csrf_token": token}
    answer = moderator.post(path, data=form, headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert now(board, question).meeting_id == board.meeting.id


def test_the_private_page_goes_on_under_its_address_and_says_the_new_meeting_and_number(
    board: Board, moderator: FlaskClient, other: Meeting
) -> None:
    for text in ("Theirs?", "And theirs?"):
        ask(board.ports, other, AskForm(text, text))
    question = board.asked("Why?")
    page = board.browser().get(f"/r/{question.token}").text
    assert "We moved your question" not in page
    move(board, moderator, question, other.id)
    page = unescape(board.browser().get(f"/r/{question.token}").text)

    assert "We moved your question to another meeting: December board, on" in " ".join(page.split())
    assert f"Its number was {board.meeting.code}-1. It is {other.code}-3 now." in page
    assert f"<strong>{other.code}-3</strong>" in page


def test_the_private_page_says_it_in_welsh(board: Board, moderator: FlaskClient, other: Meeting) -> None:
    question = board.asked("Pam?")
    move(board, moderator, question, other.id)
    page = unescape(board.browser().get(f"/cy/r/{question.token}").text)

    assert "Rydym wedi symud eich cwestiwn i gyfarfod arall: " in page
    assert '<span lang="en">December board</span>' in page
    assert f"Ei rif oedd {board.meeting.code}-1. Ei rif yn awr yw {other.code}-1." in page


def test_whoever_asked_it_can_still_withdraw_it_there(board: Board, moderator: FlaskClient, other: Meeting) -> None:
    question = board.asked("Why?")
    move(board, moderator, question, other.id)
    browser = board.browser()
    assert "Withdraw my question" in browser.get(f"/r/{question.token}").text
    browser.post(f"/r/{question.token}/withdraw", headers={"Origin": "http://localhost"})

    assert now(board, question).state is State.WITHDRAWN


def test_the_title_of_a_meeting_is_inert_wherever_it_is_named(board: Board, moderator: FlaskClient) -> None:
    hostile = meetings.create(board.ports, details(board.ports.clock(), title=HOSTILE, hashtag="Other"))
    question = board.asked("Why?")
    pages = [moderator.get(f"{board.path}?q=1&panel=another-meeting").text]
    move(board, moderator, question, hostile.id)
    pages += [
        moderator.get(f"{board.path}?q=1").text,
        moderator.get(f"/desk/meetings/{hostile.id}?q=1").text,
        board.browser().get(f"/r/{question.token}").text,
    ]

    assert [HOSTILE in page for page in pages] == [False] * 4
    assert all("script&gt;" in page for page in pages)
