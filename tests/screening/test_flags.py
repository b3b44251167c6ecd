"""What the flags find and miss in the set of questions, and that the README says the same."""

from __future__ import annotations

import pytest

from board_qa.domain.text.flags import PERSONAL, Kind, segments
from board_qa.domain.text.wording import shown
from board_qa.screening.screener import Screener
from tests.measures.measure_flags import MEASURED, measure, table
from tests.support.places import ROOT

README = ROOT / "README.md"
NEVER_MISSED = {Kind.NHS_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.POSTCODE}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


def kinds(screener: Screener, text: str) -> set[Kind]:
    return {flag.kind for flag in screener.flags(text)}


def test_the_set_is_large_enough_and_a_third_of_it_clean() -> None:
    clean = [asked for asked in MEASURED if not asked.kinds]

    assert len(MEASURED) >= 150
    assert len(clean) * 3 >= len(MEASURED)


def test_every_nhs_number_phone_email_and_postcode_in_the_set_is_found() -> None:
    assert {row.kind: row.missed for row in measure() if row.kind in NEVER_MISSED} == dict.fromkeys(NEVER_MISSED, 0)


def test_the_readme_says_what_is_measured() -> None:
    assert table(measure()) in README.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5919", "9434765919", "943-476-5919", "９４３ ４７６ ５９１９", "943\u200b4765919",
    ],
)  # fmt: skip
def test_an_nhs_number_does_not_slip_through_however_it_is_written(screener: Screener, text: str) -> None:
    assert Kind.NHS_NUMBER in kinds(screener, f"What about {text}?")


def test_ten_digits_with_a_wrong_check_digit_are_no_nhs_number(screener: Screener) -> None:
    assert Kind.NHS_NUMBER not in kinds(screener, "Why was invoice 943 476 5910 not paid?")


def test_numbers_that_everybody_may_ring_are_nobodys_phone_number(screener: Screener) -> None:
    assert not kinds(screener, "Why does 111 take an hour, and should I ring 999 instead?") & PERSONAL


def test_what_is_flagged_can_be_underlined_and_no_letter_of_the_text_is_lost(screener: Screener) -> None:
    for asked in MEASURED:
        pieces = segments(shown(asked.text), screener.flags(asked.text))

        assert "".join(piece for piece, _ in pieces) == shown(asked.text)


def test_the_underlined_part_is_the_personal_detail(screener: Screener) -> None:
    text = "My mum, NHS number 943 476 5919, waited. Why?"

    assert [piece for piece, kind in segments(text, screener.flags(text)) if kind is Kind.NHS_NUMBER] == [
        "943 476 5919"
    ]


@pytest.mark.parametrize("text", ["t" + "*" * 490 + "x", "(" * 25_000, "a@" * 12_500, "x" * 25_000, "\u0301" * 25_000])
def test_a_text_made_to_be_slow_comes_to_an_end(screener: Screener, text: str) -> None:
    assert not kinds(screener, text) & PERSONAL


@pytest.mark.parametrize(
    "written", ["f*ck", "f**k", "f****k", "fu*ck", "fuuuuuuck", "f u c k", "f.u.c.k", "sh1t", "bol***ks"]
)
def test_swearing_is_seen_through_stars_signs_and_spaces(screener: Screener, written: str) -> None:
    assert Kind.ABUSE in kinds(screener, f"Why is the {written} car park full?")


@pytest.mark.parametrize("before", [4_790, 4_990, 24_000])
def test_a_long_post_is_looked_through_to_its_end_in_pieces(screener: Screener, before: int) -> None:
    text = "why " * (before // 4) + ". My number is 07700 900123."

    found = [piece for piece, kind in segments(text, screener.flags(text)) if kind is Kind.PHONE]
    assert found == ["07700 900123"]


def test_a_long_letter_that_asks_at_its_end_is_no_statement(screener: Screener) -> None:
    letter = "The ward was closed again. " * 300

    assert Kind.STATEMENT in kinds(screener, letter)
    assert Kind.STATEMENT not in kinds(screener, f"{letter}Why was it closed?")
