"""The tab of one's own questions: only this browser knows them, and their private pages say what became of each."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.support.browsers import PHONE, Window, axe
from tests.support.doubles import ABUSIVE
from tests.support.running import Running


def ask(live: Running, page: Page, meeting: Meeting, text: str, mount: str = "") -> None:
    page.goto(f"{live.address}{mount}/{meeting.code}/ask")
    page.locator("#question").fill(text)
    page.locator(".app-send").click()
    page.locator("[data-receipt]").wait_for()


def kept(page: Page, meeting: Meeting) -> list[str]:
    found: list[str] = json.loads(page.evaluate(f"localStorage.getItem('yours:{meeting.code}')") or "[]")
    return found


@pytest.mark.parametrize(
    ("mount", "waits", "declined"),
    [
        ("", "We have your question", "Your question will not be put to the board"),
        ("/cy", "Mae eich cwestiwn wedi ein cyrraedd", "Ni fydd eich cwestiwn yn cael ei roi i’r bwrdd"),
    ],
)
def test_what_one_asked_is_listed_with_what_became_of_it(
    live: Running, window: Callable[..., Window], mount: str, waits: str, declined: str
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    page = phone.page
    for text in ("Why is the lift broken?", "When does the clinic open?"):
        ask(live, page, meeting, text, mount)
    page = phone.live(f"{live.address}{mount}/{meeting.code}")
    page.locator("#yours-tab").click()
    cards = page.locator("[data-yours] > li")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("Why is the lift broken?")
    expect(cards.nth(0)).to_contain_text(waits)
    expect(cards.nth(1)).to_contain_text(f"{meeting.code}-2")
    expect(page.locator("#yours-tab")).to_contain_text("(2)")
    assert axe(page) == []
    live.does(Action.DECLINE, live.ports.store.questions.of_meeting(meeting.id)[0], ABUSIVE)
    live.does(Action.ACCEPT, live.ports.store.questions.of_meeting(meeting.id)[1])
    expect(cards.nth(0)).to_contain_text(declined, timeout=10_000)
    cards.nth(0).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(declined)


def test_a_shared_device_forgets_them_when_it_is_told_to(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    ask(live, page, meeting, "Why?")
    page.goto(f"{live.address}/{meeting.code}?show=yours")
    expect(page.locator("[data-yours] > li")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Forget my questions").click()
    assert len(kept(page, meeting)) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget my questions").click()
    expect(page.locator("[data-yours] > li")).to_have_count(0)

    assert kept(page, meeting) == []
    expect(page.get_by_text("When you send a question you get a private page")).to_be_visible()


def test_what_somebody_else_kept_there_is_no_question_of_ours_and_does_no_harm(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    page = phone.page
    page.goto(f"{live.address}/{meeting.code}")
    for strange in ('["../../sign-in","<b>","no-such-receipt"]', "{}", "7", "nonsense"):
        page.evaluate("([key, value]) => localStorage.setItem(key, value)", [f"yours:{meeting.code}", strange])
        page.goto(f"{live.address}/{meeting.code}?show=yours")
        page.wait_for_selector("html[data-live=on]", state="attached")
        expect(page.locator("#yours-tab [data-part]")).to_be_hidden()
    phone.forgive("status of 404")  # the browser's own note

    assert page.locator("[data-yours] > li").count() == 0


def test_nobody_elses_questions_are_among_them(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Somebody else asks this?", Action.ACCEPT)
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}?show=yours")

    expect(page.locator("[data-panel=yours]")).to_contain_text("When you send a question")
    assert page.locator("[data-yours] > li").count() == 0


def test_questions_that_cannot_be_fetched_are_said_to_be_missing_and_not_forgotten(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    ask(live, phone.page, meeting, "Why?")
    page = phone.live(f"{live.address}/{meeting.code}")
    phone.context.set_offline(True)
    page.locator("#yours-tab").click()
    expect(page.get_by_role("alert").get_by_text("We could not get all of your questions")).to_be_visible()
    assert len(kept(page, meeting)) == 1
    phone.context.set_offline(False)
    page.locator("#waiting-tab").click()
    page.locator("#yours-tab").click()
    expect(page.locator("[data-yours] > li")).to_have_count(1)
    phone.forgive("net::ERR")  # the browser's own notes of the lost connection
