"""The beginning of a text in a list: whole words, whole letters, and never what the text itself would not show."""

from __future__ import annotations

import pytest

from board_qa.domain.text.excerpt import LENGTH, excerpt
from board_qa.domain.text.wording import shown

LETTER = "Why is the ward closed for the winter? " * 600


@pytest.mark.parametrize(
    "text", ["", "Why?", "a" * LENGTH, "word " * 100, "👩\u200d👧", "\u202epay\u200broll", " a\n\n\n\nb "]
)
def test_a_text_that_fits_is_shown_as_it_is_anywhere(text: str) -> None:
    assert excerpt(text) == shown(text)


def test_a_longer_one_ends_with_a_word_and_an_ellipsis() -> None:
    found = excerpt(LETTER)

    assert LETTER.startswith(found.removesuffix("…") + " ")
    assert LENGTH - 20 < len(found) <= LENGTH
    assert excerpt(LETTER, 22) == "Why is the ward…"


def test_a_word_that_ends_where_the_excerpt_does_is_whole() -> None:
    assert excerpt("one two three four", 8) == "one two…"
    assert excerpt("one two three four", 7) == "one…"


@pytest.mark.parametrize("text", ["日本語" * 300, "a" * 900, "Look: https://example.org/" + "path/" * 200])
def test_a_script_without_spaces_and_a_long_address_are_cut_all_the_same(text: str) -> None:
    found = excerpt(text)

    assert text.startswith(found.removesuffix("…"))
    assert LENGTH - 60 < len(found) <= LENGTH


@pytest.mark.parametrize(
    ("letter", "cut"),
    [("👩\u200d👧", 3), ("ก็", 2), ("👍🏽", 2), ("e\u0336", 2), ("🇬🇧", 2), ("🇬🇧", 3), ("👩\u200d👧", 4)],
)
def test_what_looks_like_one_letter_is_not_cut(letter: str, cut: int) -> None:
    found = excerpt("x" + letter * 50, cut + 1)

    assert found in ("x…", "x" + letter + "…")


def test_an_endless_row_of_what_belongs_together_is_cut_somewhere() -> None:
    assert len(excerpt("🇬🇧" * 900)) == LENGTH


def test_a_text_that_begins_with_what_nobody_sees_is_not_empty() -> None:
    assert excerpt("\u200b" * 5_000 + "Why?") == "Why?"
    assert excerpt("\u200b" * 5_000 + LETTER) == excerpt(LETTER)


@pytest.mark.parametrize("text", ["e\u0301" * 600, "e" + "\u0336" * 900 + LETTER, "\u202e" + LETTER])
def test_it_shows_nothing_that_the_text_does_not_show(text: str) -> None:
    assert shown(text).startswith(excerpt(text).removesuffix("…"))
