"""A question goes to the meeting that it is for, while its asker, the public and both desks look on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import NewQuestion, State
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways, sign_in
from tests.support.running import Running


def test_a_question_is_moved_and_moved_back_before_everyones_eyes(
    live: Running, desk: Window, window: Callable[..., Window]
) -> None:
    meeting, other = live.meeting(title="November board"), live.meeting(title="December board", hashtag="Later")
    question = live.asked(meeting, "When does the new ward open?", Action.ACCEPT)
    asker, public = window(PHONE), window(PHONE)
    asker.live(f"{live.address}/r/{question.token}")
    public.live(f"{live.address}/{meeting.code}")
    there = sign_in(live, window()).live(f"{live.address}/desk/meetings/{other.id}")
    here = desk.live(f"{live.address}/desk/meetings/{meeting.id}?show=running-order&q={question.number}")

    here.get_by_role("button", name="Move to another meeting").click()
    expect(here.get_by_label("Which meeting")).to_be_focused()
    here.get_by_label("Which meeting").select_option(value=str(other.id))
    assert axe(here) == []
    here.get_by_role("button", name="Move", exact=True).click()

    expect(here.get_by_role("status")).to_have_text(re.compile("Moved question 1 to the meeting of .*, where it is"))
    expect(here.get_by_text("There are no questions in this list.")).to_be_visible()
    expect(there.locator("p.m-text")).to_have_text("When does the new ward open?")
    expect(public.page.get_by_text("When does the new ward open?")).to_have_count(0)
    expect(asker.page.locator("[data-moved]")).to_contain_text("December board")
    expect(asker.page.get_by_role("heading", name="We have your question")).to_be_visible()
    assert axe(asker.page) == []

    there.keyboard.press("u")
    expect(public.page.get_by_role("button", name="Show 1 new question")).to_be_visible()
    expect(asker.page.locator("[data-moved]")).to_have_count(0)
    expect(asker.page.get_by_role("heading", name="Your question was approved")).to_be_visible()
    expect(there.locator("p.m-text")).to_have_count(0)


def test_the_old_number_at_the_desk_leads_on(live: Running, desk: Window) -> None:
    meeting, other = live.meeting(title="November board"), live.meeting(title="December board", hashtag="Later")
    question = live.asked(meeting, "When does the new ward open?")
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?q={question.number}&panel=another-meeting")
    page.get_by_label("Which meeting").select_option(value=str(other.id))
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(re.compile("Moved question 1"))

    page.goto(f"{live.address}/desk/meetings/{meeting.id}?q={question.number}")
    assert axe(page) == []
    page.get_by_role("link", name="question 1", exact=True).click()
    expect(page.locator("p.m-text")).to_have_text("When does the new ward open?")


def test_a_post_says_who_is_missing_and_what_was_written(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    written = "@jo_bloggs Why does https://t.co/abcdef say so?"
    post = NewQuestion(
        "X",
        f"{meeting.id}77",
        written,
        "",
        live.ports.clock(),
        version=f"{meeting.id}77",
        url=f"https://x.com/i/status/{meeting.id}77",
        shown="Why does anytown.nhs.uk/papers say so?",
        flags=(),
    )
    live.ports.store.questions.receive(meeting.id, post, live.ports.ids.token(), live.ports.clock())
    page = desk.live(f"{live.address}/desk/meetings/{meeting.id}?q=1")

    expect(page.locator("p.m-text")).to_have_text("Why does anytown.nhs.uk/papers say so?")
    expect(page.get_by_text("Its author is not known yet.")).to_be_visible()
    page.get_by_text("The original post, word for word").click()
    expect(page.get_by_text(written)).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("X has not told us yet who wrote question 1"))
    desk.forgive("status of 422")
    question = live.ports.store.questions.by_native_id("X", f"{meeting.id}77")

    assert question is not None
    assert question.state is State.RECEIVED
    for size in (LAPTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert sideways(page) == 0
