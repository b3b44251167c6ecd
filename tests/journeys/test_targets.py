"""A board sets itself a target, on a phone and a laptop, and reads in each report how far it got."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_screen import check
from tests.support.browsers import LAPTOP, PHONE, Window, sign_in
from tests.support.running import Running


def add(page: Page, figure: str, number: str) -> None:
    page.get_by_label("What you aim at").select_option(label=figure)
    page.get_by_label("Number at each meeting").fill(number)
    page.get_by_role("button", name="Add").click()


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_a_target_is_set_corrected_and_read_in_the_report(
    live: Running, window: Callable[..., Window], size: tuple[int, int]
) -> None:
    meeting = live.meeting()
    for words in ("Why?", "When?", "Where?"):
        live.asked(meeting, words)
    opened = sign_in(live, window(size))
    opened.forgive("422")  # a form that is refused says so by its status
    page = opened.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/listening")
    page.get_by_role("link", name="Set targets").click()
    add(page, "Questions", "thirty")
    expect(page.get_by_role("alert")).to_contain_text("must be a whole number from 1 to 999999")
    expect(page.get_by_label("Number at each meeting")).to_have_value("thirty")
    check(page)
    add(page, "Questions", "3")
    add(page, "Days to the answer", "10")
    expect(page.get_by_role("heading", name="Questions: at least 3")).to_be_visible()
    page.get_by_role("link", name="Change: Questions").click()
    page.get_by_label("Number at each meeting").fill("4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Questions: at least 4")).to_be_visible()
    check(page)

    for path in (f"/desk/meetings/{meeting.id}/listening", "/desk/listening"):
        page.goto(live.address + path)
        expect(page.get_by_role("region", name="Our targets")).to_contain_text("3 of 4")
        check(page)
    page.goto(f"{live.address}/desk/listening/targets")
    expect(page.get_by_role("heading", name="Days to the answer: half of the answers within 10 days")).to_be_visible()
    for title in ("Questions", "Days to the answer"):
        page.get_by_role("button", name=f"Remove: {title}").click()
        expect(page.get_by_role("heading", name=title)).to_have_count(0)
    expect(page.get_by_text("There are none yet.")).to_be_visible()
