"""The listening report in a browser: its pictures come, and what cannot be drawn says so; at the desk and in public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.history import Action
from board_qa.services.meetings.record import publish
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways, sign_in
from tests.support.running import Running

DRAWN = "document.querySelectorAll('.b-picture__img').length"
WHOLE = "[...document.querySelectorAll('.b-picture__img')].every(one => one.complete && one.naturalWidth > 100)"


@pytest.fixture
def heard(live: Running) -> Meeting:
    """A meeting whose report the public may see, with questions and a conversation."""
    meeting = live.meeting()
    at = live.ports.clock()
    for number, (who, text) in enumerate((("maria", "@jo why?"), ("jo", "@maria because"), ("ann", "@jo and?"))):
        post = Post(str(number), str(number), text, who, who, who, at, metrics=Metrics(followers=9))
        live.ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=meeting.id))
    for text in ("Why is parking costly?", "Is parking costly?"):
        live.asked(meeting, text, Action.ACCEPT)
    publish(live.ports, meeting, live.alex)
    about = live.ports.store.about
    about.save(replace(about.get(), listening_public=True))
    return meeting


def addresses(meeting: Meeting) -> dict[str, tuple[str, int]]:
    """Each page with pictures, and how many it has."""
    return {
        "report": (f"/desk/meetings/{meeting.id}/listening", 3),
        "conversation": (f"/desk/meetings/{meeting.id}/listening/conversation", 1),
        "side by side": ("/desk/listening", 1),
        "public": (f"/{meeting.code}/listening", 4),
        "public, Welsh": (f"/cy/{meeting.code}/listening", 4),
    }


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
@pytest.mark.parametrize("name", ["report", "conversation", "side by side", "public", "public, Welsh"])
def test_every_picture_comes_and_the_page_is_right(
    live: Running, window: Callable[..., Window], heard: Meeting, name: str, size: tuple[int, int]
) -> None:
    opened = window(size)
    sign_in(live, opened)
    page, (address, pictures) = opened.page, addresses(heard)[name]
    page.goto(live.address + address)
    expect(page.locator("[data-pictures]")).to_be_hidden()

    assert page.evaluate(DRAWN) == pictures
    assert page.evaluate(WHOLE)
    assert page.locator("[data-wait]:visible").count() == 0
    assert page.locator("[data-failed]:visible").count() == 0
    assert axe(page) == []
    assert sideways(page) == 0


def test_a_phone_gets_narrow_pictures(live: Running, window: Callable[..., Window], heard: Meeting) -> None:
    page = window(PHONE).page
    page.goto(f"{live.address}/{heard.code}/listening")
    expect(page.locator("[data-pictures]")).to_be_hidden()
    used = page.evaluate("[...document.querySelectorAll('.b-picture__img')].map(one => one.currentSrc)")

    assert len(used) == 4
    assert all(one.endswith("?narrow=1") for one in used)


def without_pictures(page: Page) -> None:
    page.route("**/*.svg*", lambda route: route.abort() if "icon" not in route.request.url else route.continue_())


def test_a_picture_that_does_not_come_says_so_and_its_table_is_there(
    live: Running, window: Callable[..., Window], heard: Meeting
) -> None:
    opened = window(LAPTOP)
    without_pictures(opened.page)
    opened.page.goto(f"{live.address}/{heard.code}/listening")
    opened.forgive("ERR_FAILED")

    expect(opened.page.get_by_text("This picture could not be drawn.")).to_have_count(4)
    expect(opened.page.locator("[data-failed]:visible")).to_have_count(4)
    expect(opened.page.locator("[data-pictures]")).to_have_text("Pictures drawn: 0 of 4.")
    expect(opened.page.locator("table").first).to_be_visible()
    assert axe(opened.page) == []


def test_without_a_script_the_pictures_and_what_they_show_are_there(
    live: Running, window: Callable[..., Window], heard: Meeting
) -> None:
    page = window(LAPTOP, java_script_enabled=False).page
    page.goto(f"{live.address}/{heard.code}/listening")

    assert page.locator(".b-picture__img").count() == 4
    assert page.get_by_role("img", name="Asked about most: costly, parking.").count() == 1
    assert page.locator("[data-wait]:visible, [data-failed]:visible").count() == 0
