"""A meeting that is cancelled says so on its pages, takes no questions by its form, and keeps what it has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings
from tests.support.board import Board, post
from tests.support.doubles import details
from tests.support.page_forms import form_on
from tests.support.rules_board import text_of


def cancel(board: Board) -> None:
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, cancelled=True), actor=board.alex)


def test_its_page_says_so_in_both_languages_and_still_has_its_questions(board: Board) -> None:
    board.asked("Why?", Action.ACCEPT)
    cancel(board)
    page = board.browser().get(f"/{board.meeting.code}").text
    welsh = board.browser().get(f"/cy/{board.meeting.code}").text

    assert "This meeting is cancelled" in page
    assert "Why?" in page
    assert "Ask a question" not in text_of(page)
    assert "wedi’i ganslo" in welsh


def test_its_rules_say_so_before_they_say_until_when_people_could_ask(board: Board) -> None:
    address = f"{board.meeting.code}/rules"
    assert "cancelled" not in board.browser().get(f"/{address}").text
    cancel(board)

    assert "This meeting is cancelled" in board.browser().get(f"/{address}").text
    assert "wedi’i ganslo" in board.browser().get(f"/cy/{address}").text


def test_its_form_takes_nothing_and_gives_back_what_was_typed(board: Board) -> None:
    browser, address = board.browser(), f"/{board.meeting.code}/ask"
    sent_to = f"/{board.meeting.code}/questions"
    form = {**form_on(browser.get(address).text, "question"), "question": "Why so long?"}
    cancel(board)
    answer = browser.post(sent_to, data=form)

    assert "This meeting is cancelled" in answer.text
    assert "Why so long?" in answer.text
    assert board.ports.store.questions.of_meeting(board.meeting.id) == []


def test_the_front_page_leads_to_the_next_meeting_that_takes_place(board: Board) -> None:
    cancel(board)
    assert "No meeting is planned at the moment" in board.browser().get("/").text

    other = meetings.create(board.ports, replace(details(board.clock()), title="Extraordinary meeting"))
    page = board.browser().get("/").text
    assert f'href="/{other.code}">' in page
    assert "This meeting is cancelled" in page


def test_the_kit_for_partners_offers_nothing_to_pass_on(board: Board) -> None:
    cancel(board)
    page = board.browser().get(f"/{board.meeting.code}/share").text

    assert "Please do not pass this on any more" in page
    assert "<textarea" not in page


def test_a_moderator_cancels_it_and_takes_that_back_and_both_are_on_record(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/edit"
    form = form_on(browser.get(path).text, "hashtag")
    post(browser, path, path, **{**form, "cancelled": "y"})
    stored = board.ports.store.meetings.get(board.meeting.id)
    assert stored is not None
    assert stored.details.cancelled
    assert "This meeting is cancelled" in browser.get(path).text
    assert "Scheduled posts are held" in browser.get(f"{board.path}/call").text
    form = form_on(browser.get(path).text, "hashtag")
    form.pop("cancelled", None)
    post(browser, path, path, **form)

    stored = board.ports.store.meetings.get(board.meeting.id)
    assert stored is not None
    assert not stored.details.cancelled


@pytest.mark.parametrize("kind", ["", "call", "reminder", "last_call"])
def test_what_is_drafted_says_that_it_is_cancelled_and_asks_nobody_for_questions(board: Board, kind: str) -> None:
    cancel(board)
    page = " ".join(board.signed_in().get(f"{board.path}/call?kind={kind}").text.split())

    assert "is cancelled, so we take no more questions for it." in page
    assert "Draft a post that says so" in page
    assert "What would you like to ask" not in page
    assert "Best time" not in page
    assert "partners’ kit" not in page
