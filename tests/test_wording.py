from __future__ import annotations

import pytest

from board_qa.domain import wording


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


def test_a_line_end_counts_once_however_it_was_sent() -> None:
    assert wording.length("a\r\nb") == wording.length("a\nb") == 3


def test_a_lone_surrogate_does_not_stop_anything() -> None:
    assert wording.received("a\ud800b") == "a?b"
