"""The advice beside a button: reached by keyboard after the buttons, opened by it, and in the way of no key."""

from __future__ import annotations

from playwright.sync_api import expect

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import State
from board_qa.phrases.guidance import GUIDANCE
from tests.support.browsers import Window, axe
from tests.support.running import Running


def test_tab_comes_to_it_after_the_last_button_of_the_panel_and_enter_opens_it(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why is the ward closed?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.keyboard.press("r")
    panel, advice = page.locator("#panel-decline"), GUIDANCE["decline"]
    expect(panel.get_by_text(advice.advice)).to_be_hidden()

    panel.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Tab")
    expect(panel.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")

    expect(panel.get_by_text(advice.advice)).to_be_visible()
    assert axe(page) == []


def test_a_key_still_presses_its_button_while_the_advice_is_open(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why is the ward closed?", Action.ACCEPT)
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=running-order")
    page.get_by_text(GUIDANCE["put_on_screen"].title).click()
    expect(page.get_by_text(GUIDANCE["put_on_screen"].advice)).to_be_visible()
    page.keyboard.press("p")

    expect(page.locator("[data-undo-here]")).to_contain_text("put on screen")
    assert [one.state for one in live.ports.store.questions.of_meeting(meeting.id)] == [State.ON_SCREEN]
