"""What people sign with: personal details, abuse, names that pass for somebody official."""

from __future__ import annotations

import pytest

from board_qa.domain.text.flags import Kind
from board_qa.screening.process import ScreeningApart, ScreeningProcess
from board_qa.screening.screener import Screener
from tests.measures.measure_names import NAMES, measure, signed_with, table
from tests.measures.name_set import OURS, UNSEEN
from tests.support.places import ROOT


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(OURS)


def kinds(screener: Screener, *names: str) -> set[Kind]:
    return {flag.kind for flag in screener.flags_of_names(names)}


def test_the_set_of_names_is_large_and_a_third_of_it_clean() -> None:
    assert len(NAMES) >= 150
    assert sum(not name.kinds for name in NAMES) * 3 >= len(NAMES)


def test_nothing_personal_in_a_name_of_the_set_is_missed() -> None:
    assert measure()["Personal details"].missed == 0
    assert {row.missed for row in measure(UNSEEN).values()} == {0}


def test_the_readme_says_what_is_measured() -> None:
    assert table() in (ROOT / "README.md").read_text()


@pytest.mark.parametrize(
    "name", ["The Chair", "NHS England", "Anytown University Hospitals", "Moderator", "Y Cadeirydd"]
)
def test_a_name_that_passes_for_somebody_official_is_pointed_out(screener: Screener, name: str) -> None:
    assert kinds(screener, name) == {Kind.IMPERSONATION}


def test_without_the_name_of_a_board_nobody_passes_for_it() -> None:
    assert kinds(Screener(), "Anytown University Hospitals") == set()
    assert kinds(Screener(), "The Chair") == {Kind.IMPERSONATION}


@pytest.mark.parametrize(
    "name",
    ["Chair, Friends of Elm Park", "Pat Chairman", "University of Anytown", "Anytown Hospital League of Friends"],
)
def test_whoever_speaks_for_another_body_does_not_pass_for_the_board(screener: Screener, name: str) -> None:
    assert kinds(screener, name) == set()


@pytest.mark.parametrize("names", [("Sh1t Show",), ("Jo", "@fuckthetrust"), ("Jo", "", "Wankers United")])
def test_abuse_is_found_in_a_name_a_handle_and_an_organisation(screener: Screener, names: tuple[str, ...]) -> None:
    assert kinds(screener, *names) == {Kind.ABUSE}


@pytest.mark.parametrize(
    "name", ["Shital Patel", "Rohan Wankhede", "@harshita_s", "Scunthorpe Carers", "@scunthorpeman"]
)
def test_names_of_people_and_towns_are_no_abuse(screener: Screener, name: str) -> None:
    assert kinds(screener, name) == set()


def test_a_handle_that_looks_like_an_address_is_a_public_name(screener: Screener) -> None:
    assert kinds(screener, "Jo", "@jo@mastodon.example") == set()
    assert kinds(screener, "jo@mastodon.example") == {Kind.EMAIL}


@pytest.mark.parametrize("name", ["", "@", "   ", "👩🏽‍⚕️", "\u0301" * 300, "a" * 5_000, "王芳"])
def test_a_name_of_any_kind_is_looked_through(screener: Screener, name: str) -> None:
    assert kinds(screener, name) == set()


def test_names_are_looked_through_in_the_other_process_as_well() -> None:
    process = ScreeningProcess()
    try:
        for one in NAMES[::20]:
            names = signed_with(one.text)
            assert ScreeningApart(process, OURS).flags_of_names(names) == Screener(OURS).flags_of_names(names)
    finally:
        process.close()


@pytest.mark.server
def test_one_process_looks_names_through_for_each_board_by_that_boards_own_name() -> None:
    process = ScreeningProcess()
    try:
        here, there = (ScreeningApart(process, name) for name in ("Anytown Board", "Otherton Board"))
        flagged = [
            board.flags_of_names([name]) for name in ("Anytown Board", "Otherton Board") for board in (here, there)
        ]
    finally:
        process.close()

    assert [bool(flags) for flags in flagged] == [True, False, False, True]


@pytest.mark.parametrize("between", ["\ue000", "\U0001fffe", "\ufff0", "\U000e0fff", "\U000e0100"], ids=ascii)
def test_nothing_that_is_no_letter_hides_that_a_name_sounds_official(screener: Screener, between: str) -> None:
    assert kinds(screener, between.join("Chief Executive")) == kinds(screener, "Chief Executive") != set()
