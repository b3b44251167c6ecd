from __future__ import annotations

import pytest

from board_qa.domain.text import wording


def test_what_was_typed_is_kept_word_for_word() -> None:
    assert wording.received("  A\r\nB & <b>\u202e ") == "A\nB & <b>\u202e"


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\U000e0041"])
def test_characters_nobody_can_see_are_not_shown_and_are_pointed_out(hidden: str) -> None:
    assert wording.shown(f"pay{hidden}roll") == "payroll"
    assert wording.hides_something(f"pay{hidden}roll")


def test_a_family_emoji_and_a_persian_word_keep_their_joiners() -> None:
    assert wording.shown("👩\u200d👧 می\u200cخواهم") == "👩\u200d👧 می\u200cخواهم"


def test_stacked_marks_cannot_smother_the_lines_around_them() -> None:
    assert wording.shown("a" + "\u0336" * 50) == "a" + "\u0336" * 3


@pytest.mark.parametrize("mark", ["\u0e49", "\u05b0", "\u0901", "\u0489"])
def test_marks_of_every_script_are_limited_alike(mark: str) -> None:
    assert wording.shown("a" + mark * 300).count(mark) <= 3


@pytest.mark.parametrize("mark", ["\u302e", "\U0001d165"])
def test_a_mark_is_told_by_where_it_goes_and_not_by_its_category_alone(mark: str) -> None:
    assert wording.shown("a" + mark * 300).count(mark) == 3


@pytest.mark.parametrize("between", ["\u200c", "\u200d", "\u115f"])
def test_characters_without_a_width_do_not_make_a_tower_of_many_stacks(between: str) -> None:
    tower = "e" + ("\u0301" * 3 + between) * 60

    assert wording.shown(tower).count("\u0301") <= 3
    assert wording.hides_something(tower)


def test_stacks_go_before_marks_are_put_in_order_which_takes_long_for_many() -> None:
    assert wording.shown("e" + "\u0301\u0316" * 1000) == "\u00e9\u0316\u0301"  # of all in order: é and three below


@pytest.mark.parametrize("text", ["မြို့", "می\u200cخواهم", "👩🏽\u200d❤\ufe0f\u200d👨🏽", "ขั้น", "हिन्दी में", "ế"])
def test_what_people_write_in_any_script_is_no_stack_and_hides_nothing(text: str) -> None:
    assert wording.shown(text) == text
    assert not wording.hides_something(text)


@pytest.mark.parametrize("blank", ["\u3164" * 5, "\u2800" * 3, "\u17b4", "\u200d" * 50, "\u0489" * 3, "\u00a0"])
def test_a_text_of_letters_that_show_as_nothing_is_empty(blank: str) -> None:
    assert wording.shown(blank) == ""


@pytest.mark.parametrize("text", ["?", "👍", "12", "日本", "नमस्ते", "สวัสดีครับ", "שָׁלוֹם"])
def test_a_text_of_any_script_is_a_text(text: str) -> None:
    assert wording.shown(text) != ""


def test_welsh_and_accents_are_left_alone() -> None:
    assert wording.shown("Pwy sy’n talu’r tŷ ŵyn?") == "Pwy sy’n talu’r tŷ ŵyn?"


def test_a_text_of_invisible_characters_is_empty() -> None:
    assert wording.shown(" \u200b\n\u2060\t") == ""


# Unicode's DerivedCoreProperties.txt, Default_Ignorable_Code_Point: those that take no place, whatever is there.
IGNORABLE = [
    "\U0001d159",  # not so called: a note without a head
    *("\u00ad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200e", "\u200f", "\ufeff"),
    *map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4))),
    *map(chr, (*range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0100), *range(0xE01F0, 0xE1000))),
]


def test_what_unicode_calls_ignorable_is_taken_out_and_pointed_out() -> None:
    assert [one for one in IGNORABLE if wording.shown(f"a{one}b") != "ab"] == []
    assert [one for one in IGNORABLE if not wording.hides_something(f"a{one}b")] == []


@pytest.mark.parametrize("form", ["👁\ufe0f", "葛\U000e0100", "ᠭ\u180b", "ᠭ\u180f"])
def test_what_gives_a_letter_its_form_stays(form: str) -> None:
    assert wording.shown(f"a{form}") == f"a{form}"


def test_a_line_end_counts_once_however_it_was_sent() -> None:
    assert wording.length("a\r\nb") == wording.length("a\nb") == 3


def test_a_lone_surrogate_does_not_stop_anything() -> None:
    assert wording.received("a\ud800b") == "a?b"


def test_over_the_limit_is_counted_as_a_reader_sees_it() -> None:
    assert wording.over("é" * 80, 80) == 0
    assert wording.over("e\u0301" * 81, 80) == 1


def test_what_is_many_times_too_long_is_counted_as_it_was_typed() -> None:
    assert wording.over("e" + "\u0301" * 700, 80) == 621
    assert wording.over(" " * 700 + "e", 80) == 0


@pytest.mark.parametrize(
    "text",
    ["", "   ", "Why?", "  Why  is   it so ? ", "...", "".join(map(chr, range(32, 127))), "Why?\t", "a\nb", "\x7f"],
)
def test_a_text_of_plain_letters_is_shown_as_beside_a_character_that_nobody_sees(text: str) -> None:
    assert wording.shown(text) == wording.shown(f"{text}\u200b")
