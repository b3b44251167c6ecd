"""An address that is too long for the server is answered kindly; our own forms never make one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import expect

from tests.support.browsers import LAPTOP, Window, sign_in
from tests.support.running import Running

LETTER = "Dear board, why has the centre moved? Mae’r ganolfan wedi symud. " * 80


@pytest.mark.parametrize("length", [5_000, 100_000])
@pytest.mark.parametrize("path", ["/?x=", "/join?code=", "/desk/meetings/1?find=", "/sign-in?next=/desk/", "/cy/?x="])
def test_an_address_that_is_too_long_gets_a_page_that_says_what_to_do(live: Running, path: str, length: int) -> None:
    answer = requests.get(live.address + path + "a" * length, timeout=10)

    assert answer.status_code == 414
    assert "This address is too long" in answer.text
    assert "Mae’r cyfeiriad hwn yn rhy hir" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "a" * 50 not in answer.text


def test_what_else_is_wrong_with_a_request_is_answered_as_before(live: Running) -> None:
    answer = requests.get(live.address, headers={"X-Long": "a" * 100_000}, timeout=10)

    assert answer.status_code == 431
    assert "too long" not in answer.text


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_that_is_pasted_into_the_search_finds_its_question_and_says_what_was_looked_for(
    live: Running, window: Callable[..., Window], javascript: bool
) -> None:
    meeting = live.meeting()
    letter = f"A letter {'typed' if javascript else 'copied'} by hand. {LETTER}"
    live.asked(meeting, letter[:450])
    page = sign_in(live, window(LAPTOP, java_script_enabled=javascript)).page
    page.goto(f"{live.address}/desk/meetings/{meeting.id}")
    field = page.get_by_label("Search questions of this and past meetings")
    field.focus()
    page.keyboard.insert_text(letter)
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_text("We searched for the first 300 characters only.")).to_be_visible()
    expect(page.locator(".m-list .m-item")).to_have_count(1)


def test_whoever_is_signed_out_with_a_long_search_can_sign_in(live: Running) -> None:
    meeting = live.meeting()
    page = f"{live.address}/desk/meetings/{meeting.id}"
    for find in ("ŵ" * 300, "a" * 3_800):
        answer = requests.get(f"{page}?find={quote(find)}", timeout=10)
        assert answer.status_code == 200, find[:9]
        assert "Sign in" in answer.text


def test_a_code_that_is_a_whole_page_is_no_code(live: Running, window: Callable[..., Window]) -> None:
    page = window(LAPTOP, java_script_enabled=False).page
    page.goto(live.address)
    page.get_by_label("Do you have a meeting code?").focus()
    page.keyboard.insert_text(LETTER)
    page.get_by_role("button", name="Go to the meeting").click()

    expect(page.locator("#code-error")).to_contain_text("There is no meeting with the code")
