"""The projector: what it shows, and what it must never show, whatever is stored and however it comes back."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.text.wording import TITLE_LIMIT
from board_qa.phrases.history import did
from board_qa.ports import Ports
from board_qa.services.questions.moderating import show
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.board import Board, post
from tests.support.deciding import asked, do, now, take_back
from tests.support.doubles import NOON

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
SECRET = "the words nobody approved"


def on_the_wall(board: Board) -> str:
    """The projector's page and its view, as anybody with the secret address gets them."""
    address = f"/screen/{board.meeting.screen_token}"
    return board.browser().get(address).text + board.browser().get(f"{address}/view.json").text


@pytest.mark.parametrize("view", IdleView)
def test_every_view_takes_the_question_off_the_screen_and_an_undo_brings_it_back(
    ports: Ports, meeting: Meeting, alex: Actor, view: IdleView
) -> None:
    question = do(ports, SHOW, do(ports, APPROVE, asked(ports, meeting), alex), alex)
    show(ports, meeting, view, alex)
    shown = ports.store.meetings.get(meeting.id)
    assert shown is not None
    assert (shown.idle_view, ports.store.questions.on_screen(meeting.id)) == (view, None)

    take_back(ports, meeting, alex)
    assert now(ports, question).disposition == question.disposition


@pytest.mark.parametrize("stored", ["", "unheard-of", "question", "QUESTION"])
def test_a_view_that_nobody_knows_shows_nothing_at_all(
    ports: Ports, store: SqliteStore, meeting: Meeting, stored: str
) -> None:
    asked(ports, meeting, SECRET)
    store.database.execute("UPDATE meeting SET idle_view = ?", stored)
    found = ports.store.meetings.get(meeting.id)
    assert found is not None

    view = audience.screen_delta(found, ports.store.questions.on_screen(meeting.id), NOON)
    assert (view["view"], view["question"]) == ("blank", None)


def test_an_agenda_item_that_no_screen_has_room_for_is_refused_with_what_to_leave_out(board: Board) -> None:
    browser, page = board.signed_in(), "/desk/meetings/new"
    answer = post(browser, page, page, title="Board", agenda="Minutes\nEstates " + "x" * (TITLE_LIMIT - 3)).text
    fits = post(browser, page, page, title="Board", agenda="Minutes\n" + "x" * TITLE_LIMIT).text

    assert (
        "An agenda item must be 200 characters or fewer, so that it fits the screen. Leave 5 out of “Estates xx"
        in answer
    )
    assert "An agenda item must be" not in fits


def test_the_desk_closes_the_section_on_the_screen_and_says_so(board: Board) -> None:
    board.asked("Why?", APPROVE, SHOW)
    browser = board.signed_in()
    answer = post(browser, board.path, f"{board.path}/screen/closed")
    page = browser.get(answer.headers["Location"]).text
    wall = on_the_wall(board)

    assert "The screen says that the public section has closed." in page
    assert 'data-view="closed"' in wall
    assert "Thank you for your questions" in wall
    assert "Why?" not in wall
    row = board.ports.store.meetings.changes_since(1, 0)[-1]
    assert did(row) == "Screen switched to “the public section has closed”"
