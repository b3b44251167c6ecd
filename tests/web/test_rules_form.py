"""The desk's form of the rules: what is saved comes back, what is wrong is explained, what was typed stays."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from html import escape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from board_qa.domain.meetings.rules import OFF_AGENDA, REASONS, Late, Rules, reasons_offered
from board_qa.services.meetings import meetings
from tests.support.board import Board
from tests.support.page_forms import form_on
from tests.support.rules_meeting import OTHERS, again

CHANGED = {"kind": "hours", "count": "24", "per_person": "3"}


def sent(board: Board, browser: FlaskClient, **changes: str) -> TestResponse:
    """The form as the desk shows it, with these changes."""
    path = f"{board.path}/rules"
    return browser.post(path, data={**form_on(browser.get(path).text, "before"), **changes})


def rules(board: Board) -> Rules:
    return again(board.ports, board.meeting).details.rules


def store(board: Board, rules: Rules) -> None:
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, rules=rules))


def test_the_settings_of_these_tests_are_none_of_the_defaults() -> None:
    same = [field.name for field in fields(Rules) if getattr(OTHERS, field.name) == getattr(Rules(), field.name)]

    assert same == []


@pytest.mark.parametrize("stored", [Rules(), OTHERS])
def test_every_setting_survives_the_form_the_desk_sends_and_the_store(board: Board, stored: Rules) -> None:
    store(board, stored)
    answer = sent(board, board.signed_in())

    assert answer.status_code == 303
    assert rules(board) == stored


def test_the_form_shows_the_settings_that_were_saved_last(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/rules"
    before = form_on(browser.get(path).text, "before")
    sent(board, browser, **CHANGED)
    after = form_on(browser.get(path).text, "before")

    changed = {name for name in after if after[name] != before.get(name)} - {"before", "csrf_token"}
    assert {name: after[name] for name in changed} == CHANGED


def test_the_next_meeting_starts_with_the_rules_of_the_last(board: Board) -> None:
    store(board, OTHERS)

    assert meetings.latest_rules(board.ports) == OTHERS


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("count", "0", "“How many hours or days” must be a whole number from 1 to 365"),
        ("count", "366", "“How many hours or days” must be a whole number from 1 to 365"),
        ("count", "three", "“How many hours or days” must be a whole number from 1 to 365"),
        ("count", "", "“How many hours or days” must be a whole number from 1 to 365"),
        ("at", "25:99", "Enter a time of day, like 12:00"),
        ("at", "noon", "Enter a time of day, like 12:00"),
        ("at", "00:00", "Midnight can mean either end of a day"),
        ("per_person", "-1", "“From each person” must be a whole number from 0 to 1000"),
        ("per_organisation", "2.5", "“From each organisation” must be a whole number from 0 to 1000"),
        ("per_meeting", "٣", "“For the whole meeting” must be a whole number from 0 to 1000"),
        ("length", "5001", "“Longest question” must be a whole number from 0 to 5000"),
        ("minutes_per_question", "121", "its answer” must be a whole number from 0 to 120"),
        ("written_count", "0", "“A written answer is due within” must be a whole number from 1 to 100"),
        ("publish_within_days", "999999999999", "days of the meeting” must be a whole number from 0 to 365"),
        ("decline_reasons", " \n\u200b", "Enter at least one reason"),
        ("decline_reasons", "x" * 201, "to 200 characters or fewer"),
        ("decline_reasons", "\n".join(f"Reason {n}" for n in range(31)), "Enter 30 lines or fewer"),
        ("signposts", "\n".join(f"Ring {n}" for n in range(9)), "Enter 8 lines or fewer"),
        ("redirects-1-name", "", "Enter where this goes, like Freedom of information"),
        ("redirects-1-advice", "", "Enter what the asker reads, or empty both boxes"),
        ("redirects-1-name", "x" * 61, "Shorten this to 60 characters or fewer"),
        ("redirects-1-advice", "x" * 401, "Shorten this to 400 characters or fewer"),
        ("redirects-1-name", "PALS OR COMPLAINTS", "This is on the list twice"),
        ("kind", "yesterday", "Not a valid choice"),
        ("nation", "narnia", "Not a valid choice"),
        ("weekday", "someday", "Not a valid choice"),
    ],
)
def test_a_bad_value_is_explained_in_place_and_what_was_typed_is_kept(
    board: Board, field: str, typed: str, said: str
) -> None:
    before, choices = rules(board), {"kind", "nation", "weekday"}  # what nobody can type, and no form can show
    changes = {"length": "77", "signposts": "Ring us.", field: typed}
    answer = sent(board, board.signed_in(), **changes)

    assert answer.status_code == 422
    assert f'<a href="#{field}{"-0" if field in choices - {"weekday"} else ""}">' in answer.text
    assert answer.text.count(str(escape(said, quote=False))) == 2  # in the summary, and at the field
    shown = form_on(answer.text, "before")
    assert [shown[name] for name in changes if name not in choices] == [
        changes[name] for name in changes if name not in choices
    ]
    assert rules(board) == before


def test_a_deadline_before_questions_open_is_explained_with_both_times(board: Board) -> None:
    before, typed = rules(board), {"kind": "clear_working_days", "count": "30"}
    answer = sent(board, board.signed_in(), **typed)

    assert answer.status_code == 422
    assert "By this rule questions close on" in answer.text
    assert "before they open on" in answer.text
    assert form_on(answer.text, "before").items() >= typed.items()
    assert rules(board) == before


def test_an_emptied_redirect_is_gone_and_a_new_one_has_room(board: Board) -> None:
    browser = board.signed_in()
    sent(
        board,
        browser,
        **{
            "redirects-0-name": "",
            "redirects-0-advice": "",
            "redirects-4-name": "The mayor",
            "redirects-4-advice": "Ask them.",
        },
    )

    kept, added = rules(board).redirects[:-1], rules(board).redirects[-1]
    assert kept == Rules().redirects[1:]
    assert (added.name, added.advice) == ("The mayor", "Ask them.")


def test_the_second_of_two_who_set_the_rules_is_told_and_overwrites_nothing(board: Board) -> None:
    browser, path = board.signed_in(), f"{board.path}/rules"
    opened_by_both = form_on(browser.get(path).text, "before")
    browser.post(path, data={**opened_by_both, "late": "refused", "per_person": "1"})
    answer = browser.post(path, data={**opened_by_both, "per_person": "3"})

    assert answer.status_code == 409
    assert "What becomes of a late question: <bdi>It is not taken for this meeting</bdi>" in answer.text
    assert "From each person: <bdi>1</bdi>" in answer.text
    assert (rules(board).late, rules(board).per_person) == (Late.REFUSED, 1)

    meant = form_on(answer.text, "before")
    assert meant["per_person"] == "3"
    assert browser.post(path, data=meant).status_code == 303
    assert (rules(board).late, rules(board).per_person) == (Late.WRITTEN, 3)


def test_an_overriding_deadline_with_a_reason_outlives_a_change_of_the_rules(board: Board) -> None:
    d = board.meeting.details
    other = replace(d, closes_at=d.starts_at - timedelta(hours=5), deadline_reason="The papers are late")
    meetings.change(board.ports, board.meeting, other)
    answer = sent(board, board.signed_in(), **CHANGED)

    assert answer.status_code == 303
    assert again(board.ports, board.meeting).details.closes_at == other.closes_at


def test_not_on_the_agenda_in_the_boards_own_words_is_still_left_out_where_it_is_no_reason(board: Board) -> None:
    reworded = "It is not about an item on the agenda"
    reasons = "\n".join(one.sentence for one in REASONS).replace(OFF_AGENDA.sentence, reworded)
    answer = sent(board, board.signed_in(), decline_reasons=reasons, scope="powers")

    assert answer.status_code == 303
    assert reworded in [one.sentence for one in rules(board).decline_reasons]
    assert reworded not in [one.sentence for one in reasons_offered(rules(board))]
