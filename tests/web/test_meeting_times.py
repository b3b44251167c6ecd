"""Times of a meeting that can be read in no way or in two: said, and asked about, before anything is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.bootstrap.web_process import WebProcess
from tests.support.page_forms import form_on
from tests.support.rules_board import RuledBoard, text_of
from tests.support.rules_meeting import again
from tests.web.test_settings_record import lately


@pytest.fixture
def board(tmp_path: Path, web_process: WebProcess) -> RuledBoard:
    return RuledBoard(tmp_path, web_process)


def save(board: RuledBoard, browser: FlaskClient, **typed: str) -> TestResponse:
    path = f"{board.path}/edit"
    return browser.post(path, data={**form_on(browser.get(path).text, "before"), **typed})


def starts_at(board: RuledBoard) -> datetime:
    return again(board.ports, board.meeting).details.starts_at


def test_a_start_that_the_clocks_leave_out_is_not_moved_but_said(board: RuledBoard) -> None:
    before = starts_at(board)
    answer = save(board, board.signed_in(), starts_at="2027-03-28T01:30")

    assert answer.status_code == 422
    assert (
        "There is no 01:30 on 28 March 2027 in Europe/London: the clocks go forward in that hour. Enter another time"
    ) in unescape(answer.text)
    assert starts_at(board) == before


def test_a_start_that_comes_twice_is_asked_about_and_shown_as_it_was_said(board: RuledBoard) -> None:
    browser = board.signed_in()
    answer = save(board, browser, starts_at="2027-10-31T01:30")
    assert answer.status_code == 422
    assert "01:30 on 31 October 2027 happens twice in Europe/London" in answer.text

    for which, hour in (("first", 0), ("second", 1)):
        assert save(board, browser, starts_at="2027-10-31T01:30", which_starts_at=which).status_code == 303
        assert starts_at(board) == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        assert form_on(browser.get(f"{board.path}/edit").text, "before")["which_starts_at"] == which
        assert save(board, browser, venue=f"Room {which}").status_code == 303
        assert starts_at(board) == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


def test_nothing_is_asked_about_a_time_that_comes_once(board: RuledBoard) -> None:
    assert "Which one?" not in board.signed_in().get(f"{board.path}/edit").text


def test_a_time_that_comes_twice_in_another_zone_is_asked_about_there(board: RuledBoard) -> None:
    answer = save(board, board.signed_in(), starts_at="2027-10-31T02:30", timezone="Europe/Berlin")

    assert "happens twice in Europe/Berlin" in answer.text


def test_midnight_is_no_deadline_that_everyone_reads_the_same_way(board: RuledBoard) -> None:
    browser = board.signed_in()
    answer = save(board, browser, deadline="other", closes_at="2026-11-28T00:00", deadline_reason="The papers are late")

    assert "Midnight can mean either end of a day. Enter 23:59 on 27/11/2026, or another time" in answer.text
    assert (
        save(
            board, browser, deadline="other", closes_at="2026-11-27T23:59", deadline_reason="The papers are late"
        ).status_code
        == 303
    )
    assert "Friday 27 November at 11:59pm" in text_of(browser.get(f"/{board.meeting.code}"))


def test_a_rule_of_hours_that_ends_at_midnight_says_which_end_of_the_day(board: RuledBoard) -> None:
    board.save(kind="hours", count="34")
    for page, said in (
        ("", "Monday 30 November at midnight, as the day begins"),
        ("/cy", "Llun 30 Tachwedd am hanner nos, wrth i’r diwrnod ddechrau"),
    ):
        assert said in text_of(board.browser().get(f"{page}/{board.meeting.code}"))


@pytest.mark.parametrize(
    "typed", ["03/12/2026 10:30", "3/12/2026, 10:30am", "3 December 2026 at 10:30", "2026-12-03 10:30"]
)
def test_a_time_that_is_typed_by_hand_is_read_with_the_day_first(board: RuledBoard, typed: str) -> None:
    assert save(board, board.signed_in(), starts_at=typed).status_code == 303
    assert starts_at(board) == datetime(2026, 12, 3, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12/13/2026 10:00", "Enter a date and time, like 26/11/2026 10:00"),
     ("3/12/26 10:00", "Enter a year in full, like 2026"),
     ("3/12/2026", "Enter a date and a time of day"),
     ("2026-12-03T10:00Z", "by the clock of the meeting")],
)  # fmt: skip
def test_what_was_typed_is_not_guessed_at(board: RuledBoard, typed: str, said: str) -> None:
    before = starts_at(board)
    answer = save(board, board.signed_in(), starts_at=typed)

    assert said in answer.text
    assert typed in answer.text
    assert starts_at(board) == before


def test_saving_a_meeting_records_no_agenda_items_that_are_as_they_were(board: RuledBoard) -> None:
    browser = board.signed_in()
    # Browsers send each line end as two characters.
    assert save(board, browser, venue="Room 1", agenda="Minutes\r\nPerformance").status_code == 303

    assert lately(browser, f"{board.path}/edit") == ["Alex Morgan changed Venue from Town Hall to Room 1"]
    assert save(board, browser, agenda="Minutes\r\nFinance").status_code == 303
    assert "Agenda items from <q" in browser.get(f"{board.path}/edit").text


def test_noon_on_the_monday_of_the_week_before_is_set_and_said_to_the_public(board: RuledBoard) -> None:
    assert save(board, board.signed_in(), starts_at="2026-12-15T10:00").status_code == 303
    board.save(kind="week_before", weekday="monday", at="12:00")

    assert again(board.ports, board.meeting).details.closes_at == datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert "Our rule is midday on the Monday of the week before the meeting." in board.rules_page()
    assert "until Monday 7 December at midday" in text_of(board.browser().get(f"/{board.meeting.code}"))


def test_whoever_was_second_reads_what_the_first_one_set(board: RuledBoard) -> None:
    browser, path = board.signed_in(), f"{board.path}/edit"
    form = form_on(browser.get(path).text, "before")
    assert save(board, browser, venue="Room 1", starts_at="2026-12-02T11:00").status_code == 303
    late = browser.post(path, data={**form, "venue": "Room 2"})

    assert late.status_code == 409
    assert "Venue: <bdi>Room 1</bdi>" in late.text
    assert "Starts: <bdi>02/12/2026 11:00</bdi>" in late.text
    assert "Agenda items" not in late.text.split("</ul>")[0]


def test_an_agenda_item_is_a_line_that_an_address_can_hold(board: RuledBoard) -> None:
    answer = save(board, board.signed_in(), agenda=f"Minutes\r\n{'x' * 201}")

    assert "An agenda item must be 200 characters or fewer, so that it fits the screen." in answer.text
    assert save(board, board.signed_in(), agenda=f"Minutes\r\n{'x' * 200}").status_code == 303
