"""The partners' kit: what others pass on of a meeting fits its network, is true, and is gone when it no longer is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from board_qa.domain.meetings.rules import Late
from board_qa.domain.questions.question import WEB_FORM
from board_qa.services.meetings import meetings
from tests.support.board import Board

HOSTILE = "</textarea><script>alert(1)</script>{address}{0}%(time)s " + "W" * 60
ADDRESS = "http://127.0.0.1:8000"


def texts(page: str) -> dict[str, str]:
    """What is offered to be copied, by the name above it, as a browser reads it."""
    text = r"""<h3[^>]*>(.+?)</h3>\s*<textarea[^>]* id="text-[^>]*>\n(.+?)</textarea>"""
    found = re.findall(text, page, re.DOTALL)
    return {unescape(name): unescape(text) for name, text in found}


def kit(board: Board, mount: str = "") -> str:
    answer = board.browser().get(f"{mount}/{board.meeting.code}/share")
    assert answer.status_code == 200
    return answer.text


def change(board: Board, **changes: object) -> None:
    meeting = board.ports.store.meetings.get(board.meeting.id)
    assert meeting is not None
    after = replace(meeting.details, **changes)  # type: ignore[arg-type]
    meetings.change(board.ports, meeting, after, actor=board.alex)


def test_the_kit_has_a_text_for_each_place_with_all_that_a_reader_needs(board: Board) -> None:
    found, code = texts(kit(board)), board.meeting.code
    assert list(found) == ["X", "Bluesky", "Mastodon", "Facebook or LinkedIn", "Email or newsletter"]
    for text in found.values():
        assert "Anytown Board" in text
        assert "Thursday 26 November at midday" in text
        assert "by Wednesday 25 November at midday" in text
        assert f"{ADDRESS}/{code}" in text
    assert all("#AnytownBoard" in found[name] for name in ("X", "Bluesky", "Mastodon", "Facebook or LinkedIn"))


def test_the_kit_is_in_welsh_under_the_welsh_address_and_leads_there(board: Board) -> None:
    found = texts(kit(board, "/cy"))
    assert list(found) == ["X", "Bluesky", "Mastodon", "Facebook neu LinkedIn", "E-bost neu gylchlythyr"]
    for text in found.values():
        assert "ddydd Iau 26 Tachwedd am hanner dydd" in text or "dydd Iau" in text
        assert "erbyn dydd Mercher 25 Tachwedd am hanner dydd" in text
        assert f"{ADDRESS}/cy/{board.meeting.code}" in text


@pytest.mark.parametrize(("venue", "title"), [("", "Board"), ("W" * 200, "W" * 120), ("é" * 200, "日本" * 60)])
@pytest.mark.parametrize("mount", ["", "/cy"])
def test_each_text_fits_its_network_by_that_networks_own_counting(
    board: Board, venue: str, title: str, mount: str
) -> None:
    change(board, venue=venue, title=title, hashtag="H" * 100)
    found = texts(kit(board, mount))
    for network, measure in board.process.installation.measures.items():
        counted = measure(found[network])
        assert counted.fits
        assert counted.limit == {"X": 280, "Bluesky": 300, "Mastodon": 500}[network]
        assert f"#{'H' * 100}" in found[network]
        assert f"{ADDRESS}{mount}/{board.meeting.code}" in found[network]


def test_a_text_that_fits_nowhere_is_left_out_and_the_others_stay(board: Board) -> None:
    far = replace(board.process.installation.settings, public_url="https://" + "board." * 45 + "org")
    board.process.app.extensions["board_qa"] = replace(board.process.installation, settings=far)
    # X counts every address as 23.
    assert list(texts(kit(board))) == ["X", "Mastodon", "Facebook or LinkedIn", "Email or newsletter"]


def test_hostile_details_stay_text(board: Board) -> None:
    change(board, title=HOSTILE, venue=HOSTILE)
    page = kit(board)
    assert "<script>alert" not in page
    assert HOSTILE.strip() in texts(page)["Facebook or LinkedIn"]


@pytest.mark.parametrize("late", list(Late))
def test_once_the_deadline_has_passed_nothing_is_offered_and_the_page_says_so(board: Board, late: Late) -> None:
    change(board, rules=replace(board.meeting.details.rules, late=late))
    board.clock.now = board.meeting.details.closes_at
    assert texts(kit(board))
    board.clock.advance(seconds=1)
    page = kit(board)
    assert texts(page) == {}
    assert "Questions closed on Wednesday 25 November at midday." in page
    assert "Please do not pass this on any more." in page


def test_while_questions_are_paused_nothing_is_offered(board: Board) -> None:
    board.ports.store.sources.pause(WEB_FORM, True)
    page = kit(board)
    assert texts(page) == {}
    assert "We are not taking questions at the moment." in page


def test_before_questions_open_the_texts_are_there_with_the_time_to_post_them(board: Board) -> None:
    change(board, opens_at=board.clock.now + timedelta(hours=1))
    page = kit(board)
    assert "Questions open on Monday 23 November at 1pm." in page
    assert "Please post nothing before then." in page
    assert texts(page)


def test_a_meeting_that_moved_says_so_and_offers_the_new_date_alone(board: Board) -> None:
    assert "This meeting was moved" not in kit(board)
    moved = datetime(2026, 12, 3, 14, tzinfo=ZoneInfo("Europe/London"))
    change(board, starts_at=moved)
    page = kit(board)
    assert "This meeting was moved. It was on Thursday 26 November at midday." in page
    for text in texts(page).values():
        assert "Thursday 3 December at 2pm" in text
        assert "26 November" not in text


def test_a_deadline_that_was_changed_is_told_and_another_correction_is_not(board: Board) -> None:
    change(board, agenda=("Minutes",))
    assert "deadline for questions was changed" not in kit(board)
    change(board, closes_at=board.clock.now + timedelta(days=1), deadline_reason="The papers are late")
    assert "The deadline for questions was changed." in kit(board)


def test_there_is_no_kit_of_a_meeting_that_is_not_there_and_none_needs_a_cookie(board: Board) -> None:
    assert board.browser().get("/ZZZZ/share").status_code == 404
    answer = board.browser().get(f"/{board.meeting.code.lower()}/share")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_desk_leads_to_the_kit(board: Board) -> None:
    desk, address = board.signed_in(), f'href="/{board.meeting.code}/share"'
    assert f'href="{board.path}/partners"' in desk.get(board.path).text
    assert address in desk.get(f"{board.path}/partners").text
    assert address in desk.get(f"{board.path}/call").text
