from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.admission import AskForm, Window, problems, window

from .doubles import NOON, details


def test_a_deadline_of_noon_takes_what_came_at_noon() -> None:
    noon = details(closes_at=NOON)

    assert window(noon, NOON) is Window.OPEN
    assert window(noon, NOON + timedelta(seconds=1)) is Window.CLOSED


def test_questions_are_not_taken_before_they_open() -> None:
    assert window(details(opens_at=NOON + timedelta(hours=1)), NOON) is Window.NOT_YET_OPEN


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u200b"])
def test_an_empty_question_is_asked_for(text: str) -> None:
    assert problems(AskForm("k", text))["question"] == "Enter your question"


def test_a_question_of_exactly_the_limit_is_taken() -> None:
    assert problems(AskForm("k", "x" * 500)) == {}


def test_one_character_too_many_is_said_exactly() -> None:
    assert problems(AskForm("k", "x" * 501))["question"].endswith("Shorten it by 1 character")


def test_ten_thousand_characters_get_an_exact_answer() -> None:
    assert "Shorten it by 9500 characters" in problems(AskForm("k", "x" * 10_000))["question"]


@pytest.mark.parametrize("email", ["a@example.org", "o'neil+board@nhs.example.uk", ""])
def test_real_addresses_are_taken(email: str) -> None:
    assert problems(AskForm("k", "Why?", email=email)) == {}


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@example.org", "x" * 300 + "@example.org"])
def test_an_address_that_cannot_work_is_pointed_out(email: str) -> None:
    assert "email" in problems(AskForm("k", "Why?", email=email))
