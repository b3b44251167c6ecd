"""The recap at the desk: pick, order, introduce, publish, take down; and who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.recap import HEADING_LIMIT, INTRODUCTION_LIMIT, MOST
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import State
from tests.support.board import Board, token_on
from tests.support.crowds import crowd
from tests.support.deciding import do
from tests.support.recaps import answered, is_out, picks, unpacked
from tests.web.test_after_pages import said
from tests.web.test_register import changed, fresh
from tests.web.test_roles import person, signed_in

APPROVE = Action.ACCEPT


def two_questions(board: Board) -> None:
    for text in ("Why is the clinic closed?", "Who pays?"):
        answered(board.ports, board.asked(text), board.alex, f"{text} So.")


def form_of(page: str) -> dict[str, Any]:
    """The form as a browser sends it."""
    ticks = re.findall(r'name="tick"\s+value="([\w-]+)"\s+checked', page)
    headings = dict(re.findall(r'name="(heading-[\w-]+)"\s+value="([^"]*)"', page))
    beside = dict(re.findall(r'name="(beside-[\w-]+)"\s+value="(\w+)"', page))
    introduction = re.search(r"<textarea.*?>\n?(.*?)</textarea", page, re.DOTALL)
    expected = re.search(r'name="expected" value="(\d+)"', page)
    assert introduction
    assert expected
    return {
        "csrf_token": token_on(page), "expected": expected[1], "introduction": introduction[1], "tick": ticks,
        "shown": re.findall(r'name="shown" value="([\w-]+)"', page), **headings, **beside,
    }  # fmt: skip


def press(browser: FlaskClient, board: Board, do: str = "save", **typed: Any) -> TestResponse:
    """Open the page, change the form and press a button."""
    address = f"{board.path}/recap"
    form = form_of(browser.get(address).text) | typed
    return browser.post(address, data={**form, "do": do}, follow_redirects=True)


def order(page: str) -> list[str]:
    return re.findall(r'name="shown" value="([\w-]+)"', page)


def test_what_is_suggested_is_ticked_and_the_rest_can_be(board: Board) -> None:
    two_questions(board)
    do(board.ports, APPROVE, board.asked("Not reached?"), board.alex)
    page = board.signed_in().get(f"{board.path}/recap").text

    assert order(page) == ["question-1", "answer-1", "question-2", "answer-2", "figures"]
    assert form_of(page)["tick"] == order(page)
    assert 'value="question-3"' in page
    assert "Nobody has saved it yet. What is ticked is a suggestion." in page
    assert "Nobody but you and your colleagues can read it yet." in page


def test_ticking_unticking_headings_and_the_introduction_are_saved(board: Board) -> None:
    two_questions(board)
    browser = board.signed_in()
    ticks = ["answer-1", "question-2", "answer-2"]
    page = press(browser, board, tick=ticks, introduction="A hundred came.", **{"heading-question-2": "  Money "}).text

    assert "Saved." in page
    assert order(page) == ticks
    assert form_of(page)["introduction"] == "A hundred came."
    assert form_of(page)["heading-question-2"] == "Money"
    assert "Saved last by Alex Morgan" in page
    again = press(browser, board, tick=[*ticks, "question-1"]).text
    assert order(again) == ["question-1", *ticks]  # in order of time


def test_an_item_is_moved_and_the_page_comes_back_to_it(board: Board) -> None:
    two_questions(board)
    browser = board.signed_in()
    page = press(browser, board, "later question-1", introduction="Typed meanwhile")

    assert order(page.text) == ["answer-1", "question-1", "question-2", "answer-2", "figures"]
    assert form_of(page.text)["introduction"] == "Typed meanwhile"
    assert "Moved later. Saved." in page.text
    assert page.history[0].headers["Location"].endswith("/recap#item-question-1")
    assert order(press(browser, board, "earlier question-1").text)[:2] == ["question-1", "answer-1"]


def test_the_first_has_no_way_up_and_the_last_none_down(board: Board) -> None:
    two_questions(board)
    page = board.signed_in().get(f"{board.path}/recap").text

    assert 'value="earlier question-1"' not in page
    assert 'value="later figures"' not in page
    assert page.count('value="earlier ') == page.count('value="later ') == 4


@pytest.mark.parametrize("button", ["earlier zebra", "later", "sideways question-1", "publish?", ""])
def test_a_button_that_no_page_of_ours_has_saves_and_does_nothing_else(board: Board, button: str) -> None:
    two_questions(board)
    page = press(board.signed_in(), board, button).text

    assert order(page) == ["question-1", "answer-1", "question-2", "answer-2", "figures"]
    assert fresh(board).recap_published_at is None


def test_what_cannot_be_told_is_not_picked_whatever_a_form_says(board: Board) -> None:
    board.asked("Unread?")
    page = press(
        board.signed_in(), board, shown=["question-1", "figures", "figures"], tick=["question-1", "x", "figures"]
    )

    assert order(page.text) == ["figures"]
    assert "Unread?" not in page.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"introduction": "x" * (INTRODUCTION_LIMIT + 7)},
         "The introduction must be 3,000 characters or fewer. Leave out 7"),
        ({"heading-figures": "y" * (HEADING_LIMIT + 1)}, "A heading must be 80 characters or fewer. Leave out 1"),
    ],
)  # fmt: skip
def test_what_is_too_long_is_said_where_it_stands_and_what_was_typed_is_kept(
    board: Board, typed: dict[str, str], says: str
) -> None:
    two_questions(board)
    browser = board.signed_in()
    answer = press(browser, board, tick=["figures", "question-1"], **typed)

    assert answer.status_code == 422
    assert "<title>Error: Recap" in answer.text
    assert answer.text.count(says) == 2  # above, and at the field
    assert next(iter(typed.values())) in answer.text
    assert order(answer.text) == ["question-1", "figures"]
    assert form_of(browser.get(f"{board.path}/recap").text)["introduction"] == ""
    for field in re.findall(r'<a href="#([\w-]+)">(?:The intro|A head)', answer.text):
        assert f'id="{field}"' in answer.text


def test_there_is_a_most(board: Board) -> None:
    store: Any = board.ports.store
    crowd(store, board.meeting, MOST + 2, State.ANSWERED)
    every = [f"question-{number}" for number in range(1, MOST + 3)]
    answer = press(board.signed_in(), board, tick=every)

    assert answer.status_code == 422
    assert f"A recap can have {MOST} items. Untick 2" in answer.text


def test_of_very_many_the_rest_is_on_pages(board: Board) -> None:
    store: Any = board.ports.store
    crowd(store, board.meeting, 130, State.ACCEPTED)
    browser = board.signed_in()
    first, second = (browser.get(f"{board.path}/recap{query}").text for query in ("", "?page=2"))

    assert first.count('type="checkbox"') == 51  # the figures are in it
    assert "/recap?page=2#others-h" in first
    assert second.count('type="checkbox"') == 51
    form = form_of(second) | {"page": "2", "tick": ["figures", "question-60"]}
    answer = browser.post(f"{board.path}/recap", data={**form, "do": "save"})
    assert answer.headers["Location"].endswith("/recap?page=2")
    assert order(browser.get(f"{board.path}/recap").text) == ["question-60", "figures"]


def test_whoever_saves_second_reads_so_and_has_what_they_typed(board: Board) -> None:
    two_questions(board)
    browser = board.signed_in()
    form = form_of(browser.get(f"{board.path}/recap").text)
    picks(board.ports, board.meeting, board.alex, "figures", introduction="Theirs")
    mine = form | {"introduction": "Mine", "tick": ["question-2"], "do": "save"}
    answer = browser.post(f"{board.path}/recap", data=mine)

    assert answer.status_code == 409
    assert "Somebody else saved this recap first." in answer.text
    assert form_of(answer.text)["introduction"] == "Mine"
    assert order(answer.text) == ["question-2"]
    browser.post(f"{board.path}/recap", data=form_of(answer.text) | {"do": "save"})
    assert form_of(browser.get(f"{board.path}/recap").text)["introduction"] == "Mine"


def test_it_is_published_with_what_was_typed_taken_down_and_brought_back_and_the_history_says_who(
    board: Board,
) -> None:
    two_questions(board)
    browser, public = board.signed_in(), f"/{board.meeting.code}/recap"
    page = press(browser, board, "publish", introduction="A hundred came.").text

    assert "The recap is published. What you save from now on is too." in page
    assert "Everyone can read it" in page
    assert f'href="{public}"' in page
    assert "A hundred came." in board.browser().get(public).text
    assert "Saved. Everyone reads it so." in press(browser, board, introduction="Two hundred came.").text
    assert "Two hundred came." in board.browser().get(public).text
    down = browser.post(f"{board.path}/recap/take-down", data={"csrf_token": token_on(page)}, follow_redirects=True)
    assert "The recap is taken down." in down.text
    assert board.browser().get(public).status_code == 410
    press(browser, board, "publish")
    assert "Two hundred came." in board.browser().get(public).text
    history = said(browser.get(f"{board.path}/edit").text)
    assert "The recap is published" in history
    assert "Introduction of the recap" in history


def test_the_recap_of_a_cancelled_meeting_is_not_published(board: Board) -> None:
    browser = board.signed_in()
    changed(board, cancelled=True)
    assert 'value="publish"' not in browser.get(f"{board.path}/recap").text
    page = press(browser, board, "publish").text

    assert "A cancelled meeting has no recap, so it is not published." in page
    assert fresh(board).recap_published_at is None


def test_a_post_and_a_question_that_went_are_counted_and_left_out(board: Board) -> None:
    two_questions(board)
    post = is_out(board.ports, board.meeting, "Ask us!")
    picks(board.ports, board.meeting, board.alex, f"call-{post.id}", "question-1", "question-2", "figures")
    question = board.ports.store.questions.by_number(board.meeting.id, 1)
    assert question
    do(board.ports, Action.WITHDRAW, question, board.alex, "gone")
    page = board.signed_in().get(f"{board.path}/recap").text

    assert "1 item that you picked cannot be shown now and is left out." in said(page)
    assert order(page) == [f"call-{post.id}", "question-2", "figures"]


def test_the_desk_leads_there_from_what_is_left_and_from_the_queue(board: Board) -> None:
    browser = board.signed_in()
    board.clock.now = board.meeting.details.starts_at
    browser = board.signed_in()

    for address in (board.path, f"{board.path}/after"):
        assert f'href="{board.path}/recap"' in browser.get(address).text
    assert "(not published)" in browser.get(f"{board.path}/after").text


def test_the_preview_and_the_folder_are_there_before_anybody_publishes_it_for_whoever_is_signed_in(
    board: Board,
) -> None:
    two_questions(board)
    browser = board.signed_in()
    preview = browser.get(f"{board.path}/recap/preview")
    answer = browser.get(f"{board.path}/recap/folder.zip")
    folder = unpacked(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"

    assert "Only people who are signed in see this page." in preview.text
    assert "Why is the clinic closed?" in preview.text
    assert f'href="{board.path}/recap/folder.zip"' in preview.text
    index = folder[f"recap-{board.meeting.code}/index.html"]
    assert "Why is the clinic closed?" in index
    assert "This is a copy" not in index  # of no page yet
    for path in ("preview", "folder.zip"):
        assert board.browser().get(f"{board.path}/recap/{path}").status_code == 302


@pytest.mark.parametrize("role", [Role.READER, Role.CHAIR])
def test_who_may_look_alone_sees_what_is_in_it_and_has_no_button(board: Board, role: Role) -> None:
    two_questions(board)
    picks(board.ports, board.meeting, board.alex, "question-1|First", introduction="A hundred came.")
    browser = signed_in(board, person(board, role))
    page = browser.get(f"{board.path}/recap").text

    assert "A hundred came." in page
    assert "Question 1: Why is the clinic closed?" in said(page)
    assert 'name="do"' not in page
    assert "Take the recap down" not in page
    token = token_on(page)
    assert browser.post(f"{board.path}/recap", data={"csrf_token": token}).status_code == 403
    assert browser.post(f"{board.path}/recap/take-down", data={"csrf_token": token}).status_code == 403


def test_nothing_is_done_without_the_pages_own_token(board: Board) -> None:
    browser = board.signed_in()

    for path in ("recap", "recap/take-down"):
        assert browser.post(f"{board.path}/{path}").status_code == 400


def test_hostile_words_and_headings_are_text(board: Board) -> None:
    hostile = '</textarea><script>alert(1)</script>\u202e"'
    answered(board.ports, board.asked(hostile, name=hostile), board.alex, hostile)
    picks(board.ports, board.meeting, board.alex, f"question-1|{hostile}", "answer-1", introduction=hostile)
    for browser in (board.signed_in(), signed_in(board, person(board, Role.READER))):
        page = browser.get(f"{board.path}/recap").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
