"""The private page of whoever posted a question: what it says while the post cannot be seen."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.ports import Ports
from board_qa.services.questions.withdrawing import deleted_at_source, hidden_at_source
from tests.support.board import Board

Unseen = Callable[[Ports, Question, str], None]


def posted(board: Board) -> Question:
    post = NewQuestion("X", "77", "Why?", "Maria", board.ports.clock(), author_handle="maria", version="77", flags=())
    board.ports.store.questions.receive(board.meeting.id, post, "a-token", board.ports.clock())
    question = board.ports.store.questions.by_token("a-token")
    assert question is not None
    return question


@pytest.mark.parametrize(("unseen", "english", "welsh"), [
    (hidden_at_source, "X does not show your post at the moment. If it shows the post again, we put your question back",
     "Nid yw X yn dangos eich neges ar hyn o bryd."),
    (deleted_at_source, "Your post was deleted on X.", "Cafodd eich neges ei dileu ar X."),
])  # fmt: skip
def test_gone_and_hidden_are_said_as_they_are_in_both_languages(
    board: Board, unseen: Unseen, english: str, welsh: str
) -> None:
    unseen(board.ports, posted(board), "X")
    page, tudalen = (" ".join(unescape(board.browser().get(f"{at}/r/a-token").text).split()) for at in ("", "/cy"))

    assert english in page
    assert welsh in tudalen
    assert "Deleted by its author" not in page + tudalen


def test_a_post_that_can_be_seen_says_nothing_of_it(board: Board) -> None:
    posted(board)
    page = board.browser().get("/r/a-token").text

    assert "does not show" not in page
    assert "was deleted" not in page
