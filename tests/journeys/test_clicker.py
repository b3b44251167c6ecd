"""The screen worked from where it hangs: a clicker's keys, the way back, and how one room wants it to look."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.phrases.history import clicker_refused
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.questions.moderating import answer_and_next, back, expected_screen, show
from tests.support.board import Board, token_on
from tests.support.browsers import WALL, Window, axe, not_busy, sign_in, whole
from tests.support.deciding import asked, do, now, take_back
from tests.support.running import Running

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN


def two_put(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    """Question 1 is answered, 2 is on the screen."""
    for text in ("One?", "Two?"):
        do(ports, APPROVE, asked(ports, meeting, text), alex)
    answer_and_next(ports, meeting, "none", alex)
    answer_and_next(ports, meeting, "1", alex)


def states(ports: Ports, meeting: Meeting) -> list[State]:
    return [question.state for question in ports.store.questions.of_meeting(meeting.id)]


def test_back_puts_the_answered_question_on_the_screen_again_and_the_other_one_waits(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    two_put(ports, meeting, alex)
    before = back(ports, meeting, "2", alex)

    assert before
    assert (before.number, states(ports, meeting)) == (1, [State.ON_SCREEN, State.ACCEPTED])
    take_back(ports, meeting, alex)
    assert states(ports, meeting) == [State.ANSWERED, State.ON_SCREEN]


def test_back_from_a_blank_screen_leads_to_the_last_answered_question_and_then_no_further(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    two_put(ports, meeting, alex)
    show(ports, meeting, IdleView.BLANK, alex)
    back(ports, meeting, "none", alex)
    assert states(ports, meeting) == [State.ON_SCREEN, State.ACCEPTED]

    assert back(ports, meeting, "1", alex) is None
    assert states(ports, meeting) == [State.ON_SCREEN, State.ACCEPTED]


def test_back_never_shows_what_was_answered_and_then_withdrawn(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    two_put(ports, meeting, alex)
    first = ports.store.questions.of_meeting(meeting.id)[0]
    do(ports, Action.WITHDRAW, first, Actor("X"), "Deleted by its author")

    assert back(ports, meeting, "2", alex) is None
    assert now(ports, first).state is State.WITHDRAWN


@pytest.mark.parametrize("press", [back, answer_and_next])
@pytest.mark.parametrize("expected", ["", "1", "none", "2/", "7"])
def test_a_press_that_was_meant_for_another_screen_does_nothing(
    ports: Ports, meeting: Meeting, alex: Actor, press: Callable[..., object], expected: str
) -> None:
    two_put(ports, meeting, alex)
    with pytest.raises(Conflict):
        press(ports, meeting, expected, alex)

    assert states(ports, meeting) == [State.ANSWERED, State.ON_SCREEN]
    assert expected_screen(ports.store.questions.on_screen(meeting.id)) == "2"


def test_a_press_that_came_too_late_is_told_what_changed_the_screen_and_not_what_else_happened(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    two_put(ports, meeting, sam)
    do(ports, APPROVE, asked(ports, meeting, "Three?"), alex)
    with pytest.raises(Conflict) as conflict:
        answer_and_next(ports, meeting, "1", alex)

    assert clicker_refused(conflict.value.change).endswith("changed. Question 2 put on screen by Sam.")
    show(ports, meeting, IdleView.BLANK, sam)
    with pytest.raises(Conflict) as conflict:
        back(ports, meeting, "2", alex)
    assert conflict.value.change
    assert conflict.value.change.actor == "Sam"


def test_the_address_of_the_screen_alone_lets_nobody_work_it(board: Board) -> None:
    board.asked("Why?", APPROVE)
    address = f"/screen/{board.meeting.screen_token}"
    stranger, mod = board.browser(), board.signed_in()
    page, own = stranger.get(address).text, mod.get(address).text
    assert not re.search("data-drive|data-csrf|data-send", page)
    assert 'data-drive="/desk/meetings/1/screen/"' in own

    stolen = re.search(r'data-csrf="([^"]+)"', own)
    assert stolen
    for token in ("", stolen.group(1), token_on(stranger.get("/sign-in").text)):
        stranger.post(f"{board.path}/screen/next", data={"expected": "none", "csrf_token": token})
    assert board.ports.store.questions.on_screen(board.meeting.id) is None
    assert stranger.get(address).headers["Referrer-Policy"] == "no-referrer"


@pytest.fixture
def wall(live: Running, window: Callable[..., Window]) -> Callable[..., Page]:
    def opened(meeting: Meeting, signed_in: bool = True) -> Page:
        one = window(WALL)
        if signed_in:
            sign_in(live, one)
        return one.live(f"{live.address}/screen/{meeting.screen_token}")

    return opened


def with_letters(page: Page) -> None:
    """Somebody switches the letters on: without them, a clicker's own keys work and nothing else."""
    page.mouse.move(100, 100)
    page.get_by_role("button", name="Letter keys: off").click()


