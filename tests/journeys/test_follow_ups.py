"""A follow-up question in the meeting: typed while the board answers, and on every screen at once as 1a."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.services.questions.supplementary import Becomes
from tests.support.browsers import PHONE, WALL, Window, axe, not_busy, sideways
from tests.support.follow_ups import allowing, follow_up
from tests.support.running import Running

PUT = (Action.ACCEPT, Action.PUT_ON_SCREEN)


@pytest.fixture
def meeting(live: Running) -> Meeting:
    return allowing(live.ports, live.meeting())


@pytest.fixture
def parent(live: Running, meeting: Meeting) -> Question:
    return live.asked(meeting, "Why is the ward closed?", *PUT, name="Ann Lee")


@pytest.fixture
def page(live: Running, desk: Window, meeting: Meeting, parent: Question) -> Page:
    return desk.live(f"{live.address}/desk/meetings/{meeting.id}?q={parent.number}")


def test_one_key_opens_the_form_and_another_puts_it_on_the_screen(live: Running, page: Page, meeting: Meeting) -> None:
    page.keyboard.press("f")
    page.keyboard.type("And for how long?")
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    not_busy(page)

    expect(page.get_by_role("heading", name="Question 1a")).to_be_visible()
    expect(page.get_by_text("Put on screen: question 1a, a follow-up to question 1.")).to_be_visible()
    assert axe(page) == []
    child = live.ports.store.questions.on_screen(meeting.id)
    assert child is not None
    assert (child.called, child.source.author_name) == ("1a", "Ann Lee")


def test_what_is_refused_stays_in_the_panel(live: Running, desk: Window, page: Page, meeting: Meeting) -> None:
    desk.forgive("422")
    page.keyboard.press("f")
    words = "Why was Mrs Mary Smith, NHS number 943 476 5919, sent home?"
    page.get_by_label("The follow-up question").fill(words)
    page.get_by_label("Withhold the name from every other screen").check()
    page.get_by_role("button", name="Add and approve").click()
    not_busy(page)

    expect(page.get_by_text("This question may identify a person.")).to_be_visible()
    expect(page.get_by_label("The follow-up question")).to_have_value(words)
    expect(page.get_by_label("Withhold the name from every other screen")).to_be_checked()
    assert len(live.ports.store.questions.of_meeting(meeting.id)) == 1
    page.get_by_role("button", name="Add to check").click()
    expect(page.get_by_role("heading", name="Question 1a")).to_be_visible()
    assert live.ports.store.questions.of_meeting(meeting.id)[1].source.name_withheld


def test_news_from_elsewhere_leaves_what_is_half_typed(live: Running, page: Page, meeting: Meeting) -> None:
    page.keyboard.press("f")
    page.keyboard.type("And for")
    page.get_by_label("Withhold the name from every other screen").check()
    live.asked(meeting, "When does the bus run?")
    expect(page.get_by_text("When does the bus run?")).to_be_visible()

    expect(page.get_by_label("The follow-up question")).to_have_value("And for")
    expect(page.get_by_label("Withhold the name from every other screen")).to_be_checked()


def test_the_projector_says_to_which_question_it_belongs(
    live: Running, page: Page, meeting: Meeting, parent: Question, window: Callable[..., Window]
) -> None:
    screen = window(WALL).live(f"{live.address}/screen/{meeting.screen_token}")
    expect(screen.get_by_text("Public question 1", exact=True)).to_be_visible()
    follow_up(live.ports, meeting, parent, live.alex, "And for how long?", Becomes.ON_SCREEN)

    expect(screen.get_by_role("heading", name="And for how long?")).to_be_visible()
    expect(screen.get_by_text("Public question 1a", exact=True)).to_be_visible()
    expect(screen.get_by_text("Follow-up to question 1", exact=True)).to_be_visible()
    assert axe(screen) == []
    live.does(Action.PUT_ON_SCREEN, live.asked(meeting, "When does the bus run?", Action.ACCEPT))
    expect(screen.get_by_role("heading", name="When does the bus run?")).to_be_visible()
    expect(screen.get_by_text("Follow-up to question 1", exact=True)).to_be_hidden()


@pytest.mark.parametrize("language", ["", "/cy"])
def test_the_public_list_has_it_as_1a_and_nothing_before_it_is_approved(
    live: Running, meeting: Meeting, parent: Question, window: Callable[..., Window], language: str
) -> None:
    unapproved = follow_up(live.ports, meeting, parent, live.alex, "A rumour of mine?", Becomes.TO_CHECK)
    follow_up(live.ports, meeting, parent, live.alex, "And for how long?")
    page = window(PHONE).live(f"{live.address}{language}/{meeting.code}")
    said = "Cwestiwn dilynol i gwestiwn 1" if language else "Follow-up to question 1"

    expect(page.locator("#q3").get_by_text(said, exact=True)).to_be_visible()
    expect(page.locator("#q3 .app-q__meta [data-field=called]")).to_have_text("1b")
    assert "rumour" not in page.content()
    assert (axe(page), sideways(page)) == ([], 0)
    live.does(Action.ACCEPT, unapproved)
    page.locator("[data-new] button").click()
    expect(page.locator("#q2 .app-q__meta [data-field=called]")).to_have_text("1a")
    expect(page.locator("#q2").get_by_text(said, exact=True)).to_be_visible()
    assert live.ports.store.questions.of_meeting(meeting.id)[1].state is State.ACCEPTED
