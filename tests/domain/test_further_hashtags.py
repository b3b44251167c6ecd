"""Hashtags as somebody types them for a meeting, beside its own."""

from __future__ import annotations

import pytest

from board_qa.domain.networks.hashtags import are_all_different, is_hashtag, separate


@pytest.mark.parametrize(
    "typed", ["#NHSLeeds #Leeds_2", "NHSLeeds, Leeds_2", " ＃NHSLeeds;\n#Leeds_2 ", "#NHSLeeds,Leeds_2"]
)
def test_they_are_told_apart_however_they_are_typed(typed: str) -> None:
    assert separate(typed) == ["NHSLeeds", "Leeds_2"]


@pytest.mark.parametrize("typed", ["", " ", "# ,"])
def test_nothing_is_no_hashtag(typed: str) -> None:
    assert separate(typed) == []


@pytest.mark.parametrize(("word", "can_be"), [("NHSLeeds", True), ("Bwrdd_Môn2", True), ("2026", False), ("___", False),
                                              ("NHS-Leeds", False), ("a#b", False), ("", False)])  # fmt: skip
def test_one_has_letters_numbers_and_underscores_and_a_letter_at_least(word: str, can_be: bool) -> None:
    assert is_hashtag(word) is can_be


@pytest.mark.parametrize("other", ["NHSMON", "nhsmôn", "ＮＨＳMon"])
def test_those_that_a_network_takes_for_one_are_one(other: str) -> None:
    assert not are_all_different(["AnytownBoard", "NHSMon", other])


def test_those_that_only_begin_alike_are_two() -> None:
    assert are_all_different(["NHS", "NHSLeeds"])
