"""The projector: what it shows, and what it must never show, whatever is stored and however it comes back."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action, Actor
from board_qa.services.core import Core
from board_qa.services.moderating import show
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.web.shell import words
from tests.support.deciding import asked, do, now, take_back
from tests.support.doubles import NOON
from tests.support.site import Board, post

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
SECRET = "the words nobody approved"


def on_the_wall(board: Board) -> str:
    """The projector's page and its view, as anybody with the secret address gets them."""
    address = f"/screen/{board.meeting.screen_token}"
    return board.browser().get(address).text + board.browser().get(f"{address}/view.json").text


@pytest.mark.parametrize("view", IdleView)
def test_every_view_takes_the_question_off_the_screen_and_an_undo_brings_it_back(
    core: Core, meeting: Meeting, alex: Actor, view: IdleView
) -> None:
    question = do(core, SHOW, do(core, APPROVE, asked(core, meeting), alex), alex)
    show(core, meeting, view, alex)
    shown = core.store.meetings.get(meeting.id)
    assert shown is not None
    assert (shown.idle_view, core.store.questions.on_screen(meeting.id)) == (view, None)

    take_back(core, meeting, alex)
    assert now(core, question).standing == question.standing


@pytest.mark.parametrize("stored", ["", "unheard-of", "question", "QUESTION"])
def test_a_view_that_nobody_knows_shows_nothing_at_all(
    core: Core, store: SqliteStore, meeting: Meeting, stored: str
) -> None:
    asked(core, meeting, SECRET)
    store.database.execute("UPDATE meeting SET idle_view = ?", stored)
    found = core.store.meetings.get(meeting.id)
    assert found is not None

    view = audience.screen_delta(found, core.store.questions.on_screen(meeting.id), NOON)
    assert (view["view"], view["question"]) == ("blank", None)


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
    row = board.core.store.meetings.changes_since(1, 0)[-1]
    assert words.did(row) == "Screen switched to “the public section has closed”"
