"""What people asked about: words that several approved questions share, and nobody's name."""

from __future__ import annotations

import itertools

from board_qa.domain.listening.asked_about import MOST, Approved, Word, asked_about
from board_qa.domain.listening.cloud import cloud


def words(*texts: str, signed: str = "") -> dict[str, int]:
    return {one.text: one.questions for one in asked_about([Approved(text, (signed,)) for text in texts])}


def test_a_word_counts_once_a_question_and_stands_where_two_have_it() -> None:
    assert words("Parking, parking, parking!", "Is parking dear?", "A bed?") == {"parking": 2}


def test_the_most_frequent_stands_first_and_equal_ones_by_the_alphabet() -> None:
    texts = ["surgery beds", "surgery beds", "surgery appointments", "appointments"]

    assert asked_about([Approved(text, ()) for text in texts]) == [
        Word("surgery", 3), Word("appointments", 2), Word("beds", 2),
    ]  # fmt: skip


def test_small_words_of_both_languages_hashtags_addresses_numbers_and_handles_are_left_out() -> None:
    assert words(*["Pam mae the wait 2026 #AnytownBoard @maria https://a.test/b"] * 2) == {"wait": 2}


def test_names_of_those_who_ask_and_of_others_with_a_title_are_left_out() -> None:
    text = "Will Dr. Patel, Mrs O'Brien and Sister Ngozi run surgery? Maria"

    assert words(text, text, signed="Maria Eastbrook") == {"run": 2, "sister": 2, "surgery": 2}


def test_there_are_no_more_words_than_a_cloud_has_room_for() -> None:
    text = " ".join(f"w{chr(97 + one // 26)}{chr(97 + one % 26)}" for one in range(45))

    assert len(words(text, text, text.replace("w", "v"), text.replace("w", "v"))) == MOST


def test_words_of_a_cloud_do_not_overlap_and_the_most_frequent_is_the_largest_in_the_middle() -> None:
    told = [Word(f"word{'m' * (place % 9)}", 60 - place) for place in range(MOST)]
    placed = cloud(told, 1.9)

    assert [one.text for one in placed] == [one.text for one in told]
    assert (placed[0].x, placed[0].y) == (0, 0)
    assert [one.size for one in placed] == sorted((one.size for one in placed), reverse=True)
    for one, other in itertools.combinations(placed, 2):
        beside = abs(one.x - other.x) >= one.half_width + other.half_width
        below = abs(one.y - other.y) >= one.half_height + other.half_height
        assert beside or below, (one.text, other.text)


def test_a_cloud_of_nothing_has_no_words() -> None:
    assert cloud([], 1.0) == []
