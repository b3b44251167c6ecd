"""A tablet that many people use, in a real browser: A's words, name, list and private page are not there for B."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.support.browsers import LAPTOP, PHONE, Window, axe, until, whole
from tests.support.running import Running

TICK = "Other people use this device too"
QUIET, ANSWER = 180_000, 30_000  # ms, as static/js/public/shared_device.js has them


def share(live: Running, page: Page, button: str = "This device is shared") -> None:
    page.goto(f"{live.address}/shared-device")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("This device is shared. It does not keep what you type.")).to_be_visible()


def write(live: Running, page: Page, meeting: Meeting) -> None:
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why is my clinic closed?")
    page.get_by_label("Your name or organisation").fill("Ann Archer")


def ask(live: Running, page: Page, meeting: Meeting) -> None:
    write(live, page, meeting)
    page.get_by_role("button", name="Send question").click()
    page.get_by_role("heading", name="We have your question").wait_for()


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return names


def is_a_fresh_form(page: Page) -> None:
    for label in ("Your question", "Your name or organisation"):
        expect(page.get_by_label(label)).to_have_value("")
    expect(page.get_by_text("We kept what you typed last time.")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_half_a_question_of_one_does_not_greet_the_next(
    live: Running, window: Callable[..., Window], javascript: bool
) -> None:
    page = window(LAPTOP, java_script_enabled=javascript).page
    share(live, page)
    write(live, page, live.meeting())
    page.goto(page.url)

    is_a_fresh_form(page)
    page.get_by_label("Your question").fill("Another half")
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("link", name="Rules for questions").wait_for()
    page.go_back()
    is_a_fresh_form(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_back_leads_to_nothing_of_whoever_finished(
    live: Running, window: Callable[..., Window], javascript: bool
) -> None:
    tablet = window(LAPTOP, java_script_enabled=javascript)
    page, meeting = tablet.page, live.meeting()
    share(live, page)
    ask(live, page, meeting)
    assert page.url.endswith("/r/here")
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("link", name="Rules for questions").wait_for()
    for _ in range(4):
        page.go_back()
        assert "Ann Archer" not in page.content()
        expect(page.locator("body")).not_to_contain_text("Why is my clinic closed?")
        if page.locator("#question").count():
            is_a_fresh_form(page)
    tablet.complaints.clear()  # the browser's own note of the page that is closed


def test_a_browser_that_keeps_pages_alive_keeps_none_of_a_shared_device(live: Running, browser: Browser) -> None:
    meeting = live.meeting()
    with whole(browser) as other:
        page = Window(other, PHONE).page
        share(live, page)
        write(live, page, meeting)
        page.goto(f"{live.address}/{meeting.code}")
        page.evaluate("history.back()")

        page.wait_for_url("**/ask")
        is_a_fresh_form(page)


@pytest.mark.parametrize("button", ["This device is shared", "This shared device belongs to the board"])
def test_what_was_kept_before_goes_and_nothing_is_kept_after(
    live: Running, window: Callable[..., Window], button: str
) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    ask(live, page, meeting)
    hers = page.url
    write(live, page, meeting)
    assert len(kept(page)) == 2
    share(live, page, button)
    until(page, "localStorage.length === 0")
    ask(live, page, meeting)
    assert kept(page) == []
    page.goto(f"{live.address}/{meeting.code}?show=yours")
    page.wait_for_selector("html[data-live=on]", state="attached")
    assert page.locator("[data-yours] > li").count() == 0
    expect(page.get_by_text("so it does not list anybody’s questions")).to_be_visible()

    assert page.request.get(hers).status == 403


def test_the_tick_on_the_form_is_enough(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    write(live, page, meeting)
    assert kept(page)
    page.get_by_label(TICK).check()
    assert kept(page) == []
    page.get_by_label("Your name or organisation").fill("Ann")
    assert kept(page) == []
    page.reload()
    is_a_fresh_form(page)
    write(live, page, meeting)
    page.get_by_label(TICK).check()
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="Take your private page with you")).to_be_visible()

    assert kept(page) == []
    assert axe(page) == []


def test_whoever_takes_the_address_along_opens_their_page_on_a_phone_of_their_own(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    tablet, phone = window(LAPTOP).page, window(PHONE).page
    share(live, tablet)
    ask(live, tablet, meeting)
    address = tablet.locator(".app-along__address").inner_text()
    phone.goto(f"{live.address}/r/{address.rsplit('/r/', 1)[1]}")

    expect(phone.locator("[data-asked]")).to_have_text("Why is my clinic closed?")
    assert json.loads(phone.evaluate(f"localStorage.getItem('yours:{meeting.code}')"))


def test_the_private_page_follows_what_becomes_of_the_question(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(LAPTOP).page
    share(live, page)
    ask(live, page, meeting)
    page.wait_for_selector("html[data-live=on]", state="attached")
    live.does(Action.ACCEPT, live.ports.store.questions.of_meeting(meeting.id)[0])

    expect(page.get_by_role("heading", level=1)).not_to_have_text("We have your question")


@pytest.mark.parametrize("where", ["form", "receipt"])
def test_a_page_that_somebody_left_as_it_was_is_cleared(
    live: Running, window: Callable[..., Window], where: str
) -> None:
    meeting = live.meeting()
    tablet = window(LAPTOP)
    page = tablet.page
    page.clock.install()
    share(live, page)
    (write if where == "form" else ask)(live, page, meeting)
    page.clock.fast_forward(QUIET)
    expect(page.get_by_role("alert").get_by_text("Are you still there?")).to_be_visible()
    assert axe(page) == []
    page.clock.fast_forward(ANSWER)

    page.wait_for_url(f"**/{meeting.code}")
    assert not [cookie for cookie in page.context.cookies() if cookie.get("name") == "visit"]
    page.goto(f"{live.address}/{meeting.code}/ask")
    is_a_fresh_form(page)
    if where == "receipt":
        tablet.forgive("status of 403")  # it may have asked for news just when it was closed, and is nobody's any more


def test_whoever_is_still_there_says_so_and_loses_nothing(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(LAPTOP).page
    page.clock.install()
    share(live, page)
    write(live, page, meeting)
    for _ in range(3):
        page.clock.fast_forward(QUIET)
        page.get_by_role("button", name="I am still here").click()
        expect(page.get_by_text("Are you still there?")).to_be_hidden()
    page.clock.fast_forward(QUIET - 1000)

    expect(page.get_by_text("Are you still there?")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_have_value("Why is my clinic closed?")


def test_a_list_that_nobody_touched_asks_nobody(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(LAPTOP).page
    page.clock.install()
    share(live, page)
    page.goto(f"{live.address}/{meeting.code}")
    page.wait_for_selector("html[data-live=on]", state="attached")
    page.clock.fast_forward(QUIET)
    expect(page.get_by_text("Are you still there?")).to_be_hidden()
    page.locator("#answered-tab").click()
    page.clock.fast_forward(QUIET)

    expect(page.get_by_text("Are you still there?")).to_be_visible()


def test_without_a_network_what_stood_there_is_gone_all_the_same(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    tablet = window(LAPTOP)
    page = tablet.page
    page.clock.install()
    share(live, page)
    write(live, page, meeting)
    tablet.context.set_offline(True)
    page.clock.fast_forward(QUIET)
    page.clock.fast_forward(ANSWER)
    expect(page.locator("#question")).to_have_count(0)
    tablet.forgive("net::ERR")  # the browser's own notes of the lost connection
