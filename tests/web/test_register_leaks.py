"""The register of a board that publishes what it declined: even there nobody's words go out that nobody approved.

tests/journeys/test_leaks.py looks at every public address for a board that does not.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.journeys.test_leaks import SECRET, WAYS, read, stage
from tests.support.board import Board
from tests.support.doubles import ABUSIVE
from tests.web.test_register import changed, fresh


@pytest.mark.parametrize("mount", ["", "/cy"])
@pytest.mark.parametrize("name", WAYS)
def test_no_page_file_or_feed_of_the_register_has_what_nobody_approved(board: Board, name: str, mount: str) -> None:
    changed(board, rules=replace(fresh(board).details.rules, publish_declined=True))
    _, secret = stage(board.ports, fresh(board), WAYS[name], board.alex)
    browser, record = board.browser(), f"{mount}/{board.meeting.code}/register"
    asking = (
        "",
        f"?find={SECRET[:4]}",
        *(f"?state={state}" for state in ("declined", "redirected", "grouped", "accepted")),
    )
    pages = [f"{page}{query}" for page in (record, f"{mount}/register") for query in asking]
    files = [f"{record}.{kind}" for kind in ("csv", "json", "atom")] + [
        f"{mount}/register.{kind}" for kind in ("atom", "db")
    ]
    for address in [*pages, *files, f"{record}/{secret.number}", f"{record}/999"]:
        assert SECRET not in read(browser.get(address)), address
    assert "Why is the clinic closed?" in read(browser.get(record))
    assert "app-r__number" not in read(browser.get(f"{record}?find={SECRET[:4]}"))  # nor is it found by its words


def test_it_says_why_a_question_was_declined(board: Board) -> None:
    changed(board, rules=replace(fresh(board).details.rules, publish_declined=True))
    stage(board.ports, fresh(board), WAYS["declined"], board.alex)
    for kind in ("", ".csv", ".json", ".atom"):
        assert ABUSIVE in board.browser().get(f"/{board.meeting.code}/register{kind}").text
