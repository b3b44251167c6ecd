"""The desk is made of parts: what its script fetches is what the page has, and every panel is there to be opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from board_qa.bootstrap.web_process import WebProcess
from board_qa.domain.questions.history import Action
from board_qa.web.desk.parts.panels import PANELS
from board_qa.web.desk.parts.shortcuts import SHORTCUTS
from tests.support.board import Board
from tests.support.places import ROOT

FOLDER = ROOT / "templates" / "desk" / "panels"


@pytest.fixture
def board(tmp_path: Path, web_process: WebProcess) -> Board:
    return Board(tmp_path, web_process)


def bare(html: str) -> str:
    """Without what is new in every answer, and without the spaces between its tags."""
    return re.sub(r"\s+", " ", re.sub(r'(name="csrf_token" value=|data-now=)"[^"]*"', r"\1", html)).strip()


def test_the_script_fetches_what_the_page_has_and_the_way_back_from_the_last_action(board: Board) -> None:
    board.asked("Why is the lift broken?", Action.ACCEPT)
    board.asked("Why is the door broken?", Action.HOLD)
    browser = board.signed_in()
    page, part = (bare(browser.get(f"{board.path}?show=all{more}").text) for more in ("", "&part=1"))

    fetched, undo = part.removesuffix("</template>").split("<template data-undo>")
    assert fetched.startswith('<div class="m-grid"')
    assert fetched.strip() in page
    assert "put on hold" in undo
    assert f"data-undo-here>{undo}</div>" in page


def test_every_panel_has_a_file_of_its_own() -> None:
    assert [name for name in PANELS if not (FOLDER / f"{name.replace('-', '_')}.html").exists()] == []


@pytest.mark.parametrize(
    ("actions", "panels"),
    [
        ((), {"decline", "redirect", "wording", "group", "brief", "assign"}),
        ((Action.HOLD,), {"decline", "redirect", "wording", "group", "brief", "assign"}),
        ((Action.WRITE,), {"decline", "redirect", "wording", "group", "written", "assign", "answer"}),
        ((Action.ACCEPT, Action.PUT_ON_SCREEN), {"decline", "redirect", "wording", "brief", "assign", "answer"}),
        ((Action.ACCEPT, Action.ANSWER), {"assign", "answer"}),
        ((Action.WITHDRAW,), {"assign"}),
    ],
)
def test_a_question_has_the_panels_of_what_can_be_decided_about_it(
    board: Board, actions: tuple[Action, ...], panels: set[str]
) -> None:
    board.asked("Why is the lift broken?", *actions)
    page = board.signed_in().get(f"{board.path}?show=all&q=1").text

    assert set(re.findall(r'id="panel-([\w-]+)"', page)) == panels


def test_only_the_panel_of_the_address_is_open(board: Board) -> None:
    board.asked("Why is the lift broken?")
    page = bare(board.signed_in().get(f"{board.path}?q=1&panel=decline").text)

    closed = set(re.findall(r'id="panel-([\w-]+)" aria-label="[^"]*" hidden', page))
    assert "decline" not in closed
    assert closed == set(re.findall(r'id="panel-([\w-]+)"', page)) - {"decline"}


def test_the_help_lists_every_letter_that_presses_a_button(board: Board) -> None:
    board.asked("Will the lift be mended?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    board.asked("Why is the lift broken?")
    pages = [board.signed_in().get(f"{board.path}?show=all&q={number}").text for number in (1, 2)]
    pressed = {key.upper() for page in pages for key in re.findall(r'data-key="([a-z])"', page)}

    assert {"A", "R", "E", "W", "H", "D", "T", "N", "B", "Q", "Z", "S", "C", "L", "U"} <= pressed
    assert pressed <= {name for names, _ in SHORTCUTS for name in names}
