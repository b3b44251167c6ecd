"""The recap before everyone's eyes: on its page, as a folder opened from a disk without a network, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page, Request, Route, expect

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways
from tests.support.deciding import do
from tests.support.recaps import publish_recap, told_meeting, unpacked
from tests.support.running import Running


@pytest.fixture
def meeting(live: Running) -> Meeting:
    return told_meeting(live)


def right(page: Page) -> None:
    """The checks of docs/screens.md, on the phone and on the laptop."""
    assert axe(page) == []
    assert page.locator("h1:visible").count() == 1
    assert page.title() != "broken"
    for width, height in (PHONE, LAPTOP, (320, 640), (683, 384)):
        page.set_viewport_size({"width": width, "height": height})
        assert sideways(page) == 0, width


@pytest.mark.parametrize(("mount", "title"), [("", "Recap of the meeting"), ("/cy", "Crynodeb o’r cyfarfod")])
def test_the_page_is_right_in_both_languages_on_every_size_and_asks_no_other_host(
    live: Running, meeting: Meeting, window: Callable[..., Window], mount: str, title: str
) -> None:
    opened = window(PHONE)
    page = opened.page
    page.goto(f"{live.address}{mount}/{meeting.code}/recap")

    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Before the meeting")).to_be_visible()
    assert page.get_by_text("Rehearsal Board", exact=False).count() > 1
    right(page)
    assert [address for address in opened.asked if not address.startswith(live.address)] == []


def test_the_folder_opens_from_a_disk_without_a_network_and_asks_for_nothing_that_is_not_in_it(
    live: Running, meeting: Meeting, window: Callable[..., Window], tmp_path: Path
) -> None:
    answer = requests.get(f"{live.address}/{meeting.code}/recap.zip", timeout=20)
    unpacked(answer.content, tmp_path)
    opened, failed = window(PHONE), list[str]()
    page, folder = opened.page, f"file://{tmp_path}/recap-{meeting.code}"
    opened.context.set_offline(True)

    def note(request: Request) -> None:
        failed.append(request.url)

    page.on("requestfailed", note)
    page.goto(f"{folder}/index.html")
    expect(page.get_by_role("heading", level=1, name="Recap of the meeting")).to_be_visible()
    expect(page.get_by_text("Eleven months, as of the end of October.")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") == "rgb(0, 94, 184)"
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("heading", level=1, name="Crynodeb o’r cyfarfod")).to_be_visible()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{folder}/index.html")

    assert failed == []
    asked, files = set(opened.asked) - {"data:,"}, ("index.html", "cy.html", "recap.css")
    opened.asked.clear()  # in the end each window is looked at for what else than the server it asked
    assert asked == {f"{folder}/{name}" for name in files}


@pytest.mark.parametrize("name", ["index.html", "cy.html"])
def test_the_pages_of_the_folder_are_right(
    live: Running, meeting: Meeting, window: Callable[..., Window], tmp_path: Path, name: str
) -> None:
    """Hosted: from a disk browsers keep the style sheet from every script, axe among them."""
    answer = requests.get(f"{live.address}/{meeting.code}/recap.zip", timeout=20)
    files, opened = unpacked(answer.content, tmp_path), window(LAPTOP)

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path.removeprefix("/")
        kind = "text/css" if path.endswith(".css") else "text/html"
        route.fulfill(body=files[path], content_type=f"{kind}; charset=utf-8")

    opened.page.route(f"{live.address}/recap-*/**", serve)
    opened.page.goto(f"{live.address}/recap-{meeting.code}/{name}")

    right(opened.page)


def test_the_desk_page_is_right_and_works_by_keys_alone(live: Running, meeting: Meeting, desk: Window) -> None:
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/recap")
    right(page)
    page.set_viewport_size({"width": 390, "height": 844})
    # Nothing of it needs one: the one of every page of the desk looks whether somebody is signed in.
    assert page.locator("script:not([src$='/signed_in.js'])").count() == 0
    second = page.locator(".m-recap__picked li").nth(1)
    name = second.locator("label b").inner_text()
    second.get_by_role("button", name=f"Move earlier: {name}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Moved earlier. Saved. Everyone reads it so.")
    expect(page.locator(".m-recap__picked li").first.locator("label b")).to_have_text(name)
    page.get_by_label("Introduction, if you want one").fill("Typed by hand")
    page.locator(".m-recap__picked li").last.get_by_role("checkbox").press("Space")
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.get_by_role("heading", name="In the recap 11")).to_be_visible()

    public = requests.get(f"{live.address}/{meeting.code}/recap", timeout=20).text
    assert "Typed by hand" in public
    assert "In figures" not in public


def test_enter_in_a_heading_saves_and_moves_nothing(live: Running, meeting: Meeting, desk: Window) -> None:
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/recap")
    before = page.locator(".m-recap__picked label b").all_inner_texts()
    page.get_by_label("Heading above The call for questions").fill("Long before")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved. Everyone reads it so.")

    assert page.locator(".m-recap__picked label b").all_inner_texts() == before
    assert page.get_by_label("Heading above The call for questions").input_value() == "Long before"


def test_a_question_that_is_withdrawn_is_gone_from_the_page_at_once(
    live: Running, meeting: Meeting, window: Callable[..., Window]
) -> None:
    page = window(LAPTOP).page
    address = f"{live.address}/{meeting.code}/recap"
    page.goto(address)
    expect(page.get_by_text("autism assessment?")).to_be_visible()
    question = live.ports.store.questions.by_number(meeting.id, 1)
    assert question
    do(live.ports, Action.WITHDRAW, question, live.alex, "gone")
    page.goto(address)

    expect(page.get_by_text("autism assessment?")).to_have_count(0)


def test_where_there_is_none_the_page_is_right(live: Running, window: Callable[..., Window]) -> None:
    opened = window(PHONE)
    meeting = live.meeting(title="Without a recap")
    opened.page.goto(f"{live.address}/{meeting.code}/recap")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("There is no recap of this meeting")
    opened.forgive("status of 404", "status of 410")
    right(opened.page)
    publish_recap(live.ports, meeting, live.alex)
    opened.page.goto(f"{live.address}/{meeting.code}/recap")
    expect(opened.page.get_by_text("Questions asked")).to_be_visible()
    right(opened.page)
