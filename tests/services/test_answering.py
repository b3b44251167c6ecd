"""The answer that somebody at the desk types, and everyone who asked reads."""

from __future__ import annotations

import re

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.questions.transitions import TABLE
from board_qa.domain.text.wording import ANSWER_LIMIT
from board_qa.phrases.history import done
from board_qa.ports import Ports
from board_qa.services.networks.sighting import take_edit
from board_qa.services.questions import moderating
from board_qa.services.questions.moderating import ApprovalBlocked
from tests.support.board import Board, post
from tests.support.deciding import asked, do, named, now, take_back, together
from tests.support.doubles import NOON

APPROVE, SHOW, ANSWER, NOTE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER
MAY = "It opens in May. The money is there."
PERSONAL = "Mrs Jones, NHS number 943 476 5919, will be rung."


def answered(ports: Ports, meeting: Meeting, actor: Actor, text: str = "Why?") -> Question:
    question = do(ports, APPROVE, asked(ports, meeting, text), actor)
    return do(ports, ANSWER, do(ports, SHOW, question, actor), actor)


def test_an_answer_is_noted_and_taken_back_and_both_are_in_the_history(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, NOTE, answered(ports, meeting, alex), alex, update=DispositionUpdate(answer=MAY))
    assert now(ports, question).disposition.answer == MAY
    take_back(ports, meeting, alex)

    assert now(ports, question).disposition.answer == ""
    assert [change.action for change in ports.store.questions.history(question.id)][-2:] == [NOTE, Action.UNDO]
    assert ports.store.questions.history(question.id)[-2].after == {"answer": MAY}


def test_an_answer_typed_while_the_board_speaks_is_read_once_the_question_is_answered(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, SHOW, do(ports, APPROVE, asked(ports, meeting), alex), alex)
    question = do(ports, NOTE, question, alex, update=DispositionUpdate(answer=MAY))
    before = audience.public_question(question, "Europe/London")
    after = audience.public_question(do(ports, ANSWER, question, alex), "Europe/London")

    assert before is not None
    assert after is not None
    assert (before.answer, after.answer) == ("", MAY)
    assert audience.receipt_view(question, None, "Europe/London").answer == ""


def test_a_personal_detail_stops_an_answer_until_somebody_says_why_it_stays(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = answered(ports, meeting, alex)
    with pytest.raises(ApprovalBlocked):
        do(ports, NOTE, question, alex, update=DispositionUpdate(answer=PERSONAL))
    assert now(ports, question).disposition.answer == ""
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer=PERSONAL), override_reason="She agreed to it")

    assert now(ports, question).disposition.answer == PERSONAL
    assert "on purpose: She agreed" in done(ports.store.questions.history(question.id)[-1])


def test_a_question_that_is_not_to_be_answered_after_all_loses_what_was_typed(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, SHOW, do(ports, APPROVE, asked(ports, meeting), alex), alex)
    question = do(ports, NOTE, question, alex, update=DispositionUpdate(answer=MAY))
    question = do(ports, Action.TAKE_OFF_SCREEN, question, alex)
    assert question.disposition.answer == MAY  # off for a moment only
    question = do(ports, Action.HOLD, question, alex)
    assert question.disposition.answer == ""

    take_back(ports, meeting, alex)
    assert now(ports, question).disposition.answer == MAY


EDIT = Post("n", "2", "Why really?", "9", "Jo", "jo", NOON)


