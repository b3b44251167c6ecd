"""Whoever changes the rules, a meeting or what the board says of itself: it is on the record, under the form."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from board_qa.bootstrap.web_process import WebProcess
from board_qa.domain.accounts.roles import Role
from board_qa.domain.meetings.settings import Difference
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.page_forms import form_on
from tests.support.rules_board import RuledBoard
from tests.web.test_roles import person, signed_in


@pytest.fixture
def board(tmp_path: Path, web_process: WebProcess) -> RuledBoard:
    return RuledBoard(tmp_path, web_process)


def save(browser: FlaskClient, path: str, **changes: str) -> int:
    form = {**form_on(browser.get(path).text, "before"), **changes}
    return browser.post(path, data=form).status_code


def lately(browser: FlaskClient, path: str) -> list[str]:
    """The rows under the form, without their dates."""
    shown = browser.get(path).text.split("Recent changes")[1].split("</section>")[0]
    rows = [unescape(re.sub(r"<[^>]+>", "", row)) for row in re.findall(r"<li>(.*?)</li>", shown, re.DOTALL)]
    return [" ".join(row.split()).split(": ", 1)[1] for row in rows]


def test_who_changed_which_rule_stands_under_the_rules_and_under_the_meeting(board: RuledBoard) -> None:
    browser, rules, meeting = board.signed_in(), f"{board.path}/rules", f"{board.path}/edit"
    assert "No changes yet." in browser.get(rules).text
    board.save(per_person="2", at="14:00")
    assert save(browser, meeting, venue="Town Hall, Eastbrook") == 303

    said = lately(browser, rules)
    assert said == lately(browser, meeting)
    assert said == [
        "Alex Morgan changed Venue from Town Hall to Town Hall, Eastbrook",
        "Alex Morgan changed From each person from 0 to 2",
        "Alex Morgan changed Time of day from 12:00 to 14:00",
    ]


def test_a_form_that_is_saved_as_it_is_leaves_no_trace(board: RuledBoard) -> None:
    browser = board.signed_in()
    board.save()
    for path in (f"{board.path}/edit", "/desk/board"):
        assert save(browser, path) == 303
        assert "No changes yet." in browser.get(path).text


def test_what_the_board_says_of_itself_is_on_a_record_of_its_own(board: RuledBoard) -> None:
    browser = signed_in(board, person(board, Role.ADMINISTRATOR))
    assert save(browser, "/desk/board", controller="Anytown NHS Trust") == 303
    assert save(browser, "/desk/board", controller="") == 303

    gone, was_set = lately(browser, "/desk/board")
    assert was_set.endswith("set Data controller to Anytown NHS Trust")
    assert gone.endswith("changed Data controller from Anytown NHS Trust to nothing")
    assert "No changes yet." in browser.get(f"{board.path}/rules").text


def test_a_change_that_was_refused_is_on_no_record(board: RuledBoard) -> None:
    browser, path = board.signed_in(), f"{board.path}/rules"
    form = form_on(browser.get(path).text, "before")
    board.save(per_person="2")
    late = browser.post(path, data={**form, "per_person": "3"})

    assert late.status_code == 409
    assert "From each person: <bdi>2</bdi>" in late.text
    assert len(lately(browser, path)) == 1


def test_hostile_text_in_a_setting_is_inert_on_the_record(board: RuledBoard) -> None:
    browser, path = board.signed_in(), f"{board.path}/edit"
    assert save(browser, path, venue="</q><script>alert(1)</script>") == 303
    page = browser.get(path).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page.split("Recent changes")[1]


@pytest.mark.parametrize("meeting_id", [1, None])
def test_each_record_holds_its_own_newest_first(board: RuledBoard, meeting_id: int | None) -> None:
    ports, alex = board.ports, board.alex
    for number in range(3):
        ports.store.settings.record(meeting_id, [Difference("Venue", "", str(number))], alex, ports.clock())
    other = None if meeting_id else 1

    assert [one.what.after for one in ports.store.settings.history(meeting_id, 2)] == ["2", "1"]
    assert ports.store.settings.history(other, 2) == []


def test_a_database_from_before_the_record_gets_an_empty_one(store: SqliteStore) -> None:
    assert store.settings.history(None, 5) == []