def test_a_clicker_goes_on_and_back_and_blanks(live: Running, wall: Callable[..., Page]) -> None:
    meeting = live.meeting()
    for text in ("One?", "Two?"):
        live.asked(meeting, text, APPROVE)
    page = wall(meeting)
    with_letters(page)
    heading = page.locator("h1.p-q")
    for key, shown in (("PageDown", "One?"), ("Space", "Two?"), ("PageUp", "One?"), ("ArrowRight", "Two?")):
        not_busy(page)
        page.keyboard.press(key)
        expect(heading).to_have_text(shown)
    not_busy(page)
    page.keyboard.press("b")
    expect(page.locator("body")).to_have_attribute("data-view", "blank")
    assert "Two?" not in page.content()
    not_busy(page)
    page.keyboard.press("q")
    expect(page.locator("body")).to_have_attribute("data-view", "joining")
    not_busy(page)
    page.keyboard.press("PageDown")
    expect(heading).to_have_text("Two?")


def test_a_clicker_where_nobody_signed_in_says_so_and_moves_nothing(live: Running, wall: Callable[..., Page]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "One?", APPROVE, SHOW)
    page = wall(meeting, signed_in=False)
    page.keyboard.press("PageDown")

    expect(page.locator("[data-say]")).to_have_text("Clicker not connected")
    page.mouse.move(100, 100)
    expect(page.get_by_role("link", name="Sign in to use a clicker")).to_be_visible()
    assert live.ports.store.questions.of_meeting(meeting.id)[0].state is State.ON_SCREEN
    assert page.locator("h1.p-q").inner_text() == "One?"


def test_a_press_that_does_not_arrive_is_never_shown_as_done(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "One?", APPROVE)
    one = sign_in(live, window(WALL))
    page = one.live(f"{live.address}/screen/{meeting.screen_token}")
    one.context.set_offline(True)
    page.keyboard.press("PageDown")
    expect(page.locator("[data-say]")).to_have_text("Press again")

    assert page.locator("body").get_attribute("data-view") == "joining"
    one.forgive("net::ERR")  # the browser's own note of the lost connection


def test_one_room_has_it_dark_and_large_and_the_browser_remembers(live: Running, wall: Callable[..., Page]) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why is the car park always full?", APPROVE, SHOW, name="Maria")
    page = wall(meeting, signed_in=False)
    with_letters(page)
    size = "h => parseFloat(getComputedStyle(h).fontSize)"
    ground = "b => getComputedStyle(b).backgroundColor"
    before = page.locator("h1.p-q").evaluate(size)
    assert page.locator("body").evaluate(ground) == "rgb(255, 255, 255)"
    for key in "t++":
        page.keyboard.press(key)
    page.reload()
    page.wait_for_selector("html[data-fitted=yes]", state="attached")

    assert page.locator("h1.p-q").evaluate(size) > before
    assert page.locator("body").evaluate(ground) == "rgb(0, 26, 58)"
    assert axe(page) == []
    for key in "t-----":
        page.keyboard.press(key)
    assert page.locator("h1.p-q").evaluate(size) < before
    assert page.locator("body").evaluate(ground) == "rgb(255, 255, 255)"


def test_every_key_of_the_screen_has_a_button_that_tab_and_a_mouse_reach(
    live: Running, wall: Callable[..., Page]
) -> None:
    meeting = live.meeting()
    live.asked(meeting, "One?", APPROVE)
    page = wall(meeting)
    assert page.get_by_role("button").count() == 0  # out of sight for the room
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Back")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("button", name="Answered, next").click()
    expect(page.locator("h1.p-q")).to_have_text("One?")


def test_the_screen_is_kept_awake_while_it_is_seen(live: Running, browser: Browser) -> None:
    with whole(browser) as chromium:
        page = Window(chromium, WALL).live(f"{live.address}/screen/{live.meeting().screen_token}")

        expect(page.locator("body")).to_have_attribute("data-awake", "yes")
