from __future__ import annotations

import csv
import io
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from board_qa.domain.networks.fitting import as_many_as_fit, fitted, quotable
from board_qa.domain.networks.hashtags import has_hashtag, has_hashtag_to_the_letter, is_hashtag, separate
from board_qa.domain.networks.posts import Measure
from board_qa.domain.networks.stop_words import asks_to_stop
from board_qa.domain.text import wording
from board_qa.domain.text.difference import Piece, difference
from board_qa.domain.text.excerpt import excerpt
from board_qa.domain.text.flags import segments
from board_qa.exports.cells import cell, csv_file
from board_qa.screening.screener import Screener
from tests.properties.made import texts

SCREENER = Screener("Anytown Board")
FILLERS = "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5"  # part of words, and pointed out at the desk
ROOM = 140  # characters, on a network of no name


def measured(text: str) -> Measure:
    return Measure(len(text), ROOM, has_link="://" in text, price=0)


@given(texts)
def test_what_is_kept_is_kept_the_same_when_it_is_kept_again(text: str) -> None:
    kept = wording.received(text)

    assert wording.received(kept) == kept
    assert kept.encode().decode() == kept


@given(texts)
def test_what_is_shown_hides_nothing_and_is_shown_the_same_again(text: str) -> None:
    shown = wording.shown(text)

    assert wording.shown(shown) == shown
    assert not wording.hides_something("".join(one for one in shown if one not in FILLERS))


@given(texts, st.integers(min_value=2, max_value=300))
def test_an_excerpt_is_no_longer_than_it_may_be(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


@given(texts, texts)
def test_a_difference_holds_all_that_was_asked_and_all_that_is_put(asked: str, put: str) -> None:
    pieces = difference(asked, put)

    assert "".join(text for kind, text in pieces if kind is not Piece.ADDED) == asked
    assert "".join(text for kind, text in pieces if kind is not Piece.LEFT_OUT) == put


@given(texts, st.sampled_from(("en", "cy", "pl")))
def test_every_flag_lies_in_the_text_that_is_shown(text: str, language: str) -> None:
    shown, flags = wording.shown(text), SCREENER.flags(text, language)

    assert all(0 <= flag.start <= flag.end <= len(shown) for flag in flags)
    assert "".join(piece for piece, _ in segments(shown, flags)) == shown


@given(st.lists(texts, min_size=1, max_size=5))
def test_a_cell_is_no_formula_and_is_read_back_as_it_was_written(values: list[str]) -> None:
    kept = [wording.received(value) for value in values]
    (row,) = csv.reader(io.StringIO(csv_file([], [kept]).decode("utf-8-sig").removeprefix("\r\n"), newline=""))

    assert row == [cell(value) for value in kept]
    for written, value in zip(row, kept, strict=True):
        assert written.removeprefix("'") == value.removeprefix("'")
        seen = [one for one in written if unicodedata.category(one)[0] not in "CZ"]
        assert not seen or seen[0] not in "=+-@＝＋－＠"


@given(texts)
def test_what_is_quoted_has_no_link_and_calls_on_nobody(text: str) -> None:
    quoted = quotable(text, measured)

    assert not measured(quoted).has_link
    assert not re.search(r"(?<!\w)[@＠]\w", quoted)
    assert len(quoted.splitlines()) <= 1


@given(texts)
def test_what_is_made_to_fit_fits_or_is_left_out(text: str) -> None:
    assert measured(fitted("Asked: ", text, " (1)", measured)).fits
    assert measured(as_many_as_fit("We said ", text.split("."), ".", measured)).fits


@given(texts, texts)
def test_a_hashtag_is_found_where_it_stands_by_itself(around: str, typed: str) -> None:
    for hashtag in filter(is_hashtag, separate(typed)):
        assert has_hashtag(f"{around} #{hashtag} {around}", hashtag)
        assert has_hashtag_to_the_letter(f"{around} #{hashtag} {around}", hashtag)


@given(texts)
def test_only_a_post_without_any_other_word_asks_to_stop(text: str) -> None:
    assert not asks_to_stop(f"{text} zebra")
