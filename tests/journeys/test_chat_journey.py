"""A chat in a real browser: planned, posted by a press, and followed while people answer and somebody types."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from board_qa.rehearsal.__main__ import wait
from tests.journeys.test_every_screen import check
from tests.support.browsers import PHONE, Window
from tests.support.recaps import publish_recap
from tests.support.running import Running


def plan(live: Running, page: Page, hashtag: str) -> int:
    """A chat that begins now; its id."""
    page.goto(f"{live.address}/desk/")
    page.get_by_role("link", name="Plan a chat").click()
    page.get_by_label("Title").fill("What matters to you?")
    page.get_by_label("Begins").fill(f"{live.ports.clock():%Y-%m-%dT%H:%M}")
    page.get_by_label("Time zone").select_option("UTC")
    page.get_by_label("Hashtag").fill(hashtag)
    page.get_by_label("Questions").fill("What helps?\nWhat hinders?")
    page.get_by_role("button", name="Plan the chat").click()
    page.get_by_text("The chat is planned").wait_for()
    found = re.search(r"/meetings/(\d+)/chat", page.url)
    assert found
    return int(found[1])


def publish(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Publish {title}").click()
    page.get_by_text(f"{title} is being published on X").wait_for()


def test_a_chat_is_planned_posted_and_followed_without_losing_what_somebody_types(live: Running, desk: Window) -> None:
    page, network = desk.page, live.network
    chat = plan(live, page, "JourneyChat")
    publish(page, "Welcome")
    publish(page, "Q1")
    outbox = live.ports.store.outbox
    wait("Q1 to be out", lambda: any(one.text.startswith("Q1") and one.native_id for one in outbox.of_meeting(chat)))
    expect(page.locator(f"#step-q{live.ports.store.chats.questions(chat)[0].id}")).to_contain_text("Posted")
    page.get_by_label("Q2 as it is posted").fill("Q2: in my own words #JourneyChat")
    (q1,) = [one.native_id for one in outbox.of_meeting(chat) if one.text.startswith("Q1")]
    network.post(network.user("maria", "Maria"), "We listen <script>alert(1)</script>", reply_to=q1)

    expect(page.locator("[data-fresh='answers-1']")).to_contain_text(
        "We listen <script>alert(1)</script>", timeout=30_000
    )
    expect(page.get_by_label("Q2 as it is posted")).to_have_value("Q2: in my own words #JourneyChat")
    publish(page, "Q2")
    assert "Q2: in my own words #JourneyChat" in [one.text for one in outbox.of_meeting(chat)]
    check(page)


def test_every_page_of_a_chat_can_be_used_by_everybody(
    live: Running, desk: Window, window: Callable[..., Window]
) -> None:
    page = desk.page
    chat = plan(live, page, "ScreensChat")
    meeting = live.ports.store.meetings.get(chat)
    assert meeting is not None
    publish_recap(live.ports, meeting, live.alex)
    for path in ("chat", "chat/edit", "chat/answers/1", "partners", "listening", "recap", "full-record"):
        page.goto(f"{live.address}/desk/meetings/{chat}/{path}")
        check(page)
    page.goto(f"{live.address}/desk/chats/new")
    check(page)
    phone = window(PHONE).page
    for path in (f"/{meeting.code}", f"/{meeting.code}/recap", "/"):
        phone.goto(live.address + path)
        check(phone)


def test_a_plan_with_something_to_put_right_keeps_it_and_says_what(live: Running, desk: Window) -> None:
    page = desk.page
    page.goto(f"{live.address}/desk/chats/new")
    page.get_by_label("Questions").fill("What helps?")
    page.get_by_role("button", name="Plan the chat").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    desk.forgive("status of 422")

    assert page.get_by_label("Questions").input_value() == "What helps?"
    assert page.title().startswith("Error: ")
    check(page)


def test_what_may_be_of_somebody_in_distress_comes_up_while_the_chat_is_open(live: Running, desk: Window) -> None:
    page = desk.page
    plan(live, page, "DistressChat")
    page.get_by_label("Welcome as it is posted").fill("Welcome, in my own words #DistressChat")
    words = "I want to end my life <script>alert(1)</script> #DistressChat"
    live.network.post(live.network.user("sam", "Sam"), words)

    card = page.get_by_role("region", name="Read these now")
    expect(card).to_contain_text("I want to end my life <script>alert(1)</script>", timeout=30_000)
    expect(card).to_contain_text("May be in distress")
    expect(card).to_contain_text("Samaritans")
    expect(card.get_by_role("link", name="Open it on X")).to_be_visible()
    expect(page.get_by_label("Welcome as it is posted")).to_have_value("Welcome, in my own words #DistressChat")
    check(page)


def test_a_post_with_a_phone_number_is_shown_to_everyone_only_once_somebody_read_it(
    live: Running, desk: Window, window: Callable[..., Window]
) -> None:
    page = desk.page
    chat = plan(live, page, "PhoneChat")
    meeting = live.ports.store.meetings.get(chat)
    assert meeting is not None
    live.network.post(live.network.user("len", "Len"), "Ring me on 07700 900123 #PhoneChat")
    expect(page.get_by_text("Phone number")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Recap").click()
    page.get_by_role("checkbox", name="Ring me on 07700 900123").check()
    page.get_by_label("Introduction, if you want one").fill("An hour it was.")
    page.get_by_role("button", name="Save and publish").first.click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    desk.forgive("status of 422")
    check(page)

    page.get_by_role("link", name="The post of @len: Phone number").click()
    expect(page.get_by_label("Show it as it is: I have read it")).to_be_focused()
    expect(page.get_by_label("Introduction, if you want one")).to_have_value("An hour it was.")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save and publish").first.click()
    page.get_by_text("The recap is published.").wait_for()
    check(page)
    phone = window(PHONE).page
    phone.goto(f"{live.address}/{meeting.code}/recap")
    expect(phone.get_by_text("Ring me on 07700 900123")).to_be_visible()
