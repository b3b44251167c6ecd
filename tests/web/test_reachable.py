"""Texts that say whom to turn to: what is an address or a phone number becomes a link, and nothing else does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from board_qa import catalogue
from board_qa.domain.meetings.rules import SIGNPOSTS, Redirect
from board_qa.domain.questions.history import Action
from board_qa.services.meetings import meetings
from board_qa.web.shell.reachable import reachable
from tests.support.board import Board


def rung(html: str) -> list[str]:
    return re.findall(r'href="tel:([^"]*)"', html)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 111.", ["111"]),
        ("Call NHS 111 or 999.", ["111", "999"]),
        ("Ffoniwch GIG 111 neu 999.", ["111", "999"]),
        ("In an emergency: 999", ["999"]),
        ("Samaritans, 116 123 at any time", ["116123"]),
        ("Childline: 0800 1111.", ["08001111"]),
        ("PALS (01632 960 002), 9 to 5", ["01632960002"]),
        ("PALS 01632 960 002 24 hours a day", ["01632960002"]),
        ("(01632) 960002 or 020 7946 0018", ["01632960002", "02079460018"]),
        ("Text 07700-900-123", ["07700900123"]),
        ("From abroad +44 (0)1632 960 002", ["+441632960002"]),
    ],
)
def test_a_phone_number_can_be_rung(text: str, numbers: list[str]) -> None:
    html = reachable(text)

    assert rung(html) == numbers
    assert html.striptags() == text


@pytest.mark.parametrize(
    "text",
    [
        "You can ask up to 999 questions, each up to 111 words long.",
        "Room 111, 999 High Street",
        "26/11/2026 10:00, 26 11 2026, 2026-11-26, 01 02 2026",
        "Receipt number KXM4-116 of 116 1234",
        "12345678901 or 0044 or £0123456789 or 0800 123 456 9",
        "It was on 111,000 beds and on 111 222",
    ],
)
def test_other_digits_stay_what_they_are(text: str) -> None:
    assert str(reachable(text)) == text


def test_digits_in_an_address_are_not_taken_out_of_it() -> None:
    html = reachable("https://111.nhs.uk https://a.example/01632960002 01632960002@a.example")

    assert rung(html) == []
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://111.nhs.uk",
        "https://a.example/01632960002",
        "mailto:01632960002@a.example",
    ]


def test_hostile_text_beside_a_number_is_inert() -> None:
    html = reachable("<img src=x> call 111\" onclick='x' <script>")

    assert rung(html) == ["111"]
    assert re.findall(r"<(?!/?a\b)", html) == []


@pytest.mark.parametrize("signpost", SIGNPOSTS)
def test_each_help_line_we_start_with_can_be_rung_in_both_languages(signpost: str) -> None:
    english, welsh = (rung(reachable(text)) for text in (signpost, catalogue.welsh().gettext(signpost)))

    assert english == welsh
    assert len(english) == 1


@pytest.mark.parametrize("welsh", ["", "/cy"])
def test_the_numbers_on_the_publics_pages_can_be_rung_and_those_in_questions_stay_text(
    board: Board, welsh: str
) -> None:
    about = replace(board.ports.store.about.get(), phone="01632 960 001", complaints="PALS\n01632 960 002")
    board.ports.store.about.save(about)
    advice = "They know best. Ring 01632 960 003"
    rules = replace(board.meeting.details.rules, redirects=(Redirect("pals", "PALS", advice),))
    meetings.change(board.ports, board.meeting, replace(board.meeting.details, rules=rules))
    asked = board.asked("Should patients call 111 or 999?", Action.ACCEPT)
    sent_on = board.asked("Is it 01632 960 009?", Action.REDIRECT, reason=advice)
    foot, code = ["111", "999", "116123"], board.meeting.code

    for path, numbers in {
        "/": [],
        f"/{code}": [],
        f"/r/{asked.token}": [],
        f"/r/{sent_on.token}": ["01632960003"],
        f"/{code}/rules": ["01632960003", *foot],
        "/help": [*foot, "01632960002", "01632960001"],
    }.items():
        assert rung(board.browser().get(welsh + path).text) == [*numbers, *foot], path
