"""The minutes and the report are made at the desk, with and without a script; the page that is made stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate
from board_qa.exports.minutes.document import Kind
from board_qa.exports.minutes.web_page import as_web_page
from tests.support.browsers import AT_400, LAPTOP, PHONE, WALL, Window, axe, sideways, sign_in
from tests.support.deciding import do
from tests.support.packs import ENTRIES, described, packed
from tests.support.running import Running

pytestmark = pytest.mark.browser
HOSTILE = "<script>document.title='broken'</script>" + "W" * 120


@pytest.fixture
def meeting(live: Running) -> Meeting:
    made = live.meeting(title="November board")
    approved = (Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER)
    live.asked(made, "Will the walk-in centre keep its hours?", *approved, name="Maria")
    live.asked(made, HOSTILE, Action.ACCEPT)
    return made


@pytest.mark.parametrize("script", [True, False])
def test_somebody_types_the_key_messages_makes_the_report_and_fetches_it(
    live: Running, meeting: Meeting, window: Callable[..., Window], tmp_path: Path, script: bool
) -> None:
    page = sign_in(live, window(java_script_enabled=script)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/minutes")
    page.get_by_label("Key messages", exact=True).fill("The walk-in centre keeps its hours.")
    page.get_by_role("button", name="Save the key messages").click()
    page.get_by_label("Report, with the key messages on its first page").check()
    page.get_by_label("PDF").check()
    page.get_by_role("button", name="Make the file").click()
    ready = page.get_by_role("link", name="Download Report, English, PDF")
    progress = page.get_by_role("link", name="Check progress")
    expect(ready.or_(progress)).to_be_visible()
    while not script and not ready.count():
        progress.click()
        expect(ready.or_(progress)).to_be_visible()
    expect(ready).to_be_visible()
    with page.expect_download() as download:
        ready.click()

    assert download.value.suggested_filename == f"{meeting.code}-report-en.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def test_answers_are_chosen_where_the_box_is_and_saved(live: Running, meeting: Meeting, desk: Window) -> None:
    question = live.asked(meeting, "When does it open?", Action.ACCEPT, Action.ANSWER)
    do(live.ports, Action.NOTE_ANSWER, question, live.alex, update=DispositionUpdate(answer="It opens in May."))
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/minutes")
    page.get_by_text("Choose from what the board answered").click()
    page.get_by_label("It opens in May.").check()
    page.get_by_role("button", name="Put what is ticked into the box").click()

    expect(page.get_by_role("heading", name="Key messages of the report")).to_be_in_viewport()
    expect(page.get_by_label("Key messages", exact=True)).to_have_value("It opens in May.")
    assert axe(page) == []
    page.get_by_role("button", name="Save the key messages").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert live.ports.store.meetings.key_messages(meeting.id).english == ("It opens in May.",)


def test_what_somebody_types_while_a_file_is_being_made_stays(live: Running, meeting: Meeting, desk: Window) -> None:
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/minutes")
    page.get_by_role("button", name="Make the file").click()
    ready = page.get_by_role("link", name="Download")
    expect(ready).to_be_visible()
    # As it was a moment before: the link leads to the page, and the script asks how far the file is.
    page.evaluate(
        """() => {
          const link = document.querySelector(".m-task .m-btn");
          link.dataset.file = link.href;
          link.href = location.pathname;
          link.textContent = "Check progress";
        }"""
    )
    page.get_by_label("Key messages", exact=True).fill("Half a sent")
    sheet = page.locator("link[href$='css/desk/after.css']").get_attribute("href") or ""
    page.add_script_tag(url=sheet.replace("css/desk/after.css", "js/desk/minutes.js"), type="module")

    expect(ready).to_be_visible()
    expect(ready).to_have_attribute("href", re.compile("minutes-en.docx$"))
    expect(page.get_by_label("Key messages", exact=True)).to_have_value("Half a sent")


def test_the_desks_page_is_accessible_at_every_size(live: Running, meeting: Meeting, desk: Window) -> None:
    page = desk.page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}/minutes")
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("link", name="Download Minutes, English, Word")).to_be_visible()
    for size in (LAPTOP, PHONE, WALL, AT_400):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert axe(page) == []
        assert sideways(page) == 0, size
    desk.forgive("status of 422")
    page.get_by_label("Report, with").check()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("alert")).to_contain_text("type at least one below")
    assert axe(page) == []


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", Kind)
def test_the_page_that_is_made_stands_alone_and_is_accessible_at_every_size(
    window: Callable[..., Window], tmp_path: Path, kind: Kind, language: str
) -> None:
    messages = KeyMessages((HOSTILE, "The roof is costed by January."))
    file = tmp_path / "minutes.html"
    file.write_bytes(as_web_page(described(packed(ENTRIES, messages, title=HOSTILE), kind, language)))
    opened = window()
    page = opened.page
    # As a file of somebody's own: nothing is asked of any host.
    page.route(
        "http://127.0.0.1/minutes", lambda route: route.fulfill(body=file.read_bytes(), content_type="text/html")
    )
    page.goto("http://127.0.0.1/minutes")
    for size in (LAPTOP, PHONE, WALL, AT_400):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert axe(page) == []
        assert sideways(page) == 0, size

    assert page.title().startswith(described(packed(), kind, language).title)
    assert page.locator("script").count() == 0
    assert page.get_by_role("table").get_by_role("columnheader").count() == 3
    assert page.get_by_role("table").get_by_role("rowheader").all_inner_texts() == ["4", "4a", "7"]
    assert opened.asked == {"http://127.0.0.1/minutes"}
