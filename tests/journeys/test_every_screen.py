"""The checks of docs/screens.md on what no list of states has: errors of forms, the projector, titles, the call."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.meetings.meeting import IdleView
from board_qa.domain.questions.history import Action
from board_qa.services.listening import polling
from tests.support.browsers import PHONE, Window, axe, sideways, sign_in
from tests.support.recaps import publish_recap
from tests.support.running import Running

APPROVE, SHOW = Action.ACCEPT, Action.PUT_ON_SCREEN


# One page of each kind: test_public_states.py and test_desk_states.py have every state of them.
KINDS = ["/", "/{code}", "/{code}/ask", "/{code}/rules", "/{code}/share", "/r/{token}", "/r/{token}/withdraw",
         "/{code}/register", "/register", "/register/columns", "/{code}/recap",
         "/help", "/privacy", "/social-media", "/cookies", "/shared-device", "/accessibility", "/sign-in",
         "/screen/{screen}",
         "/desk/", "/desk/meetings/new", "/desk/people", "/desk/board", "/desk/password", "/desk/meetings/{id}",
         "/desk/meetings/{id}/edit", "/desk/meetings/{id}/call", "/desk/meetings/{id}/partners",
         "/desk/meetings/{id}/floods",
         "/desk/meetings/{id}/rules", "/desk/meetings/{id}/log", "/desk/meetings/{id}/paste",
         "/desk/meetings/{id}/import", "/desk/meetings/{id}/full-record",
         "/desk/meetings/{id}/run-sheet", "/desk/meetings/{id}/live",
         "/desk/meetings/{id}/after", "/desk/meetings/{id}/tell", "/desk/meetings/{id}/recap",
         "/desk/meetings/{id}/listening", "/desk/meetings/{id}/listening/conversation", "/desk/listening",
         "/desk/meetings/{id}/tone",
         "/desk/listening/targets", "/desk/listening/targets/asked",
         "/desk/meetings/{id}/minutes", "/desk/written", "/desk/meetings/new?after={id}",
         "/desk/meetings/{id}/questions/1/follow-up", "/desk/person-data", "/desk/chats/new"]  # fmt: skip


def check(page: Page) -> None:
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert (page.locator("html").get_attribute("lang") or "")[:2] == "en"
    assert page.title() != "broken"
    assert page.locator("a[href='#maincontent']").count() == 1
    for width in (320, 683, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert sideways(page) == 0, width


def test_every_kind_of_page_has_a_title_of_its_own(live: Running) -> None:
    meeting, desk = live.meeting(), live.sign_in()
    question = live.asked(meeting, "Why?")
    publish_recap(live.ports, meeting, live.alex)
    parts = {"code": meeting.code, "token": question.token, "screen": meeting.screen_token, "id": meeting.id}
    pages = [desk.get(live.address + kind.format(**parts), timeout=20) for kind in KINDS]
    titles = [re.search("<title>(.+?)</title>", page.text, re.DOTALL) for page in pages]

    assert [page.status_code for page in pages] == [200] * len(KINDS)
    assert len({" ".join(title.group(1).split()) for title in titles if title}) == len(KINDS)


def test_the_sign_in_page_is_right_and_when_zoomed(live: Running, window: Callable[..., Window]) -> None:
    page = window(PHONE).page
    page.goto(f"{live.address}/sign-in")

    check(page)


@pytest.mark.parametrize(("mount", "other"), [("", "Cymraeg"), ("/cy", "English")])
def test_the_way_to_the_other_language_is_easy_to_hit(
    live: Running, window: Callable[..., Window], mount: str, other: str
) -> None:
    page = window((320, 640)).page
    for path in ("/", f"/{live.meeting().code}"):
        page.goto(live.address + mount + path)
        box = page.get_by_role("link", name=other, exact=True).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, 2.5.8
        assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize("form", ["ask", "meeting", "sign in", "call", "board"])
def test_screens_with_something_to_put_right(live: Running, window: Callable[..., Window], form: str) -> None:
    opened = window(PHONE)
    if form in ("meeting", "call", "board"):
        sign_in(live, opened)
    page, meeting = opened.page, live.meeting()
    address, button = {
        "ask": (f"/{meeting.code}/ask", "Send question"),
        "meeting": ("/desk/meetings/new", "Make the meeting"),
        "sign in": ("/sign-in", "Sign in"),
        "call": (f"/desk/meetings/{meeting.id}/call", "Publish on X"),
        "board": ("/desk/board", "Save"),
    }[form]
    page.goto(live.address + address)
    for field in page.locator("main input:not([type=radio], [type=checkbox]):visible, main textarea:visible").all():
        field.fill("")
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    opened.forgive("status of 422")  # the browser notes the refused page load

    assert page.title().startswith("Error: ")
    check(page)


@pytest.mark.parametrize("view", ["question", "joining", "blank", "closed"])
def test_projector_screens(live: Running, window: Callable[..., Window], view: str) -> None:
    meeting = live.meeting()
    live.asked(meeting, "Why?", APPROVE, SHOW, name="Maria")
    if view != "question":
        live.show(meeting, IdleView(view))
    page = window((1920, 1080)).live(f"{live.address}/screen/{meeting.screen_token}")

    if view == "blank":  # there is nothing to look at, and nothing is what must be seen
        assert page.locator("body").inner_text().strip() == ""
    else:
        assert axe(page) == []
        assert page.locator("h1:visible").count() == 1
    assert page.locator("body").get_attribute("data-view") == view


def test_a_published_call_is_shown_with_who_approved_it(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    desk.live(f"{live.address}/desk/meetings/{meeting.id}/call")
    desk.page.get_by_label("Text of the post").fill(f"Ask us, please, before meeting {meeting.code}")
    desk.page.get_by_role("button", name="Publish on X").click()
    desk.page.get_by_text("Published", exact=True).wait_for()

    assert desk.page.get_by_text("Approved by Rehearsal").is_visible()
    check(desk.page)


def test_the_counter_follows_the_networks_rules_as_one_types(live: Running, desk: Window) -> None:
    meeting = live.meeting()
    desk.page.goto(f"{live.address}/desk/meetings/{meeting.id}/call")
    desk.page.get_by_label("Text of the post").fill("日本 board.nhs.uk")
    desk.page.get_by_text("28 of 280 characters").wait_for()

    assert desk.page.get_by_text("because it has a link").is_visible()


def test_a_link_in_a_sentence_is_told_from_it_under_the_pointer_as_well(
    live: Running, window: Callable[..., Window]
) -> None:
    page = window(PHONE).live(f"{live.address}/{live.meeting().code}")
    page.locator(".app-deadline a").hover()

    assert axe(page) == []


def test_what_came_of_the_poll_stands_beside_the_ways_in_a_report_that_fits(live: Running, desk: Window) -> None:
    meeting = live.meeting(poll=True)
    live.asked(meeting, "Why?")
    for number in range(6):
        polling.answer(live.ports, meeting, "Facebook", f"device {number}", "192.0.2.7")
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/listening")
    page.get_by_text("What each column counts").click()

    expect(page.get_by_text("6 people have answered. The poll is still open.")).to_be_visible()
    check(page)
