"""What the keys of the desk do, and when they do nothing (WCAG 2.1.4: single letters can be switched off)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.model import Action, Meeting, State

from .browsers import Window
from .running import Running


@pytest.fixture
def asked(live: Running) -> Meeting:
    meeting = live.meeting()
    for text in ("Why is the ward closed?", "When does the bus run?", "Who pays for parking?"):
        live.asked(meeting, text)
    return meeting


@pytest.fixture
def page(live: Running, desk: Window, asked: Meeting) -> Page:
    return desk.live(f"{live.address}/desk/meetings/{asked.id}")


def states(live: Running, meeting: Meeting) -> list[State]:
    return [question.state for question in live.core.store.questions.of_meeting(meeting.id)]


def carried_keys(page: Page) -> set[str]:
    """Every key that some button or link of this page stands for."""
    return set(" ".join(page.locator("[data-key]").evaluate_all("all => all.map(one => one.dataset.key)")).split())


def selected(page: Page, wanted: int) -> None:
    expect(page.locator(f"[data-selected='{wanted}']")).to_be_attached()


def test_letters_do_nothing_while_one_types(live: Running, page: Page, asked: Meeting) -> None:
    for label in (re.compile("Search questions"), re.compile("Note on question")):
        page.get_by_label(label).press_sequentially("a ward, perhaps hundreds")
        expect(page.get_by_label(label)).to_have_value("a ward, perhaps hundreds")

    assert states(live, asked) == [State.RECEIVED] * 3


def test_letters_do_nothing_with_another_key_held(live: Running, page: Page, asked: Meeting) -> None:
    for chord in ("Control+a", "Alt+a", "Meta+a"):
        page.keyboard.press(chord)

    assert states(live, asked) == [State.RECEIVED] * 3


def test_a_key_held_down_acts_once(live: Running, page: Page, asked: Meeting) -> None:
    page.keyboard.down("a")
    for _ in range(5):  # what a held key sends
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(page.get_by_role("status")).to_have_text("Approved question 1.")
    selected(page, 2)

    assert states(live, asked) == [State.ACCEPTED, State.RECEIVED, State.RECEIVED]


def test_the_switch_turns_letters_off_for_good_and_the_arrows_stay(live: Running, page: Page, asked: Meeting) -> None:
    page.get_by_role("button", name="Keyboard shortcuts: on").click()
    page.reload()
    page.wait_for_selector("html[data-live=on]", state="attached")
    expect(page.get_by_role("button", name="Keyboard shortcuts: off")).to_be_visible()
    expect(page.locator(".m-btn kbd:visible")).to_have_count(0)
    for key in ("a", "h", "j", "b", "u", "?"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowDown")
    selected(page, 2)
    page.keyboard.press("ArrowUp")
    selected(page, 1)
    assert states(live, asked) == [State.RECEIVED] * 3
    page.get_by_role("button", name="Keyboard shortcuts: off").click()
    page.keyboard.press("a")

    expect(page.get_by_role("status")).to_have_text("Approved question 1.")


def test_every_key_of_the_help_presses_a_button_that_can_be_seen(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why is the ward closed?", Action.ACCEPT)
    live.asked(meeting, "When does the bus run?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=2")
    carried = carried_keys(page)
    page.goto(f"{live.address}/desk/meetings/{meeting.id}?show=all&q=1")
    carried |= carried_keys(page)
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("button", name="5 more minutes").wait_for()
    carried |= carried_keys(page)
    page.get_by_role("button", name="Help").click()
    named = {name.lower() for name in page.locator("#help dt kbd").all_inner_texts()}

    moves = {"j", "k", "↓", "↑", "esc"}  # the list itself, and what is open
    assert named - moves <= carried
    assert "a" in named


@pytest.mark.parametrize("key", ["b", "q"])
def test_the_screen_is_one_key_from_anywhere_on_the_desk(
    live: Running, desk: Window, key: str, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?find=nothing+at+all")
    screen = window((1920, 1080)).live(f"{live.address}/screen/{meeting.screen_token}")
    page.keyboard.press(key)

    expect(screen.locator("body")).to_have_attribute("data-view", {"b": "blank", "q": "joining"}[key])
