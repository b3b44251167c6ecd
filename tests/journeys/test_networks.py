"""Screens behind networks that do not let websockets work: live by another way, or saying that they are not.

The page's clock is put on where it would only wait: by as much as a page may take until it does something about it, and
by less than 20 seconds in all.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.support.browsers import PHONE, WALL, Window, until
from tests.support.doubles import PERSONAL
from tests.support.networks import Harm, network
from tests.support.running import Running

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN
# What a page waits for, as static/js/shared/connection.js and live.js have it (ms).
OPENING, SILENCE, WITHOUT_NEWS = 6_000, 10_000, 18_750


def is_live(page: Page) -> None:
    page.wait_for_selector("html[data-live=on]", state="attached")


def is_not_live(page: Page) -> None:
    page.wait_for_selector("html[data-live=off]", state="attached")


def leave(*windows: Window) -> None:
    """Close the pages before their network goes, and pass over the browser's own notes of what it did to them."""
    for one in windows:
        one.page.close()
        one.forgive("socket.io", "net::ERR_", "Failed to load resource")


def opened(one: Window, address: str) -> Page:
    one.page.clock.install()
    one.page.goto(address)
    return one.page


def news_arrives(live: Running, meeting: Meeting, page: Page, text: str) -> None:
    live.asked(meeting, text, APPROVE)
    page.locator("[data-new] button").click()
    expect(page.get_by_text(text)).to_be_visible()


def lose_the_line(one: Window) -> None:
    one.context.set_offline(True)
    is_not_live(one.page)
    one.context.set_offline(False)


@pytest.mark.parametrize("harm", [Harm.SILENT, Harm.SWALLOWED])
def test_where_websockets_open_and_say_nothing_every_screen_is_live_by_polling(
    live: Running, window: Callable[..., Window], harm: Harm
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE)
    with network(live.server.port, harm) as net:
        windows = [window(size) for size in (WALL, PHONE, PHONE)]
        paths = (f"screen/{meeting.screen_token}", meeting.code, f"r/{question.token}")
        wall, phone, receipt = (opened(one, f"{net.address}/{path}") for one, path in zip(windows, paths, strict=True))
        net.has_been_asked_for_websockets(3)
        for page in (wall, phone, receipt):
            page.clock.fast_forward(OPENING)
            is_live(page)
        live.does(SHOW, question)

        expect(wall.locator("h1:visible")).to_have_text("Why?")
        expect(phone.get_by_role("region", name="Being answered now")).to_contain_text("Why?")
        expect(receipt.get_by_role("heading", name="Your question is being put to the board now")).to_be_visible()
        news_arrives(live, meeting, phone, "And when?")
        leave(*windows)


@pytest.mark.parametrize("harm", [Harm.SILENT, Harm.SWALLOWED])
def test_the_desk_is_live_by_polling_where_websockets_say_nothing(live: Running, desk: Window, harm: Harm) -> None:
    meeting = live.meeting()
    with network(live.server.port, harm) as net:
        page = opened(desk, f"{net.address}/desk/meetings/{meeting.id}")
        net.has_been_asked_for_websockets(1)
        page.clock.fast_forward(OPENING)
        is_live(page)
        live.asked(meeting, "Why?")

        expect(page.locator(".m-item")).to_contain_text("Why?")
        leave(desk)


def test_the_desk_says_that_it_is_not_live_where_nothing_comes(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    with network(live.server.port, Harm.SILENT_ALTOGETHER) as net:
        page = opened(desk, f"{net.address}/desk/meetings/{meeting.id}")
        net.has_been_asked_for_websockets(1)
        page.clock.fast_forward(SILENCE)
        is_not_live(page)

        expect(page.locator("[data-live-text]")).to_have_text("Not live")
        leave(desk)


def test_until_another_way_is_found_a_page_says_that_it_is_not_live(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    with network(live.server.port, Harm.SILENT_ALTOGETHER) as net:
        page = opened(phone, f"{net.address}/{meeting.code}")
        net.has_been_asked_for_websockets(1)
        page.clock.fast_forward(SILENCE)
        is_not_live(page)
        expect(page.locator("[data-live-text]")).to_have_text("Not live")
        leave(phone)


def test_a_websocket_that_falls_silent_is_given_up_for_polling(live: Running, window: Callable[..., Window]) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    with network(live.server.port, Harm.SILENT_LATER) as net:
        page = opened(phone, f"{net.address}/{meeting.code}")
        is_live(page)
        news_arrives(live, meeting, page, "The first?")
        net.silent.set()
        page.clock.fast_forward(SILENCE)
        is_not_live(page)
        is_live(page)
        news_arrives(live, meeting, page, "The second?")

        lose_the_line(phone)
        net.has_been_asked_for_websockets(2)
        page.clock.fast_forward(SILENCE)  # opened, and silent from the start
        is_live(page)
        lose_the_line(phone)  # that was the second time: no third websocket is tried
        is_live(page)
        assert net.websockets == 2
        leave(phone)


def test_a_network_that_cuts_every_connection_again_and_again_loses_no_news(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    with network(live.server.port) as net:
        page = opened(phone, f"{net.address}/{meeting.code}")
        for number in range(4):
            is_live(page)
            net.cut()
            is_not_live(page)
            live.asked(meeting, f"Question {number}?", APPROVE)
        is_live(page)
        expect(page.locator("[data-new] button")).to_have_text("Show 4 new questions")
        leave(phone)


def test_a_page_that_hears_no_news_at_all_says_so_and_takes_off_what_was_declined_all_the_same(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    question = live.asked(meeting, "Why?", APPROVE, SHOW)
    wall = window(WALL)
    with network(live.server.port, Harm.FORBIDDEN) as net:
        page = opened(wall, f"{net.address}/screen/{meeting.screen_token}")
        is_not_live(page)
        live.does(Action.DECLINE, question, PERSONAL)
        page.clock.fast_forward(WITHOUT_NEWS)

        expect(page.locator("body")).to_have_attribute("data-view", "blank")
        expect(page.locator("[data-off]")).to_contain_text("Not live")
        assert "Why?" not in page.content()
        leave(wall)


def test_a_machine_that_slept_does_not_wake_up_live_and_blames_no_network(
    live: Running, window: Callable[..., Window]
) -> None:
    meeting = live.meeting()
    phone = window(PHONE)
    phone.page.add_init_script(
        "window.said = []; new MutationObserver(() => said.push(document.documentElement.dataset.live))"
        ".observe(document, { subtree: true, attributes: true, attributeFilter: ['data-live'] });"
    )
    with network(live.server.port) as net:
        page = opened(phone, f"{net.address}/{meeting.code}")
        for woken in range(3):
            is_live(page)
            net.has_been_asked_for_websockets(1 + woken)
            page.evaluate("window.said = []")
            page.clock.fast_forward("30:00")
            until(page, "said.includes('off')")
        is_live(page)
        leave(phone)
