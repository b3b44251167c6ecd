"""A moderator tags posts by keys, by buttons, and without a script; a key does nothing that was not meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from board_qa.domain.listening.tone import Tone, Tones
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.telling.letters import MailMode
from board_qa.services.listening import toning
from board_qa.services.listening.report import read, report
from board_qa.services.listening.window import window_of
from board_qa.system.clock import utc_now
from tests.support.browsers import LAPTOP, PHONE, Window, axe, sideways, sign_in, tab_stops
from tests.support.running import Running

WORDS = ("Why is the ward closed?", "Thank you, ward 7!", "Third time cancelled.", "Watching from 1pm.")


@pytest.fixture
def heard(live: Running) -> Meeting:
    meeting = live.meeting(opens_at=utc_now() - timedelta(days=2))
    for at, text in enumerate(WORDS):
        then, id_ = utc_now() + timedelta(hours=at - 10), f"{meeting.id}-{at}"
        post = Post(id_, id_, text, "maria", "Maria Jones", "maria_j", then)
        live.ports.store.posts.save(ObservedPost("X", post, "search", then, then, then, meeting_id=meeting.id))
    return meeting


@pytest.fixture
def page(live: Running, desk: Window, heard: Meeting) -> Page:
    desk.page.goto(f"{live.address}/desk/meetings/{heard.id}/tone")
    expect(desk.page.locator("html")).to_have_attribute("data-keys", "on")
    return desk.page


def tones(live: Running, meeting: Meeting) -> Tones:
    return report(read(live.ports, {}, meeting, MailMode.PRACTICE)).tone.now


def focused(page: Page, words: str) -> None:
    """The post in focus has these words, and the keys are its."""
    expect(page.locator("[data-post][aria-current]")).to_contain_text(words)
    expect(page.locator("[data-post]:has([data-key])")).to_have_count(1)
    expect(page.locator("[data-post][aria-current] [data-key]")).to_have_count(3)


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_have_text(words)


def test_a_key_for_each_post_until_all_are_tagged_and_u_takes_the_last_one_back(
    live: Running, page: Page, heard: Meeting
) -> None:
    for done, key in enumerate("1233"):
        focused(page, WORDS[done])
        page.keyboard.press(key)
        said(page, f"Tagged {list(Tone)[int(key) - 1].value}. {done + 1} of 4 tagged.")
    expect(page.get_by_text("All posts are tagged.")).to_be_focused()
    assert tones(live, heard) == Tones(positive=1, neutral=1, negative=2)
    page.keyboard.press("u")
    said(page, "Taken back. It is not tagged now.")
    focused(page, WORDS[3])

    assert tones(live, heard) == Tones(positive=1, neutral=1, negative=1, untagged=1)


def test_the_keys_are_those_of_the_post_where_the_focus_is(live: Running, page: Page, heard: Meeting) -> None:
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    focused(page, WORDS[2])
    page.keyboard.press("k")
    focused(page, WORDS[1])
    page.get_by_role("button", name="Negative : post 4").focus()
    focused(page, WORDS[3])
    page.keyboard.press("2")
    said(page, "Tagged neutral. 1 of 4 tagged.")
    expect(page.locator("[data-post]")).to_have_count(3)

    assert WORDS[3] not in page.locator("#tones").inner_text()
    assert tones(live, heard) == Tones(neutral=1, untagged=3)


def test_a_press_with_the_mouse_goes_on_with_the_post_after_it(live: Running, page: Page, heard: Meeting) -> None:
    page.get_by_role("button", name="Positive : post 2").click()
    said(page, "Tagged positive. 1 of 4 tagged.")
    focused(page, WORDS[2])
    page.get_by_role("link", name="Tagged 1").click()
    page.get_by_role("button", name="Negative").click()
    said(page, "Tagged negative. 1 of 4 tagged.")

    assert tones(live, heard) == Tones(negative=1, untagged=3)


def test_keys_with_another_key_held_do_nothing_and_one_held_down_acts_once(
    live: Running, page: Page, heard: Meeting
) -> None:
    for chord in ("Alt+1", "Meta+2", "Control+u"):
        page.keyboard.press(chord)
    page.keyboard.down("3")
    for _ in range(4):  # what a held key sends
        page.keyboard.down("3")
    page.keyboard.up("3")
    said(page, "Tagged negative. 1 of 4 tagged.")
    focused(page, WORDS[1])

    assert tones(live, heard) == Tones(negative=1, untagged=3)


def test_where_keys_are_switched_off_only_arrows_and_buttons_are_left(
    live: Running, page: Page, heard: Meeting
) -> None:
    page.get_by_role("button", name="Keyboard shortcuts: on").click()
    page.reload()
    expect(page.get_by_role("button", name="Keyboard shortcuts: off")).to_be_visible()
    expect(page.locator(".m-tone kbd:visible")).to_have_count(0)
    for key in ("1", "2", "u", "j", "?", "ArrowDown"):
        page.keyboard.press(key)
    focused(page, WORDS[1])

    assert page.get_by_role("dialog").count() == 0
    assert tones(live, heard) == Tones(untagged=4)


def test_no_key_tags_behind_the_list_of_keys(live: Running, page: Page, heard: Meeting) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Take your last tag back")
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    assert tones(live, heard) == Tones(untagged=4)


def test_what_a_colleague_tagged_meanwhile_is_said_and_stays(
    live: Running, desk: Window, page: Page, heard: Meeting
) -> None:
    desk.forgive("status of 409")  # the browser notes what was refused
    first = live.ports.store.tones.listed(heard.id, window_of(live.ports, heard), False, 1, 0)[0]
    toning.tag(live.ports, heard, first.id, Tone.POSITIVE, 0, live.alex)
    page.keyboard.press("3")
    expect(page.get_by_role("status")).to_contain_text("tagged this post positive meanwhile. Nothing was changed")
    focused(page, WORDS[1])

    assert tones(live, heard) == Tones(positive=1, untagged=3)


def test_a_lost_connection_is_said_and_the_page_stays(live: Running, desk: Window, page: Page, heard: Meeting) -> None:
    desk.forgive("ERR_INTERNET_DISCONNECTED")
    desk.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.get_by_role("status")).to_contain_text("The connection was lost")
    focused(page, WORDS[0])
    desk.context.set_offline(False)
    page.keyboard.press("1")
    said(page, "Tagged positive. 1 of 4 tagged.")

    assert tones(live, heard) == Tones(positive=1, untagged=3)


def test_without_a_script_buttons_do_all_of_it(live: Running, window: Callable[..., Window], heard: Meeting) -> None:
    page = sign_in(live, window(PHONE, java_script_enabled=False)).page
    page.goto(f"{live.address}/desk/meetings/{heard.id}/tone")
    page.get_by_role("button", name="Negative : post 1").click()
    said(page, "Tagged negative. 1 of 4 tagged.")
    assert page.locator("kbd:visible").count() == 0
    page.get_by_role("button", name="Undo").click()
    said(page, "Taken back. It is not tagged now.")

    assert tones(live, heard) == Tones(untagged=4)


def test_the_page_is_right_in_each_state_at_each_width(live: Running, desk: Window, page: Page, heard: Meeting) -> None:
    empty = live.meeting()
    page.keyboard.press("2")
    said(page, "Tagged neutral. 1 of 4 tagged.")
    for path in (f"{heard.id}/tone", f"{heard.id}/tone?show=tagged", f"{empty.id}/tone"):
        page.goto(f"{live.address}/desk/meetings/{path}")
        assert axe(page) == []
        for width in (320, 683, 1366):
            page.set_viewport_size({"width": width, "height": 768})
            assert sideways(page) == 0, (path, width)
            assert set(tab_stops(page)) == {"expected"}, (path, width)
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
