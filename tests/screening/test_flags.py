"""What the flags find and miss in the set of questions, and that the README says the same."""

from __future__ import annotations

import sys

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


@pytest.mark.parametrize("said", ["NHS number {}", "my nhs no. is {}", "Rhif GIG: {}", "{} is my NHS number"])
@pytest.mark.parametrize("mistyped", ["943 476 5918", "9434765918", "943 476 591", "943 476 59199"])
def test_a_mistyped_number_that_is_called_an_nhs_number_is_one(screener: Screener, said: str, mistyped: str) -> None:
    assert Kind.NHS_NUMBER in kinds(screener, f"Why: {said.format(mistyped)}?")


@pytest.mark.parametrize("number", ["9434765919", "07700900123", "19560312"])
@pytest.mark.parametrize(
    "link", ["https://example.org/{}", "www.example.org/r?id={}", "example.org/a/{}/b", "http://t.co/{}"]
)
def test_digits_that_belong_to_a_link_are_nobodys(screener: Screener, link: str, number: str) -> None:
    assert not kinds(screener, f"My mother asks: what does {link.format(number)} say?") & PERSONAL


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("https://wa.me/447700900123", Kind.PHONE),
        ("tel:+447700900123", Kind.PHONE),
        ("https://example.org/?phone=07700900123", Kind.PHONE),
        ("https://example.org/?nhs_number=9434765919", Kind.NHS_NUMBER),
        ("mailto:jo@example.org", Kind.EMAIL),
    ],
)
def test_a_number_that_a_link_calls_somebodys_is_theirs(screener: Screener, link: str, kind: Kind) -> None:
    assert kind in kinds(screener, f"Is {link} yours?")


@pytest.mark.parametrize(
    "written",
    [
        "077OO 9OO123", "O77OO9OO I23", "447700900123", "44 7700 900123", "0044 7700 900123", "+44 (0) 7700 900123",
        "Ward 4 07700 900123", "at 10:30 07700 900123", "07700_900_123", "07700\n900\n123",
        "oh seven seven double oh, nine double oh, one two three", "+353 20 912 0135",
    ],
)  # fmt: skip
def test_a_telephone_number_is_read_the_way_people_write_it(screener: Screener, written: str) -> None:
    assert Kind.PHONE in kinds(screener, f"Who has {written}?")


@pytest.mark.parametrize("written", ["one, two, three, four, five: go", "10 lol 20 lol 30", "Il y a 10 000 lits"])
def test_counting_and_letters_are_no_telephone_number(screener: Screener, written: str) -> None:
    assert not kinds(screener, f"Why {written}?") & PERSONAL


@pytest.mark.parametrize("written", ["jo @example.org", "jo@ example.org", "jo@example .org", "jo @ example . org"])
def test_an_address_with_spaces_in_it_is_one(screener: Screener, written: str) -> None:
    text = f"Please answer to {written}?"

    found = [piece for piece, kind in segments(text, screener.flags(text)) if kind is Kind.EMAIL]
    assert found == [written]


@pytest.mark.parametrize(
    "written", ["thanks @anytown.example.org", "ask @jo.bsky.social", "look at example.org", "mail jo@example. Or ring"]
)
def test_a_handle_or_a_website_is_no_address(screener: Screener, written: str) -> None:
    assert Kind.EMAIL not in kinds(screener, f"Why? {written}")


@pytest.mark.parametrize("written", ["PZ 12 34 56 C", "pz123456c", "PZ-12-34-56-C"])
def test_a_national_insurance_number_is_found_in_any_spacing(screener: Screener, written: str) -> None:
    assert Kind.NATIONAL_INSURANCE in kinds(screener, f"Why was {written} on the envelope?")


@pytest.mark.parametrize("written", ["GB 12 34 56 C", "QQ 12 34 56 C", "PZ 12 34 56 E", "AB 123456"])
def test_what_only_looks_like_one_is_one_where_it_is_called_so(screener: Screener, written: str) -> None:
    assert Kind.NATIONAL_INSURANCE not in kinds(screener, f"Why was {written} paid?")
    assert Kind.NATIONAL_INSURANCE in kinds(screener, f"Why was my national insurance number, {written}, shown?")


HOSTILE = [
    "01 ", "01 02 03 04 05 06 07 08 09 ", "07700 900123 ", "+44 7700 900123 ", "12/03/1956 ", "my mum 12/03/1956 ",
    "nhs no 999 613 5241 ", "jo @example.org ", "a@", "oh one ", "O0l ", "Ab Cd 1/2/34 ", "pz 12 34 56 c ", "+1-",
]  # fmt: skip


def steps(screener: Screener, text: str) -> int:
    """How many calls it takes to look a text through: the same on every machine."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        screener.flags(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("repeated", HOSTILE)
def test_a_text_twice_as_long_takes_twice_the_work(screener: Screener, repeated: str) -> None:
    short, long = (steps(screener, (repeated * size)[:size]) for size in (12_000, 24_000))

    assert long < short * 2.2
    assert long < 24_000 * 120


@pytest.mark.parametrize(
    "between", ["\ue000", "\U0001fffe", "\u0378", "\ufff0", "\U000e0fff", "\U000e0100", "\u180b", "\u200d", "\ufe0f"],
    ids=ascii,
)  # fmt: skip
def test_nothing_that_is_no_letter_hides_a_detail_between_its_letters(screener: Screener, between: str) -> None:
    assert Kind.PHONE in kinds(screener, shown(between.join("Ring 07700 900123, please?")))
    assert Kind.DISTRESS in kinds(screener, shown(between.join("I want to kill myself")))
