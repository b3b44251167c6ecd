"""What is typed stays on the device for minutes: the next person at it is not greeted by somebody else's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from board_qa.domain.questions.sending_again import AT_ONCE
from tests.support.browsers import PHONE, Window, whole
from tests.support.running import Running

MINUTES = int(AT_ONCE / timedelta(milliseconds=1))


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return names


def typed(live: Running, one: Window, text: str = "Why?") -> Page:
    """A form half filled in at noon, by the page's clock."""
    one.page.clock.install()
    one.page.goto(f"{live.address}/{live.meeting().code}/ask")
    one.page.get_by_label("Your question").fill(text)
    one.page.get_by_label("Your name or organisation").fill("Ann Archer")
    one.page.get_by_label("Email for a written answer").fill("ann@example.org")
    return one.page


def test_within_minutes_a_draft_comes_back(live: Running, window: Callable[..., Window]) -> None:
    page = typed(live, window(PHONE))
    page.clock.fast_forward(MINUTES - 1000)
    page.goto(page.url)

    expect(page.get_by_label("Your name or organisation")).to_have_value("Ann Archer")


@pytest.mark.parametrize("leave", ["reload", "goto"])
def test_after_minutes_nothing_of_it_greets_anybody(live: Running, window: Callable[..., Window], leave: str) -> None:
    page = typed(live, window(PHONE))
    key = page.locator("[name=key]").input_value()
    page.evaluate("localStorage.setItem('draft:/QQQQ/QUESTIONS', JSON.stringify({ question: 'Of another meeting?' }))")
    page.clock.fast_forward(MINUTES)
    page.reload() if leave == "reload" else page.goto(page.url)

    expect(page.locator("[name=key]")).not_to_have_value(key)
    for label in ("Your question", "Your name or organisation", "Email for a written answer"):
        expect(page.get_by_label(label)).to_have_value("")
    expect(page.get_by_text("We kept what you typed last time.")).to_be_hidden()
    assert kept(page) == []


def test_a_page_that_stays_open_takes_its_draft_from_the_device_by_itself(
    live: Running, window: Callable[..., Window]
) -> None:
    page = typed(live, window(PHONE))
    assert kept(page)
    page.clock.fast_forward(MINUTES)

    assert kept(page) == []
    expect(page.get_by_label("Your question")).to_have_value("Why?")  # it is before their eyes


@pytest.mark.parametrize("path", ["", "/r/{token}"])
def test_any_page_that_follows_the_meeting_takes_old_drafts_along(
    live: Running, window: Callable[..., Window], path: str
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?")
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/rules")
    old = {"question": "Half of a question", "name": "Ann Archer", "at": 0}
    page.evaluate("draft => localStorage.setItem('draft:/QQQQ/QUESTIONS', draft)", json.dumps(old))
    page.goto(f"{live.address}{path.format(token=question.token) or f'/{meeting.code}'}")
    page.wait_for_selector("html[data-live=on]", state="attached")

    assert not [name for name in kept(page) if name.startswith("draft:")]


def test_whoever_comes_back_to_a_form_that_was_sent_long_ago_finds_an_empty_one(
    live: Running, browser: Browser
) -> None:
    with whole(browser) as other:
        page = typed(live, Window(other, PHONE))
        page.evaluate("document.body.dataset.alive = 'yes'")
        page.get_by_role("button", name="Send question").click()
        expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
        page.evaluate("history.back()")
        expect(page.locator("body")).to_have_attribute("data-alive", "yes")  # the very page, and its clock stood still
        page.clock.fast_forward(MINUTES)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

        expect(page.get_by_label("Your question")).to_have_value("")
        expect(page.get_by_label("Your name or organisation")).to_have_value("")


def test_somebody_elses_identical_words_are_asked_about_and_become_a_question_of_their_own(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Your name or organisation").fill("Ann Archer")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    hers = page.url
    page.go_back()
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Your name or organisation").fill("Bo Jones")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.url != hers
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_text(f"{meeting.code}-2")).to_be_visible()

    names = [question.source.author_name for question in live.ports.store.questions.of_meeting(meeting.id)]
    assert names == ["Ann Archer", "Bo Jones"]
