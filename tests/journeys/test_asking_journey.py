"""How the public asks, in a real browser: without JavaScript too, sent twice, gone back, and when the line drops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Attending, Rules
from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings
from tests.support.browsers import AT_400, PHONE, WALL, Window, whole
from tests.support.running import Running

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN


def stored(live: Running, meeting: Meeting) -> list[str]:
    return [question.source.text for question in live.ports.store.questions.of_meeting(meeting.id)]


def send(page: Page, text: str) -> None:
    """Type a question, send it, and wait for its receipt."""
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, AT_400])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_of_the_public_asks_and_gets_a_receipt(
    live: Running, window: Callable[..., Window], javascript: bool, size: tuple[int, int]
) -> None:
    meeting = live.meeting()
    page = window(size, java_script_enabled=javascript).page
    page.goto(f"{live.address}/")
    page.goto(f"{live.address}/{meeting.code.lower()}")
    page.get_by_role("button", name="Ask a question").click()
    page.get_by_label("Your question").fill("Why has the centre moved?")
    page.get_by_label("Your name or organisation").fill("Daniel, Northfield")
    page.get_by_role("button", name="Send question").click()

    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    expect(page.get_by_text(f"{meeting.code}-1")).to_be_visible()
    assert stored(live, meeting) == ["Why has the centre moved?"]


def test_going_back_and_sending_again_makes_one_question(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE, java_script_enabled=False).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    for _ in range(2):
        send(page, "Why?")
        page.go_back()

    assert stored(live, meeting) == ["Why?"]


@pytest.mark.parametrize("javascript", [True, False])
def test_another_question_typed_after_going_back_is_another_question(
    live: Running, window: Callable[..., Window], javascript: bool
) -> None:
    meeting = live.meeting()
    page = window(PHONE, java_script_enabled=javascript).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    for text in ("Why?", "And when?"):
        send(page, text)
        page.go_back()

    assert stored(live, meeting) == ["Why?", "And when?"]


def test_a_double_click_without_javascript_makes_one_question(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE, java_script_enabled=False).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_role("button", name="Send question").dblclick()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()

    assert stored(live, meeting) == ["Why?"]
    expect(page.get_by_text("You had already sent")).to_have_count(0)


TICK = "Do not show my name to anyone but the people who run the meeting"


@pytest.mark.parametrize("javascript", [True, False])
def test_going_back_to_withhold_a_name_takes_it_from_every_screen_at_once(
    live: Running, window: Callable[..., Window], javascript: bool
) -> None:
    meeting = live.meeting(rules=Rules(names_may_be_withheld=True))
    page = window(PHONE, java_script_enabled=javascript).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Your full name").fill("Dina Quillfeather")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    (question,) = live.ports.store.questions.of_meeting(meeting.id)
    live.does(SHOW, live.does(APPROVE, question))
    screen = window(WALL).live(f"{live.address}/screen/{meeting.screen_token}")
    public = window(PHONE).live(f"{live.address}/{meeting.code}")
    for watched in (screen, public):
        expect(watched.locator("body")).to_contain_text("Dina Quillfeather")
    page.go_back()
    page.get_by_label(TICK).check()
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_text("You had already sent this question. We do not show your name.")).to_be_visible()

    for watched in (screen, public):
        expect(watched.locator("body")).not_to_contain_text("Quillfeather")
        expect(watched.locator("body")).to_contain_text("Name withheld")
    live.does(Action.ANSWER, question)
    if not javascript:
        page.reload()
    expect(page.get_by_role("heading", name="Your question was answered")).to_be_visible()
    expect(page.get_by_text("You had already sent this question. We do not show your name.")).to_be_visible()
    assert stored(live, meeting) == ["Why?"]


def test_a_draft_that_was_sent_and_is_sent_again_after_going_back_is_one_question(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.goto(f"{live.address}/{meeting.code}/ask")
    expect(page.get_by_text("We kept what you typed last time.")).to_be_visible()
    for text in ("Why?", "Why?", "And when?"):
        send(page, text)
        page.go_back()

    assert stored(live, meeting) == ["Why?", "And when?"]


def test_a_reload_after_going_back_does_not_make_two_questions_of_one(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    for _ in range(2):
        send(page, "Why?")
        page.go_back()
        page.reload()

    assert stored(live, meeting) == ["Why?"]


def test_whoever_clears_the_form_begins_a_new_one(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.reload()
    key = page.locator("[name=key]").input_value()
    page.get_by_role("button", name="Clear it").click()
    expect(page.locator("[name=key]")).not_to_have_value(key)

    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_page_that_a_browser_kept_alive_sends_a_second_question_after_going_back(
    live: Running, browser: Browser
) -> None:
    meeting = live.meeting()
    with whole(browser) as other:
        page = Window(other, PHONE).page
        page.goto(f"{live.address}/{meeting.code}/ask")
        page.evaluate("document.body.dataset.alive = 'yes'")
        for text in ("Why?", "And when?"):
            send(page, text)
            page.evaluate("history.back()")
            expect(page.locator("body")).to_have_attribute("data-alive", "yes")  # it is the very same page
            expect(page.get_by_label("Your question")).to_have_value(text)

    assert stored(live, meeting) == ["Why?", "And when?"]


def test_a_page_that_was_left_while_it_was_sending_can_send_when_it_is_shown_again(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    sent: list[Route] = []

    def lose_the_first(route: Route) -> None:
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    page.route("**/questions", lose_the_first)
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("button", name="Sending")).to_have_attribute("aria-disabled", "true")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()

    assert stored(live, meeting) == ["Why?"]


def test_a_double_click_makes_one_question(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_role("button", name="Send question").dblclick()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()

    assert stored(live, meeting) == ["Why?"]


def test_when_the_line_drops_nothing_typed_is_lost_and_nothing_is_called_sent(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    page = phone.page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Will this survive?")
    phone.context.set_offline(True)
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    phone.forgive("net::ERR")  # the browser's own note of the failed request
    phone.context.set_offline(False)
    page.goto(f"{live.address}/{meeting.code}/ask")  # they even closed the page
    expect(page.get_by_label("Your question")).to_have_value("Will this survive?")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()

    assert stored(live, meeting) == ["Will this survive?"]


def test_a_draft_is_gone_once_it_was_sent(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_role("button", name="Send question").click()
    page.get_by_role("link", name="Ask another question").click()

    expect(page.get_by_label("Your question")).to_have_value("")


@pytest.mark.parametrize("offered", [True, False])
def test_a_draft_brings_no_name_back_without_the_tick_that_withholds_it(
    live: Running, window: Callable[..., Window], offered: bool
) -> None:
    meeting = live.meeting(rules=Rules(names_may_be_withheld=True, attending=Attending.EITHER))
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Your full name").fill("Dina Quillfeather")
    page.get_by_label(TICK).check()
    page.get_by_label("No, read it out for me").check()
    if not offered:  # the board has changed its mind since
        meetings.set_rules(live.ports, meeting, replace(meeting.details.rules, names_may_be_withheld=False))
    page.goto(f"{live.address}/{meeting.code}/ask")
    expect(page.get_by_text("We kept what you typed last time.")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Why?")
    expect(page.get_by_label("No, read it out for me")).to_be_checked()
    if offered:
        expect(page.get_by_label("Your full name")).to_have_value("Dina Quillfeather")
        expect(page.get_by_label(TICK)).to_be_checked()
    else:
        expect(page.get_by_label("Your full name")).to_have_value("")


def test_a_draft_with_a_name_that_may_be_shown_comes_back_without_the_tick(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting(rules=Rules(names_may_be_withheld=True, attending=Attending.EITHER))
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Your full name").fill("Dina Quillfeather")
    page.goto(f"{live.address}/{meeting.code}/ask")

    expect(page.get_by_label("Your full name")).to_have_value("Dina Quillfeather")
    expect(page.get_by_label(TICK)).not_to_be_checked()
    expect(page.get_by_label("No, read it out for me")).not_to_be_checked()
    expect(page.get_by_label("Yes, I will ask it myself")).not_to_be_checked()


def test_what_must_be_put_right_is_said_in_place_and_can_be_sent_again(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    page = window(PHONE).page
    page.goto(f"{live.address}/{meeting.code}/ask")
    page.get_by_label("Your question").fill("Why?")
    page.get_by_label("Email for a written answer").fill("nonsense")
    page.get_by_role("button", name="Send question").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Why?")
    page.get_by_label("Email for a written answer").fill("dan@example.org")
    page.get_by_role("button", name="Send question").click()

    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
