"""A date of birth is found in any order of its parts; another date is left alone."""

from __future__ import annotations

import pytest

from board_qa.domain.text.flags import Kind
from board_qa.screening.dates import DATE
from board_qa.screening.screener import Screener


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


def found(screener: Screener, text: str) -> bool:
    return Kind.DATE_OF_BIRTH in {flag.kind for flag in screener.flags(text)}


DATES = [
    "12/03/1956", "12.3.56", "12-03-1956", "12 03 1956", "12 3 56", "03/27/1956", "1956-03-12", "1956/03/12",
    "1956 03 12", "12 March 1956", "12th of March, '56", "March 12, 1956", "Mar 12th 56", "12-Mar-1956",
    "12 Mawrth 1956", "12fed o Fawrth 1956", "3ydd o Ragfyr 1948", "21ain o Orffennaf 1961", "4 Tach 1952",
]  # fmt: skip


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize(
    "said",
    ["My mother, {}, waits. Why?", "Patient {} was sent home, why?", "dob {}: am I on the list?", "Fy mam ({}): pam?"],
)
def test_a_date_beside_a_person_or_a_word_for_being_born_is_theirs(screener: Screener, said: str, date: str) -> None:
    assert found(screener, said.format(date))


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize(
    "said",
    [
        "Why was the meeting of {} cancelled?",
        "My mother was moved on {}, why?",
        "On {} my mother was moved, why?",
        "Patients born after {} get it, why?",
        "How many patients waited on {}?",
        "Why is the patient panel of {} secret?",
    ],
)
def test_the_date_of_something_else_is_nobodys(screener: Screener, said: str, date: str) -> None:
    assert not found(screener, said.format(date))


@pytest.mark.parametrize("text", ["Mother 31/31/1956?", "Patient 45.67.89?", "My son 00/01/2019?", "patient 12345678?"])
def test_numbers_that_are_no_date_are_none(screener: Screener, text: str) -> None:
    assert not found(screener, text)


def test_a_mistyped_date_that_is_called_a_date_of_birth_is_one(screener: Screener) -> None:
    assert found(screener, "My date of birth is 32/03/1956, am I on the list?")
    assert found(screener, "dob 120356, am I on the list?")


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("Jean Smith (12/03/1956) waits, why?", True),
        ("Why is Jean Smith 12/03/2026 on the agenda?", False),
        ("Why was Town Hall, 12/03/1956, sold?", False),
        ("Why is Easter Monday 6 April 2026 a clinic day?", False),
    ],
)
def test_two_names_before_a_date_of_the_last_century_are_a_person(screener: Screener, text: str, theirs: bool) -> None:
    assert found(screener, text) is theirs


@pytest.mark.parametrize("month", ["Ionawr", "Chwefror", "Fawrth", "Fai", "Fehefin", "Awst", "Fedi", "Dachwedd"])
def test_the_months_are_those_of_the_cldr_with_what_welsh_does_to_them(month: str) -> None:
    assert DATE.fullmatch(f"12 o {month} 1956")
