"""A recap for which everything was picked, also a post that repeats the words: what nobody may read is not in it.

tests/journeys/test_leaks.py looks at its addresses among all others.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.networks.outbox import PostKind
from tests.journeys.test_leaks import SECRET, WAYS, read, stage
from tests.support.board import Board
from tests.support.recaps import is_out, keys, picks
from tests.web.test_register import fresh


@pytest.mark.parametrize("mount", ["", "/cy"])
@pytest.mark.parametrize("name", WAYS)
def test_no_page_or_folder_of_the_recap_has_what_nobody_approved(board: Board, name: str, mount: str) -> None:
    other, secret = stage(board.ports, fresh(board), WAYS[name], board.alex)
    before = board.clock() - timedelta(minutes=1)
    for kind in (PostKind.QUESTION, PostKind.ANSWER):
        is_out(board.ports, board.meeting, f"{SECRET}!", kind, before, question_id=secret.id)
    picks(board.ports, board.meeting, board.alex, *keys(board.ports, board.meeting), "question-2", "answer-2")
    browser, address = board.browser(), f"{mount}/{board.meeting.code}/recap"
    desk = board.signed_in()

    told = [browser.get(address), browser.get(f"{address}.zip"), desk.get(f"{board.path}/recap/preview"),
            desk.get(f"{board.path}/recap"), desk.get(f"{board.path}/recap/folder.zip")]  # fmt: skip
    assert [one.status_code for one in told] == [200] * len(told)
    assert [SECRET in read(one) for one in told] == [False] * len(told)
    assert [other.words in read(one) for one in told] == [True] * len(told)
