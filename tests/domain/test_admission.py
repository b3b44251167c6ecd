from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from board_qa.domain.meetings.rules import Identity, Rules
from board_qa.domain.questions.admission import (
    MEETING_DURATION,
    AskForm,
    Window,
    email_typed,
    problems,
    said_attending,
    who_is_missing,
    window,
)
from tests.support.doubles import NOON, details


def test_a_deadline_of_noon_takes_what_came_at_noon() -> None:
    noon = details(closes_at=NOON)

    assert window(noon, NOON) is Window.OPEN
    assert window(noon, NOON + timedelta(seconds=1)) is Window.LATE


def test_a_question_is_late_until_the_meeting_is_over() -> None:
    starts = details(starts_at=NOON + timedelta(hours=1), closes_at=NOON)
    end = NOON + timedelta(hours=1) + MEETING_DURATION

    assert window(starts, end) is Window.LATE
    assert window(starts, end + timedelta(seconds=1)) is Window.CLOSED


def test_a_deadline_after_the_meeting_is_kept_to() -> None:
    after = details(starts_at=NOON - timedelta(days=2), opens_at=NOON - timedelta(days=9), closes_at=NOON)

    assert window(after, NOON) is Window.OPEN
    assert window(after, NOON + timedelta(seconds=1)) is Window.CLOSED


def test_a_deadline_that_is_still_to_come_does_not_open_a_section_that_has_ended() -> None:
    after = details(starts_at=NOON - timedelta(days=2), opens_at=NOON - timedelta(days=9), closes_at=NOON)

    assert window(after, NOON - timedelta(days=1), ended=True) is Window.OVER
    assert window(after, NOON - timedelta(days=1), paused=True, ended=True) is Window.OVER


def test_what_is_late_is_late_after_the_section_as_well() -> None:
    starts = details(starts_at=NOON, closes_at=NOON - timedelta(hours=1))

    assert window(starts, NOON + timedelta(hours=2), ended=True) is Window.LATE


@pytest.mark.parametrize(
    ("now", "expected"),
    [(NOON - timedelta(days=2), Window.NOT_YET_OPEN), (NOON, Window.PAUSED), (NOON + timedelta(days=2, hours=1),
     Window.PAUSED), (NOON + timedelta(days=5), Window.CLOSED)],
)  # fmt: skip
def test_a_paused_form_says_so_only_while_it_would_take_questions(now: datetime, expected: Window) -> None:
    assert window(details(), now, paused=True) is expected


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


@pytest.mark.parametrize("field", ["text", "name", "organisation"])
def test_thousands_of_characters_of_which_few_can_be_seen_are_too_long(field: str) -> None:
    marked = {field: "Why e" + "\u0301\u0316" * 2500}
    found = problems(replace(AskForm("k", "Why?"), **marked))  # type: ignore[arg-type]

    assert "Shorten it by" in found["question" if field == "text" else field]


@pytest.mark.parametrize("email", ["a@example.org", "o'neil+board@nhs.example.uk", "zoë.müller_1@bücher.example", ""])
def test_real_addresses_are_taken(email: str) -> None:
    assert problems(AskForm("k", "Why?", email=email)) == {}


@pytest.mark.parametrize(
    "email",
    ["nobody", "a@b", "a b@example.org", "x" * 300 + "@example.org", "a@b..c", ".a@b.c", "a.@b.c", "a@b.c.", "a@b@c.d",
     "a@b.c;d", "a@b.c, d@e.f", "A <a@b.c>", "a@b.c\nBcc: x@y.z", '"a b"@c.d', "a@[127.0.0.1]", "mailto:a@b.c",
     "=?utf-8?q?evil=40x.y?=@b.c", "a@=?utf-8?q?b?=.c"],
)  # fmt: skip
def test_an_address_that_cannot_work_is_pointed_out(email: str) -> None:
    assert "email" in problems(AskForm("k", "Why?", email=email))


@pytest.mark.parametrize("typed", [" a@b.c ", "<a@b.c>", "a@b.c\x00", "a@b.c\u202e", "\u200ba@b\u200b.c", "a@b.c\n"])
def test_an_address_is_kept_without_what_cannot_be_seen_and_the_brackets_around_it(typed: str) -> None:
    assert problems(AskForm("k", "Why?", email=typed)) == {}
    assert email_typed(typed) == "a@b.c"


NAME, BOTH = Rules(identity=Identity.NAME), Rules(identity=Identity.NAME_AND_ORGANISATION)


def test_a_name_the_rules_ask_for_is_asked_for_once() -> None:
    form = AskForm("k", "Why?")

    assert set(who_is_missing(form, NAME)) == {"name"}
    assert set(who_is_missing(form, BOTH)) == {"name", "organisation"}
    assert who_is_missing(replace(form, asked_who=True), BOTH) == {}


def test_nothing_is_asked_of_whoever_gave_it_or_where_the_rules_do_not_want_it() -> None:
    assert who_is_missing(AskForm("k", "Why?"), Rules(identity=Identity.OPTIONAL)) == {}
    assert who_is_missing(AskForm("k", "Why?", name="Dan"), NAME) == {}
    assert who_is_missing(AskForm("k", "Why?", name="Dan", organisation="Carers"), BOTH) == {}


def test_a_name_that_cannot_be_seen_is_no_name() -> None:
    assert set(who_is_missing(AskForm("k", "Why?", name="\u200b"), NAME)) == {"name"}


def test_a_question_over_the_length_of_the_rules_has_no_problem_as_long_as_the_form_has_room() -> None:
    assert problems(AskForm("k", "why " * 125)) == {}


@pytest.mark.parametrize("said", ["either", "nonsense", "in_person; DROP TABLE", ""])
def test_only_the_two_ways_of_attending_are_heard(said: str) -> None:
    assert said_attending(AskForm("k", attending=said)) == ""
    assert said_attending(AskForm("k", attending="read_out")) == "read_out"
