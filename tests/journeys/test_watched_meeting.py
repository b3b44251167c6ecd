"""A public section watched on three browsers at once, with the server killed and started again in the middle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import State
from tests.support.browsers import LAPTOP, PHONE, WALL, Window, sign_in
from tests.support.doubles import PERSONAL
from tests.support.running import Running, running

APPROVE, SHOW, DECLINE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.DECLINE
ON_SCREEN, NEXT, UNCHECKED = "Why has the centre moved?", "When will it open?", "Is Nurse Ann Example to blame?"


LINE_LOST = ("net::ERR_CONNECTION", "net::ERR_EMPTY_RESPONSE", "net::ERR_INCOMPLETE", "net::ERR_SOCKET",
             "net::ERR_CONTENT_LENGTH_MISMATCH")  # fmt: skip


class Room:
    """The moderator's desk, the chair's screen and somebody's phone, all on one meeting."""

    def __init__(self, live: Running, window: Callable[..., Window]) -> None:
        self.live = live
        self.meeting: Meeting = live.meeting()
        self.shown = live.asked(self.meeting, ON_SCREEN, APPROVE, SHOW, name="Dan")
        self.next = live.asked(self.meeting, NEXT, APPROVE, name="Maria")
        self.unchecked = live.asked(self.meeting, UNCHECKED)
        self.windows = [sign_in(live, window(LAPTOP)), window(WALL), window(PHONE)]
        desk, screen, phone = self.windows
        self.desk = desk.live(f"{live.address}/desk/meetings/{self.meeting.id}")
        self.screen = screen.live(f"{live.address}/screen/{self.meeting.screen_token}")
        self.phone = phone.live(f"{live.address}/{self.meeting.code}")
        for page in self.pages:
            page.evaluate("window.neverReloaded = true")

    @property
    def pages(self) -> tuple[Page, Page, Page]:
        return self.desk, self.screen, self.phone

    def forgive_the_lost_line(self) -> None:
        """The browser itself notes each request that found no server, or whose answer the killed one did not end."""
        for window in self.windows:
            window.forgive(*LINE_LOST)


@pytest.fixture
def room(window: Callable[..., Window]) -> Iterator[Room]:
    with running() as installation:
        room = Room(installation, window)
        yield room
        for one in room.windows:
            one.close()  # before its server goes, which it would have to complain of


def test_three_screens_say_that_the_line_is_lost_keep_what_was_approved_and_come_back_right(room: Room) -> None:
    room.live.server.kill()
    for page in room.pages:
        expect(page.locator("html")).to_have_attribute("data-live", "off")
    expect(room.desk.locator("[data-live-text]")).to_have_text("Not live")
    expect(room.screen.locator("[data-off]")).to_contain_text("Not live")
    expect(room.phone.locator("[data-live-text]")).to_have_text("Not live")
    expect(room.screen.locator("h1:visible")).to_have_text(ON_SCREEN)
    expect(room.phone.locator(".app-now__text")).to_have_text(ON_SCREEN)
    expect(room.phone.get_by_text(NEXT)).to_be_visible()
    expect(room.desk.locator(".m-screen")).to_contain_text(ON_SCREEN)
    # A moderator goes on and is told the truth: nothing of this was stored.
    room.desk.get_by_role("button", name=re.compile("^Approve question 3")).click()
    expect(room.desk.get_by_role("status")).to_contain_text("this may not be stored")

    # Meanwhile the question on screen is declined, as by a second moderator whose server came back first.
    room.live.does(DECLINE, room.shown, PERSONAL)
    room.live.server.start()

    for page in room.pages:
        expect(page.locator("html")).to_have_attribute("data-live", "on", timeout=20_000)
    expect(room.screen.locator("body")).to_have_attribute("data-view", "blank")
    expect(room.screen.locator("[data-off]")).to_have_text("")
    expect(room.phone.locator(".app-now")).to_be_hidden()
    expect(room.phone.get_by_text(NEXT)).to_be_visible()
    expect(room.desk.locator(".m-screen")).to_contain_text("Blank")
    assert room.live.ports.store.questions.counts(room.meeting.id)[State.RECEIVED] == 1
    for page in room.pages:
        assert page.evaluate("window.neverReloaded") is True
    assert ON_SCREEN not in room.screen.content()
    assert ON_SCREEN not in room.phone.content()
    for page in (room.screen, room.phone):
        assert UNCHECKED not in page.content()

    # And the meeting goes on, on all three.
    room.desk.get_by_role("button", name=re.compile("^Next")).click()
    expect(room.screen.locator("h1:visible")).to_have_text(NEXT)
    expect(room.phone.locator(".app-now__text")).to_have_text(NEXT)
    expect(room.desk.locator(".m-screen")).to_contain_text(NEXT)
    room.forgive_the_lost_line()
