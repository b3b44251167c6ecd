"""A page of the desk that is open shows nothing of anybody once whoever opened it is signed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.questions.history import Action
from board_qa.rehearsal.__main__ import wait
from board_qa.rehearsal.server import PASSWORD, USER
from board_qa.services.accounts import signing_in
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sql.times import stored
from tests.support.browsers import AT_400, LAPTOP, PHONE, Window, axe, sideways
from tests.support.browsers import sign_in as signs_in
from tests.support.doubles import QuickScrypt
from tests.support.running import Running

SOMEBODY = "Robin Colleague"
OPEN, GONE = "Add somebody", "You are signed out"
NOTE = "Note on question"
SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
EVERY = 180_000  # ms, as in static/js/desk/signed_in.js


@pytest.fixture
def people(live: Running, desk: Window) -> Page:
    """The page about people, which names everybody, with a name half typed."""
    signing_in.add_moderator(live.ports, QuickScrypt(), "robin", SOMEBODY, PASSWORD)
    desk.page.clock.install()
    desk.page.goto(f"{live.address}/desk/people")
    expect(desk.page.get_by_text(SOMEBODY).first).to_be_visible()
    return desk.page


def number_of(live: Running, user: str = USER) -> int:
    number = signing_in.number_of(live.ports, user)
    assert number is not None
    return number


def end_sessions(live: Running) -> None:
    live.ports.store.sessions.end_all(number_of(live))


def signs_in_on(page: Page) -> None:
    page.get_by_label("User name").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def shows_nothing(page: Page) -> None:
    expect(page.get_by_role("heading", name=GONE)).to_be_focused()
    assert SOMEBODY not in page.content()
    assert page.title() == GONE
    assert page.locator("form").count() == 0


def test_signing_out_in_one_tab_empties_the_others(people: Page, desk: Window, live: Running) -> None:
    other = desk.context.new_page()
    other.goto(f"{live.address}/desk/")
    other.get_by_role("button", name="Sign out").click()

    shows_nothing(people)
    expect(people.get_by_text("We kept what you typed")).to_be_hidden()
    people.get_by_role("link", name="Sign in again").click()
    expect(people.get_by_label("User name")).to_be_visible()
    assert people.url.endswith("/sign-in?next=/desk/people")


def test_the_preview_of_a_recap_that_nobody_published_goes_as_well(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why is the ward closed?", Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER)
    preview, other = desk.page, desk.context.new_page()
    preview.goto(f"{live.address}/desk/meetings/{meeting.id}/recap/preview")
    expect(preview.get_by_text("Why is the ward closed?")).to_be_visible()
    assert axe(preview) == []
    other.goto(f"{live.address}/desk/meetings/{meeting.id}/recap/preview")
    other.get_by_role("button", name="Sign out").click()

    expect(preview.get_by_role("heading", name=GONE)).to_be_focused()
    assert "Why is the ward closed?" not in preview.content()
    assert axe(preview) == []


def test_a_session_that_ended_empties_a_page_that_nobody_touches(people: Page, live: Running) -> None:
    end_sessions(live)
    people.clock.run_for(EVERY)

    shows_nothing(people)


@pytest.mark.parametrize(
    "seen_again",
    [
        SEEN_AGAIN,
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",  # by "back"
    ],
)
def test_a_page_that_is_looked_at_again_asks_at_once(people: Page, live: Running, seen_again: str) -> None:
    end_sessions(live)
    people.evaluate(seen_again)

    shows_nothing(people)


def test_while_the_session_goes_on_the_page_stays(people: Page) -> None:
    with people.expect_response("**/signed-in"):
        people.clock.run_for(EVERY)
    with people.expect_response("**/signed-in"):  # what the first one said has been heeded by now
        people.clock.run_for(EVERY)

    expect(people.get_by_text(SOMEBODY).first).to_be_visible()


def test_while_the_service_does_not_answer_the_page_stays(people: Page, desk: Window) -> None:
    people.route("**/signed-in", lambda route: route.fulfill(status=503, body=""))
    for _ in range(2):
        with people.expect_response("**/signed-in"):
            people.clock.run_for(EVERY)

    expect(people.get_by_text(SOMEBODY).first).to_be_visible()
    desk.forgive("status of 503")


def test_while_the_service_does_not_answer_the_page_stays_no_longer_than_its_session(
    people: Page, desk: Window, live: Running
) -> None:
    people.get_by_label("Full name").fill("Kim New")
    people.route("**/signed-in", lambda route: route.abort())
    people.clock.fast_forward("03:55:00")
    expect(people.get_by_text(SOMEBODY).first).to_be_visible()
    people.clock.fast_forward("00:08:00")
    shows_nothing(people)
    people.unroute("**/signed-in")
    people.clock.run_for(EVERY)

    expect(people.get_by_label("Full name")).to_have_value("Kim New")
    desk.forgive("ERR_FAILED")


def test_what_was_typed_is_there_again_for_the_same_person_and_can_be_sent(
    people: Page, desk: Window, live: Running
) -> None:
    people.get_by_label("Full name").fill("Kim New")
    end_sessions(live)
    people.clock.run_for(EVERY)
    shows_nothing(people)
    assert "Kim New" not in people.content()
    expect(people.get_by_text("We kept what you typed and did not send")).to_be_visible()
    with desk.context.expect_page() as opened:
        people.get_by_role("link", name="Sign in again").click()
    signs_in_on(opened.value)

    expect(people.get_by_label("Full name")).to_have_value("Kim New")
    people.get_by_label("User name").fill("kim.new")
    people.get_by_label("Moderator", exact=False).first.check()
    people.get_by_role("button", name="Add").click()
    expect(people.get_by_text("/sign-in/link/").first).to_be_visible()
    assert signing_in.number_of(live.ports, "kim.new")
    desk.forgive("status of 201")


def test_somebody_else_who_signs_in_sees_nothing_of_it(people: Page, desk: Window, live: Running) -> None:
    people.get_by_label("Full name").fill("Kim New")
    signs_in(live, desk, "robin")
    people.clock.run_for(EVERY)
    shows_nothing(people)
    people.clock.run_for(EVERY)

    shows_nothing(people)
    assert "Kim New" not in people.content()


def test_the_desk_goes_to_the_page_that_signs_in(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why is ward 7 closing?")
    desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    end_sessions(live)

    expect(desk.page.get_by_label("User name")).to_be_visible()
    desk.forgive("status of 401")  # of what the desk asked for by itself meanwhile


@pytest.fixture
def another_moderator(live: Running, desk: Window) -> None:
    signing_in.add_moderator(live.ports, QuickScrypt(), "lee", "Lee Moderator", PASSWORD)
    signs_in(live, desk, "lee")


@pytest.fixture
def half_typed(live: Running, desk: Window) -> Page:
    """The desk with half a note on the first of two questions."""
    meeting = live.meeting()
    live.asked(meeting, "Why is ward 7 closing?")
    live.asked(meeting, "When does the bus run?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}")
    page.get_by_label(NOTE).fill("Half a note")
    desk.forgive("status of 401")  # of what the desk asked for by itself meanwhile
    return page


def notes(live: Running, page: Page) -> list[str]:
    changes = live.ports.store.meetings.changes_since(int(page.url.rpartition("/")[2].partition("?")[0]), 0)
    return [change.details.note for change in changes if change.action is Action.NOTE]


def stores_the_note(page: Page, live: Running) -> None:
    page.get_by_label(NOTE).press("Enter")
    wait("the note is stored", lambda: notes(live, page) == ["Half a note"])


def test_what_is_half_typed_at_the_desk_stays_when_the_session_is_renewed_in_another_tab(
    another_moderator: None, half_typed: Page, desk: Window, live: Running
) -> None:
    other = desk.context.new_page()
    other.goto(f"{live.address}/desk/password")
    other.get_by_label("Current password").fill(PASSWORD)
    other.get_by_label("New password", exact=True).fill("nine heavy lorries at noon")
    other.get_by_label("again").fill("nine heavy lorries at noon")
    with half_typed.expect_response("**/signed-in"):
        other.get_by_role("button", name="Save the password").click()
    expect(half_typed.get_by_text("Not live")).to_be_hidden()

    expect(half_typed.get_by_label(NOTE)).to_have_value("Half a note")
    stores_the_note(half_typed, live)


def test_what_is_half_typed_at_the_desk_is_there_again_for_the_same_person(
    half_typed: Page, desk: Window, live: Running
) -> None:
    end_sessions(live)
    expect(half_typed.get_by_role("heading", name=GONE)).to_be_focused()
    assert "Half a note" not in half_typed.content()
    assert "ward 7" not in half_typed.content()
    with desk.context.expect_page() as opened:
        half_typed.get_by_role("link", name="Sign in again").click()
    signs_in_on(opened.value)

    expect(half_typed.get_by_label(NOTE)).to_have_value("Half a note")
    expect(half_typed.get_by_text("Not live")).to_be_hidden()
    stores_the_note(half_typed, live)


def test_going_on_at_the_desk_after_the_session_ended_loses_no_word(
    half_typed: Page, desk: Window, live: Running
) -> None:
    half_typed.route("**/socket.io/**", lambda route: route.abort())  # no news tells of it
    half_typed.locator(".m-item a").nth(1).click()
    expect(half_typed.locator("[data-selected='2']")).to_be_attached()
    end_sessions(live)
    half_typed.locator(".m-item a").nth(0).click()
    expect(half_typed.get_by_role("heading", name=GONE)).to_be_focused()
    signs_in(live, desk)

    half_typed.evaluate(SEEN_AGAIN)
    half_typed.locator(".m-item a").nth(0).click()
    expect(half_typed.get_by_label(NOTE)).to_have_value("Half a note")
    desk.forgive("ERR_FAILED")


def test_a_page_that_nobody_is_signed_in_for_asks_nothing(window: Callable[..., Window], live: Running) -> None:
    opened = window()
    opened.page.clock.install()
    opened.page.goto(f"{live.address}/sign-in")
    opened.page.clock.run_for(2 * EVERY)

    expect(opened.page.get_by_label("User name")).to_be_visible()
    assert [address for address in opened.asked if address.endswith("/signed-in")] == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP, AT_400])
def test_what_stands_in_its_place_is_read_by_everybody(people: Page, live: Running, size: tuple[int, int]) -> None:
    people.set_viewport_size({"width": size[0], "height": size[1]})
    people.get_by_label("Full name").fill("Kim New")
    end_sessions(live)
    people.clock.run_for(EVERY)
    shows_nothing(people)

    assert axe(people) == []
    assert sideways(people) == 0


def last_used(live: Running) -> datetime:
    now = live.ports.clock()
    (session,) = live.ports.store.sessions.of_account(number_of(live), now, now - timedelta(hours=4))
    return session.used_at


def test_a_desk_with_half_a_post_that_somebody_left_keeps_nobody_signed_in(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    live.publishes(meeting, f"Ask us! {meeting.code}")
    live.asked(meeting, "Why is it closed?", Action.ACCEPT, Action.PUT_ON_SCREEN)
    live.asked(meeting, "When does it open?")
    with desk.page.expect_response("**/presence"):  # the last thing that a page says when it is opened
        page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=all")
    box = page.get_by_role("form", name="Question 1").get_by_role("textbox")
    with page.expect_response("**/outbox/measure"):
        box.fill("Half a post")
    box.blur()
    long_ago = live.ports.clock() - timedelta(hours=3)
    store = live.ports.store
    assert isinstance(store, SqlStore)
    with store.transaction():
        store.database.execute("UPDATE session SET used_at = ?", stored(long_ago))
    with page.expect_response("**/outbox/measure?still=1"):
        live.asked(meeting, "And what does it cost?")

    assert last_used(live) == long_ago
    expect(box).to_have_value("Half a post")
    page.locator(".m-item a").nth(1).click()
    wait("somebody moved on", lambda: last_used(live) > long_ago)
