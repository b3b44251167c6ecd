"""A page that cannot show the news never says that it is live: not even where it is our own script that fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.support.browsers import LAPTOP, PHONE, WALL, Window, intercept, until
from tests.support.running import Running

APPROVE, SHOW, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE
BEHIND = (  # the page knows less than it is told at first, and fetches everything
    "document.addEventListener('readystatechange', () => {"
    " (document.getElementById('page') ?? document.body).dataset.revision = 0; }, { once: true });"
)


def is_live(page: Page) -> None:
    page.wait_for_selector("html[data-live=on]", state="attached")


def is_not_live(page: Page) -> None:
    page.wait_for_selector("html[data-live=off]", state="attached")


def leave(one: Window) -> None:
    """Close the page, and pass over what was noted of the failures that it was made to have."""
    one.page.close()
    one.complaints.clear()


def screens(live: Running, meeting: Meeting, desk: Window) -> dict[str, tuple[str, str]]:
    """Each kind of screen: its address, and what it fetches everything from."""
    question = live.asked(meeting, "Mine?")
    work = f"/desk/meetings/{meeting.id}"
    return {
        "list": (f"/{meeting.code}", "**/questions.json*"),
        "screen": (f"/screen/{meeting.screen_token}", "**/view.json"),
        "receipt": (f"/r/{question.token}", f"**/r/{question.token}"),
        "desk": (f"{work}?show=all", "**part=1*"),
        "run sheet": (f"{work}/run-sheet", "**part=1*"),
        "call": (f"{work}/call", "**/call"),
    }


@pytest.mark.parametrize("kind", ["list", "screen", "receipt", "desk", "run sheet", "call"])
def test_what_cannot_be_fetched_is_said_to_be_missing_until_it_was(live: Running, desk: Window, kind: str) -> None:
    meeting, page = live.meeting(), desk.page
    address, everything = screens(live, meeting, desk)[kind]
    page.goto(f"{live.address}{address}")
    is_live(page)
    intercept(page, everything, lambda route: route.abort())
    page.evaluate("dispatchEvent(new ErrorEvent('error', { message: 'of a script' }))")  # trusts itself no more
    is_not_live(page)
    live.asked(meeting, "Why?", APPROVE)
    until(page, "performance.getEntriesByType('resource').length > 0")
    assert page.evaluate("document.documentElement.dataset.live") == "off"
    page.unroute(everything)

    is_live(page)
    leave(desk)


def test_an_answer_older_than_the_news_is_not_taken_for_everything(
    live: Running, window: Callable[..., Window]
) -> None:
    """As a cache between us and the page may give."""
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE)
    wall = window(WALL)
    page = wall.page
    old = {"view": "blank", "question": None, "revision": 0, "ends_at": "", "now": "2026-11-23T12:00:00+00:00"}
    page.route("**/view.json", lambda route: route.fulfill(json=old))
    page.add_init_script(BEHIND)
    page.goto(f"{live.address}/screen/{meeting.screen_token}")
    is_not_live(page)
    page.unroute("**/view.json")

    is_live(page)


def test_news_that_the_page_fails_to_show_is_no_news_shown(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    page = phone.live(f"{live.address}/{meeting.code}")
    page.evaluate("document.querySelector('[data-count=waiting]').remove()")
    live.asked(meeting, "Why?", APPROVE)
    is_not_live(page)
    expect(page.locator("[data-live-text]")).to_have_text("Not live")
    leave(phone)


def test_a_page_whose_scripts_fail_again_and_again_is_not_live_until_it_is_opened_again(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    page = phone.live(f"{live.address}/{meeting.code}")
    fail = "setTimeout(() => { throw new Error('of a script') })"
    page.evaluate(fail)
    is_not_live(page)
    is_live(page)  # everything was fetched anew, and shown
    page.evaluate("new Promise(done => { setTimeout(() => { done(); Promise.reject(new Error('lost')) }) })")
    is_not_live(page)
    is_live(page)
    page.evaluate(fail)
    is_not_live(page)
    live.asked(meeting, "Why?", APPROVE)
    expect(page.get_by_role("button", name="Show 1 new question")).to_be_visible()  # it goes on as well as it can
    assert page.evaluate("document.documentElement.dataset.live") == "off"
    leave(phone)


@pytest.mark.parametrize(("size", "kind"), [(WALL, "screen"), (PHONE, "list"), (LAPTOP, "run sheet")])
def test_a_page_whose_script_never_starts_says_so_by_itself(
    live: Running, desk: Window, size: tuple[int, int], kind: str
) -> None:
    meeting, page = live.meeting(), desk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route(
        "**/js/shared/live.js", lambda route: route.fulfill(body="const = broken;", content_type="text/javascript")
    )
    page.goto(f"{live.address}{screens(live, meeting, desk)[kind][0]}")
    chip = page.locator(".p-off--starting, [data-live-chip]")
    expect(chip).not_to_be_visible()
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")

    expect(chip).to_be_visible()
    expect(chip).to_contain_text("Not live")
    leave(desk)


def test_a_line_lost_in_the_middle_of_an_answer_is_a_lost_line_and_no_failure_of_the_page(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    wall = window(WALL)
    page = wall.page
    page.add_init_script(BEHIND)
    page.add_init_script(
        "const whole = Response.prototype.text; let cut = 1;"
        "Response.prototype.text = function () {"
        " if (cut-- <= 0) return whole.call(this);"
        " document.documentElement.dataset.cut = 'once';"
        " return Promise.reject(new TypeError('network error')); };"
    )
    live.asked(meeting, "Why?", APPROVE)
    page.goto(f"{live.address}/screen/{meeting.screen_token}")
    page.wait_for_selector("html[data-cut]", state="attached")
    is_live(page)

    assert wall.complaints == []
