"""What we draft fits each network by its own counting, leaves links out and calls on nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.channels.bluesky.limits import length as graphemes
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.fitting import as_many_as_fit, fitted, quotable
from board_qa.domain.networks.posts import Measure
from board_qa.domain.questions.question import Question, State
from board_qa.phrases import posts
from board_qa.system.clock import utc_now
from tests.domain.test_transitions import question

on_x = XChannel("http://127.0.0.1:9", PRACTICE_KEYS, utc_now).measure
LONG = "Why do people in the north of the county wait longer than those in the south? " * 8


def of_length(limit: int) -> object:
    return lambda text: Measure(len(text), limit, "http" in text, 0)


def on_bluesky(text: str) -> Measure:
    return Measure(graphemes(text), 300, False, 0)


def asked(**changes: object) -> Question:
    one = question(3, State.ON_SCREEN)
    said = {"text": changes.pop("text", "Why?"), "author_name": changes.pop("name", "")}
    source = replace(one.source, **said, name_withheld=bool(changes.pop("withheld", False)))  # type: ignore[arg-type]
    return replace(one, source=source, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["Why?", LONG, "漢字" * 200, "👩‍👩‍👧‍👦 " * 100, "a" * 900])
def test_a_drafted_question_fits_and_says_as_much_as_it_can(words: str) -> None:
    for count in (on_x, on_bluesky):
        drafted = posts.draft_question(asked(text=words), "AnytownBoard", count)
        measure = count(drafted)
        assert measure.fits
        assert drafted.startswith("Q3: “")
        assert drafted.endswith("” #AnytownBoard")
        assert words in drafted or measure.length > measure.limit - 65


def test_links_are_left_out_and_nobody_is_called_on() -> None:
    words = "Hey @SomeTrust and ＠Other, see https://evil.org/x and nhs.uk: why?"
    drafted = posts.draft_question(asked(text=words, name="@Sam Jones"), "Tag", on_x)

    assert drafted == "Q3 from Sam Jones: “Hey SomeTrust and Other, see and why?” #Tag"
    assert not on_x(drafted).has_link


def test_a_name_is_said_only_where_it_may_be() -> None:
    assert posts.draft_question(asked(name="Sam Jones"), "Tag", on_x) == "Q3 from Sam Jones: “Why?” #Tag"
    assert "Sam" not in posts.draft_question(asked(name="Sam Jones", withheld=True), "Tag", on_x)
    assert posts.draft_question(asked(), "Tag", on_x) == "Q3: “Why?” #Tag"


def test_a_handle_is_never_part_of_a_draft() -> None:
    one = asked(name="Sam")
    drafted = posts.draft_question(replace(one, source=replace(one.source, author_handle="sam_j")), "Tag", on_x)

    assert "sam_j" not in drafted


def test_edited_wording_is_labelled_as_put_to_the_board() -> None:
    one = asked(name="Sam")
    edited = replace(one, disposition=replace(one.disposition, wording="What is the reason?"))

    assert posts.draft_question(edited, "Tag", on_x) == "Q3 from Sam, as put to the board: “What is the reason?” #Tag"


def test_an_answer_is_drafted_from_what_was_noted_and_never_made_up() -> None:
    one = asked()
    noted = replace(one, disposition=replace(one.disposition, answer="We open two more beds in May."))

    assert posts.draft_answer(one, "Tag", on_x) == ""
    assert posts.draft_answer(noted, "Tag", on_x) == "A3: We open two more beds in May. #Tag"


def test_a_written_answer_is_promised_with_its_day() -> None:
    one = asked()
    written = replace(one, disposition=replace(one.disposition, state=State.WRITTEN, due_on="2026-12-03"))

    assert posts.draft_answer(written, "Tag", on_x) == (
        "A3: the board will answer this in writing by Thursday 3 December. #Tag"
    )


def test_a_text_without_room_for_any_of_it_is_left_out() -> None:
    assert fitted("abc", "some words that are long", "xyz", of_length(6)) == "abcxyz"  # type: ignore[arg-type]


def test_sentences_are_kept_whole_or_not_at_all() -> None:
    assert as_many_as_fit("Hello. ", ["One.", "Two two."], "", of_length(13)) == "Hello. One."  # type: ignore[arg-type]


def test_the_last_post_of_the_day_says_where_to_get_help_as_far_as_there_is_room() -> None:
    help_now = ["If you need medical help now, call 111.", "Call 999 in an emergency.", "x" * 200]
    drafted = posts.draft_sign_off("AnytownBoard", help_now, on_x)

    assert drafted.endswith("call 111. Call 999 in an emergency.")
    assert on_x(drafted).fits


def test_what_is_quoted_stands_on_one_line() -> None:
    assert quotable("Why?\n\nAnd \u202ewhen?", on_x) == "Why? And when?"
