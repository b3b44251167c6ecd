"""A partner copies a text of the kit: with a press, or by hand where there is no script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.support.browsers import PHONE, Window
from tests.support.running import Running


def test_a_press_copies_exactly_the_text_above_it_and_says_so(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{live.address}/{meeting.code}/share")
    text = page.locator("#text-2")
    page.get_by_role("button", name="Copy").nth(1).click()
    expect(page.locator("[data-copied]").nth(1)).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == text.input_value()
    page.get_by_role("button", name="Copy").nth(2).click()
    expect(page.locator("[data-copied]").nth(1)).to_have_text("")


def test_without_a_script_the_text_can_be_selected_and_no_button_does_nothing(
    live: Running, window: Callable[..., Window]
) -> None:
    page = window(PHONE, java_script_enabled=False).page
    page.goto(f"{live.address}/{live.meeting().code}/share")
    expect(page.locator("#text-1")).to_be_editable(editable=False)
    assert page.get_by_role("button", name="Copy").count() == 0
    assert [image.get_attribute("src") for image in page.locator("main img").all()] != []
