"""Short advice for staff, beside the button it is about and for whoever may press it; closed, and out of the way."""

from __future__ import annotations

import re
from html import unescape

import pytest

from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Action
from board_qa.phrases.guidance import GUIDANCE
from tests.support.board import Board
from tests.web.test_roles import person, signed_in

PERSONAL = "Why was NHS number 943 476 5919 turned away?"


def shown(page: str) -> set[str]:
    """Whose advice a page has."""
    page = unescape(page)
    return {name for name, one in GUIDANCE.items() if one.title in page and one.advice in page}


def part(page: str, after: str, until: str) -> str:
    return page.split(after, 1)[1].split(until, 1)[0]


@pytest.mark.parametrize("name", ["decline", "redirect", "override"])
def test_a_panel_has_the_advice_about_its_own_button_after_its_last_one(board: Board, name: str) -> None:
    board.asked(PERSONAL)
    panel = part(board.signed_in().get(f"{board.path}?q=1").text, f'id="panel-{name}"', "</section>")

    assert shown(panel) == {name}
    assert panel.rindex("data-close") < panel.index("<details")


@pytest.mark.parametrize(
    ("actions", "has_it"),
    [((), False), ((Action.ACCEPT,), True), ((Action.ACCEPT, Action.PUT_ON_SCREEN), False), ((Action.HOLD,), False)],
)
def test_the_advice_about_the_screen_is_there_where_the_question_can_be_put_on_it(
    board: Board, actions: tuple[Action, ...], has_it: bool
) -> None:
    board.asked("Why is the lift broken?", *actions)
    page = board.signed_in().get(f"{board.path}?show=all&q=1").text

    assert ("put_on_screen" in shown(page)) == has_it


def test_the_advice_about_a_post_stands_under_its_button(board: Board) -> None:
    page = board.signed_in().get(f"{board.path}/call").text

    assert shown(page) == {"publish"}
    assert page.index("Publish on X") < page.index(GUIDANCE["publish"].title)


def test_all_advice_is_closed_at_first_and_short(board: Board) -> None:
    board.asked("Why is the lift broken?", Action.ACCEPT)
    page = board.signed_in().get(f"{board.path}?show=all&q=1").text

    assert re.findall(r'<details class="m-guide"[^>]*\bopen', page) == []
    for one in GUIDANCE.values():
        assert len(one.advice) <= 200, one.title
        assert re.search(r"[.]$", one.advice)


@pytest.mark.parametrize(
    ("role", "has"),
    [(Role.READER, set()), (Role.CHAIR, {"put_on_screen"}), (Role.MODERATOR, {"put_on_screen", "decline", "redirect"})],
)
def test_who_may_press_no_button_gets_no_advice_about_it(board: Board, role: Role, has: set[str]) -> None:
    board.asked("Why is the lift broken?", Action.ACCEPT)
    page = signed_in(board, person(board, role)).get(f"{board.path}?show=all&q=1").text

    assert shown(page) == has


def test_none_of_it_is_on_a_page_of_the_publics(board: Board) -> None:
    board.asked("Why is the lift broken?", Action.ACCEPT)
    for path in ("/", f"/{board.meeting.code}", f"/{board.meeting.code}/ask", "/social-media"):
        assert shown(board.browser().get(path).text) == set()
