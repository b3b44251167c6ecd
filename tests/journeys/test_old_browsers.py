"""The pages in a browser of 2020, as many phones and shared tablets still have: everything that a script does works."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import State
from tests.support.browsers import LAPTOP, PHONE, WALL, Window, not_busy, sign_in
from tests.support.doubles import PERSONAL, POLITICAL
from tests.support.old_browser import OF_2020
from tests.support.running import Running

APPROVE, SHOW, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE


@pytest.fixture
def old(window: Callable[..., Window]) -> Callable[..., Window]:
    def open_one(size: tuple[int, int] = LAPTOP) -> Window:
        one = window(size)
        one.context.add_init_script(OF_2020)
        return one

    return open_one


def test_the_browser_of_these_tests_is_old(old: Callable[..., Window], live: Running) -> None:
    page = old().page
    page.goto(live.address)

    assert page.evaluate(
        "[typeof AbortSignal.timeout, typeof structuredClone, 'replaceChildren' in document.body]"
    ) == [
        "undefined",
        "undefined",
        False,
    ]
    assert page.evaluate(
        "() => { try { document.querySelector('p:not(.a, .b)') } catch (error) { return error.name } }"
    ) == ("SyntaxError")


def test_a_question_is_asked_put_right_and_followed(live: Running, old: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = old(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Email for a written answer").fill("nonsense")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Email for a written answer").fill("dan@example.org")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    page.wait_for_selector("html[data-live=on]", state="attached")
    live.does(DECLINE, live.ports.store.questions.of_meeting(meeting.id)[0], PERSONAL)

    expect(page.get_by_role("heading", name="Your question will not be put to the board")).to_be_visible()


def test_a_draft_comes_back_with_its_tick(live: Running, old: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = old(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.reload()

    expect(page.get_by_text("We kept what you typed last time.")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Why?")


def test_the_list_catches_up_is_supported_and_shows_ones_own(live: Running, old: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "The first?", APPROVE)
    phone = old(PHONE)
    page = phone.page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("My own?")
    page.get_by_role("button", name="Send question").click()
    page.locator("[data-receipt]").wait_for()
    page.add_init_script(  # the page is older than what it is told at first, and fetches everything
        "document.addEventListener('readystatechange', () => { document.getElementById('page').dataset.revision = 0; },"
        " { once: true });"
    )
    page = phone.live(f"{live.address}/{meeting.code}")
    live.asked(meeting, "The second?", APPROVE)
    page.get_by_role("button", name="Show 1 new question").click()
    expect(page.get_by_text("The second?")).to_be_visible()
    page.locator("#q1").get_by_role("button", name="I’d like to know this too").click()
    expect(page.locator("#q1")).to_contain_text("1 supporter")
    page.locator("#yours-tab").click()

    expect(page.locator("[data-yours] > li")).to_contain_text("My own?")


def test_the_projector_follows(live: Running, old: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = old(WALL).live(f"{live.address}/screen/{meeting.screen_token}")
    live.asked(meeting, "Why?", APPROVE, SHOW)
    expect(page.locator("h1:visible")).to_have_text("Why?")
    page.keyboard.press("F5")
    page.mouse.move(5, 5)  # what works this screen is out of sight until then
    page.get_by_role("button", name="Letter keys: off").click()
    page.keyboard.press("t")

    expect(page.locator("body")).to_have_attribute("data-look", "dark")
    expect(page.locator("[data-off]")).to_have_text("")


@pytest.fixture
def old_desk(live: Running, old: Callable[..., Window]) -> Window:
    return sign_in(live, old())


def test_a_moderator_declines_with_the_reason_of_the_button_that_was_pressed(live: Running, old_desk: Window) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Rude?")
    page = old_desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("button", name="Decline question 1").click()
    page.get_by_role("button", name=POLITICAL).click()
    expect(page.get_by_role("status")).to_contain_text("Declined question 1")
    declined = live.ports.store.questions.get(question.id)
    assert declined
    assert (declined.state, declined.disposition.reason) == (State.DECLINED, POLITICAL)
    not_busy(page)
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("status")).to_contain_text("Undone")


def test_a_moderator_edits_and_takes_the_edit_back_with_another_button_of_the_same_form(
    live: Running, old_desk: Window
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why o why?")
    page = old_desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_role("button", name="Edit question 1").click()
    wording = page.get_by_role("textbox", name="The asker’s own words stay")
    wording.fill("Why?")
    wording.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved the wording of question 1")
    not_busy(page)
    page.get_by_role("button", name="Edit question 1").click()
    page.get_by_role("button", name="Use the asker’s own words").click()
    not_busy(page)

    after = live.ports.store.questions.get(question.id)
    assert after
    assert after.disposition.wording == ""


def closed(page: Page) -> None:
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_hidden()


def test_the_help_of_the_desk_opens_and_closes(live: Running, old_desk: Window) -> None:
    meeting = live.meeting()
    page = old_desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    closed(page)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    closed(page)
    page.keyboard.press("?")
    page.get_by_role("button", name="Close", exact=True).click()
    closed(page)
    assert page.url.endswith(f"/meetings/{meeting.id}")


def test_a_link_is_copied_at_the_desk(live: Running, old_desk: Window) -> None:
    meeting = live.meeting()
    page = old_desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/log")
    page.get_by_label("By letter").check()
    page.get_by_label("The question").fill("By telephone?")
    page.get_by_role("button", name="Save and log another").click()
    page.get_by_role("button", name="Copy link").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_the_run_sheet_and_the_call_follow(live: Running, old_desk: Window) -> None:
    meeting = live.meeting()
    page = old_desk.live(f"{live.address}/desk/meetings/{meeting.id}/run-sheet")
    live.asked(meeting, "Why?", APPROVE)
    expect(page.locator("#sheet")).to_contain_text("Why?")
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/call")
    page.locator("#text").fill("Ask us #Board")

    expect(page.locator("[data-count]")).to_have_text("13 of 280 characters")
