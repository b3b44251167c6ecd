"""In forced colours, where backgrounds and shadows are gone, what is chosen, switched on or focused is told apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from tests.support.browsers import LAPTOP, PHONE, WALL, Window, axe, not_busy, sign_in
from tests.support.running import Running

FORCED = "active"
# What is drawn of an element, but for its words: its background, its edges and what is around it. What has the colour
# of the page cannot be seen.
DRAWN = """element => {
  const style = getComputedStyle(element), page = getComputedStyle(document.body).backgroundColor;
  const line = (width, kind, colour) => kind === "none" || colour === page ? 0 : parseFloat(width);
  const edge = side => line(style[`border${side}Width`], style[`border${side}Style`], style[`border${side}Color`]);
  return {
    background: /^rgba.* 0\\)$/.test(style.backgroundColor) ? page : style.backgroundColor,
    edges: ["Top", "Right", "Bottom", "Left"].map(edge),
    around: line(style.outlineWidth, style.outlineStyle, style.outlineColor),
  };
}"""
# How well the words can be read before what is behind them, as WCAG counts it.
CONTRAST = """element => {
  const light = colour => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(part => part / 255)
      .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const style = getComputedStyle(element), both = [style.color, style.backgroundColor].map(light);
  return (Math.max(...both) + .05) / (Math.min(...both) + .05);
}"""


@pytest.fixture
def meeting(live: Running) -> Meeting:
    found = live.meeting()
    for text in ("One?", "Two?", "Three?"):
        live.asked(found, text, Action.ACCEPT)
    # News of the screening would replace what is measured, between two looks at it.
    wait("the screening", lambda: not live.ports.store.questions.unscreened(1))
    return found


def measured(element: Locator, how: str) -> Any:
    """What is measured of an element that is on the page: news may replace it between finding and measuring it."""
    found = None
    while found is None:
        found = element.evaluate(f"element => element.isConnected ? ({how})(element) : null")
    return found


def drawn(element: Locator) -> Any:
    return measured(element, DRAWN)


def contrast(element: Locator) -> Any:
    return measured(element, CONTRAST)


def told_apart(page: Page, chosen: str, others: str) -> None:
    """The chosen one is drawn in another way than the others, which are all drawn alike; so is what has the focus."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    one, rest = page.locator(chosen), page.locator(others)
    expect(one).to_have_count(1)
    apart, alike = drawn(one), [drawn(other) for other in rest.all()]
    assert alike
    assert all(other == alike[0] for other in alike)
    assert apart != alike[0]
    for element, before in ((one, apart), (rest.first, alike[0])):
        element.focus()
        focused = drawn(element)
        assert focused["around"] >= 3
        assert focused not in (before, apart, alike[0])
        page.evaluate("document.activeElement.blur()")


def signed_in(live: Running, window: Callable[..., Window], address: str) -> Page:
    page = sign_in(live, window(LAPTOP, forced_colors=FORCED)).page
    page.goto(f"{live.address}{address}")
    return page


def test_the_chosen_question_and_filter_of_the_desk_are_told_apart(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = signed_in(live, window, f"/desk/meetings/{meeting.id}?show=running-order&q=2")
    page.wait_for_selector("html[data-live=on]", state="attached")

    told_apart(page, ".m-item a[aria-current]", ".m-item a:not([aria-current])")
    told_apart(page, ".m-filters a[aria-current]", ".m-filters a:not([aria-current])")
    page.locator(".m-item a").first.hover()
    assert (
        drawn(page.locator(".m-item a").first)["edges"][3] < drawn(page.locator(".m-item a[aria-current]"))["edges"][3]
    )
    assert contrast(page.locator(".m-filters a[aria-current]")) >= 4.5
    assert axe(page) == []


def test_choosing_another_question_moves_nothing_in_the_list(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = signed_in(live, window, f"/desk/meetings/{meeting.id}?show=running-order&q=1")
    boxes = "all => all.map(one => { const box = one.getBoundingClientRect(); return [box.y, box.height]; })"
    words = page.locator(".m-item a, .m-item__text")
    before = words.evaluate_all(boxes)
    page.wait_for_selector("html[data-live=on]", state="attached")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-selected]")).to_have_attribute("data-selected", "2")
    not_busy(page)

    assert words.evaluate_all(boxes) == before


def test_the_way_in_that_is_chosen_is_told_apart(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = signed_in(live, window, f"/desk/meetings/{meeting.id}/log")

    told_apart(page, ".m-filters a[aria-current]", ".m-filters a:not([aria-current])")


def test_where_a_dragged_question_would_land_is_told_apart(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = signed_in(live, window, f"/desk/meetings/{meeting.id}?show=running-order&q=1")
    row = page.locator(".m-run li").nth(1)
    before = drawn(row)
    row.evaluate("row => row.classList.add('m-run__here')")

    assert drawn(row) != before


def test_the_list_the_public_chose_is_told_apart(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = window(PHONE, forced_colors=FORCED).live(f"{live.address}/{meeting.code}")
    for chosen in ("answered", "waiting"):
        page.locator(f"#{chosen}-tab").click()
        told_apart(page, f"#{chosen}-tab[aria-current]", ".app-tabs a:not([aria-current])")
    assert axe(page) == []


def test_the_question_that_a_link_leads_to_and_the_one_that_is_supported_are_told_apart(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = window(PHONE, forced_colors=FORCED).live(f"{live.address}/{meeting.code}#q2")
    assert drawn(page.locator("#q2")) != drawn(page.locator("#q1"))
    page.locator("#q3 [data-support] button").click()
    expect(page.locator("#q3 [aria-pressed=true]")).to_be_visible()

    told_apart(page, "#q3 [data-support] button", "#q1 [data-support] button, #q2 [data-support] button")
    assert contrast(page.locator("#q3 [data-support] button")) >= 4.5


def test_what_is_switched_on_at_the_projector_is_told_apart(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = window(WALL, forced_colors=FORCED).live(f"{live.address}/screen/{meeting.screen_token}")
    page.keyboard.press("Tab")
    for switch in ("[data-look=dark]:not(body)", "button[data-letters]"):
        page.locator(switch).focus()
        page.keyboard.press("Enter")
        told_apart(page, switch, "[data-look=larger], [data-look=smaller]")
        assert contrast(page.locator(switch)) >= 4.5
        page.locator(switch).focus()
        page.keyboard.press("Enter")
        page.evaluate("document.activeElement.blur()")


def test_keys_that_are_on_are_told_apart_from_keys_that_are_off(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = signed_in(live, window, f"/desk/meetings/{meeting.id}")
    switch = page.locator("[data-keys]:not(html)")
    on = drawn(switch)
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.evaluate("document.activeElement.blur()")

    assert drawn(switch) != on
    switch.click()


def test_a_live_page_has_a_full_dot_and_a_lost_one_a_ring(
    live: Running, window: Callable[..., Window], meeting: Meeting
) -> None:
    page = window(PHONE, forced_colors=FORCED).live(f"{live.address}/{meeting.code}")
    dot = page.locator(".app-live__dot")
    full = drawn(dot)
    page.locator(".app-live").evaluate("chip => chip.classList.add('app-live--off')")
    ring = drawn(dot)

    assert full["edges"] == [0, 0, 0, 0]
    assert full["background"] != ring["background"]
    assert min(ring["edges"]) >= 3