def test_words_that_were_answered_stay_as_they_were_put_when_the_question_is_put_again(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = do(ports, NOTE, answered(ports, meeting, alex), alex, update=DispositionUpdate(answer=MAY))
    assert not take_edit(ports, question, EDIT)
    question = do(ports, SHOW, question, alex)

    assert not take_edit(ports, question, EDIT)
    again = now(ports, question)
    assert (again.state, again.words, again.disposition.answer) == (State.ON_SCREEN, "Why?", MAY)


@pytest.mark.parametrize("action", [Action.TAKE_OFF_SCREEN, Action.WRITE])
def test_an_edit_at_the_source_goes_back_to_be_checked_with_the_answer_that_was_noted(
    ports: Ports, meeting: Meeting, alex: Actor, action: Action
) -> None:
    question = do(ports, SHOW, do(ports, APPROVE, named(ports, meeting, "Jo"), alex), alex)
    question = do(ports, action, do(ports, NOTE, question, alex, update=DispositionUpdate(answer=MAY)), alex)
    assert take_edit(ports, question, EDIT)

    edited = now(ports, question)
    assert (edited.state, edited.words, edited.disposition.answer) == (State.RECEIVED, "Why really?", MAY)
    assert audience.receipt_view(edited, None, "Europe/London").answer == ""  # nobody has read the new words yet
    assert do(ports, APPROVE, edited, alex).disposition.answer == MAY


def test_only_what_is_being_answered_or_was_can_be_given_an_answer() -> None:
    assert TABLE[NOTE] == (frozenset({State.ON_SCREEN, State.WRITTEN, State.ANSWERED}), None)


def test_everyone_in_a_group_reads_the_answer_on_their_own_receipt(board: Board) -> None:
    ports = board.ports
    leader, member, other = (board.asked(text, APPROVE) for text in ("Why?", "Why, though?", "When?"))
    together(ports, member, leader, board.alex)
    do(ports, NOTE, do(ports, ANSWER, now(ports, leader), board.alex), board.alex, update=DispositionUpdate(answer=MAY))
    pages = {
        name: board.browser().get(f"/r/{question.token}").text
        for name, question in (("leader", leader), ("member", member), ("other", other))
    }

    assert [name for name, page in pages.items() if MAY in page] == ["leader", "member"]
    assert "The answer is on this page." in pages["member"]


def test_the_answer_is_on_the_list_under_answered_and_in_the_snapshot(board: Board) -> None:
    question = board.asked("Why?", APPROVE, ANSWER)
    moderating.act(board.ports, NOTE, question, question.revision, board.alex, update=DispositionUpdate(answer=MAY))
    code = board.meeting.code

    assert MAY in board.browser().get(f"/{code}?show=answered").text
    assert board.browser().get(f"/{code}/questions.json").get_json()["questions"][0]["answer"] == MAY


def test_an_answer_is_noted_at_the_desk_with_a_plain_form(board: Board) -> None:
    question = board.asked("Why?", APPROVE, ANSWER)
    browser = board.signed_in()
    page = f"{board.path}?show=answered&q=1"
    assert "Add the answer" in browser.get(page).text
    post(browser, page, f"{board.path}/questions/1/answer", expected=str(question.revision), answer=f"  {MAY}\r\n")

    assert now(board.ports, question).disposition.answer == MAY
    shown = browser.get(page).text
    assert "Change the answer" in shown
    assert "given the answer that everyone reads by Alex Morgan" in shown


def test_an_answer_that_is_too_long_is_refused_kindly_and_one_with_a_detail_opens_its_panel(board: Board) -> None:
    question = board.asked("Why?", APPROVE, ANSWER)
    browser, path, seen = board.signed_in(), f"{board.path}/questions/1/answer", str(question.revision)
    long = post(browser, board.path, path, expected=seen, answer="x" * (ANSWER_LIMIT + 7))
    assert "is 7 characters too long: the limit is 3,000" in browser.get(long.headers["Location"]).text
    personal = post(browser, board.path, path, expected=seen, answer=PERSONAL, back="show=answered&q=1")
    page = browser.get(personal.headers["Location"]).text

    assert "The answer to question 1 may identify a person" in page
    assert re.search(r'id="panel-answer" aria-label="What the board answered"\s*>', page)
    assert now(board.ports, question) == question


def test_an_answer_of_nothing_that_can_be_seen_is_none(board: Board) -> None:
    question = board.asked("Why?", APPROVE, ANSWER)
    post(
        board.signed_in(),
        board.path,
        f"{board.path}/questions/1/answer",
        expected=str(question.revision),
        answer="\u200b \u2800",
    )

    assert now(board.ports, question) == question
