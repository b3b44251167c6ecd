"""Who gave an answer, as somebody at the desk types it and everyone reads it."""

from __future__ import annotations

from board_qa.domain.questions.history import Action
from tests.support.board import Board, post

APPROVE, ANSWER = Action.ACCEPT, Action.ANSWER


def test_whoever_answered_stands_below_the_answer_on_the_public_list_and_on_the_receipt(board: Board) -> None:
    question = board.asked("Why?", APPROVE, ANSWER)
    desk = board.signed_in()
    where = f"{board.path}/questions/{question.number}/answer"
    sent = {"answer": "Because.", "answered_by": "Dr Shah <b>", "expected": str(question.revision)}
    answer = post(desk, f"{board.path}?show=answered&q=1", where, **sent)
    assert answer.status_code in (302, 303), answer.text

    for page in (f"/{board.meeting.code}?list=answered", f"/r/{question.token}"):
        text = board.browser().get(page).text
        assert "Answered by" in text
        assert "Dr Shah &lt;b&gt;" in text


def test_without_an_answer_nobody_is_named(board: Board) -> None:
    question = board.asked("Why?", APPROVE, ANSWER)
    where = f"{board.path}/questions/{question.number}/answer"
    sent = {"answer": " ", "answered_by": "Dr Shah", "expected": str(question.revision)}
    post(board.signed_in(), f"{board.path}?show=answered&q=1", where, **sent)

    kept = board.ports.store.questions.get(question.id)
    assert kept is not None
    assert kept.disposition.answered_by == ""
