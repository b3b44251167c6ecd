"""Our followers before and after, worked out by hand; and when it is time to count them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from board_qa.domain.listening.figures import Account, Window
from board_qa.domain.listening.followers import FollowerCount, OurFollowers, is_due, our_followers
from tests.support.doubles import NOON

# Ten days from noon of the first.
WINDOW = Window(NOON, NOON + timedelta(days=10))
BOARD, OTHER, TOWN = Account("X", "1"), Account("X", "2"), Account("Mastodon", "7")


def count(days: float, followers: int, account: Account = BOARD) -> FollowerCount:
    return FollowerCount(account, NOON + timedelta(days=days), followers)


def told(*counts: FollowerCount, window: Window = WINDOW, **ours: str) -> OurFollowers:
    return our_followers(counts, ours or {"X": "1"}, window)


def numbers(found: OurFollowers) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(one.channel, number(one.begins), number(one.ends), one.gained) for one in found.networks]


def number(count: FollowerCount | None) -> int | None:
    return count.followers if count else None


def test_the_nearest_counts_are_those_of_the_beginning_and_the_end() -> None:
    found = told(count(-1, 90), count(0.5, 100), count(5, 120), count(9.9, 130), count(10.5, 140))

    assert numbers(found) == [("X", 100, 130, 30)]
    assert (found.at_end, found.gained) == (130, 30)


def test_of_two_that_are_equally_near_the_earlier_one_counts() -> None:
    assert numbers(told(count(-1, 90), count(1, 110), count(9, 150), count(11, 160))) == [("X", 90, 150, 60)]


@pytest.mark.parametrize(("days", "known"), [(2, True), (2.01, False), (-2, True), (-2.01, False)])
def test_two_days_away_is_near_enough_and_more_is_not(days: float, known: bool) -> None:
    (one,) = told(count(days, 90)).networks

    assert (one.begins is not None) is known
    assert (one.ends, one.gained) == (None, None)


def test_a_board_may_lose_some() -> None:
    assert told(count(0, 100), count(10, 92)).gained == -8


@pytest.mark.parametrize(("days", "expected"), [(0.4, ("X", 90, None, None)), (0.6, ("X", None, 90, None))])
def test_one_count_is_not_both_of_a_short_window(
    days: float, expected: tuple[str, int | None, int | None, int | None]
) -> None:
    short = Window(NOON, NOON + timedelta(days=1))

    assert numbers(told(count(days, 90), window=short)) == [expected]


def test_what_is_not_known_of_one_network_is_left_out_of_the_sums() -> None:
    found = told(
        count(0, 100),
        count(10, 130),
        count(10, 50, TOWN),
        count(0, 9, Account("Toy", "t")),
        X="1",
        Mastodon="7",
        Toy="",
    )

    assert numbers(found) == [("X", 100, 130, 30), ("Mastodon", None, 50, None), ("Toy", None, None, None)]
    assert (found.at_end, found.gained) == (180, 30)


def test_without_any_count_the_sums_are_not_known_and_not_nothing() -> None:
    assert (told().at_end, told().gained) == (None, None)
    assert (our_followers([], {}, WINDOW).networks, our_followers([], {}, WINDOW).gained) == ([], None)


def test_another_account_on_the_same_network_is_not_ours_such_as_one_for_practising() -> None:
    assert numbers(told(count(0, 100), count(10, 5_000, OTHER))) == [("X", 100, None, None)]


def test_a_network_that_is_no_longer_on_is_told_of_where_it_was_counted() -> None:
    assert numbers(told(count(0, 40, TOWN), count(10, 50, TOWN))) == [
        ("X", None, None, None), ("Mastodon", 40, 50, 10),
    ]  # fmt: skip


def at(days: float) -> datetime:
    return NOON + timedelta(days=days)


@pytest.mark.parametrize(("days", "due"), [(-2.1, False), (-1.9, True), (5, True), (11.9, True), (12.1, False)])
def test_it_is_counted_while_a_window_is_near_or_open(days: float, due: bool) -> None:
    assert is_due(None, [WINDOW], at(days), is_paid=False) is due
    assert is_due(None, [WINDOW], at(days), is_paid=True) is due
    assert not is_due(None, [], at(days), is_paid=False)


def test_it_is_counted_once_a_day_and_as_soon_as_a_window_begins_or_ends() -> None:
    assert not is_due(at(5), [WINDOW], at(5.9), is_paid=False)
    assert is_due(at(5), [WINDOW], at(6), is_paid=False)
    assert is_due(at(-0.1), [WINDOW], at(0), is_paid=False)
    assert not is_due(at(0), [WINDOW], at(0.1), is_paid=False)
    assert is_due(at(9.9), [WINDOW], at(10), is_paid=False)
    assert not is_due(at(10), [WINDOW], at(10.1), is_paid=False)


def test_what_costs_is_counted_once_a_utc_day_and_never_twice() -> None:
    # It is noon in UTC: half a day later another day begins.
    assert not is_due(at(-0.4), [WINDOW], at(0), is_paid=True)
    assert not is_due(at(0), [WINDOW], at(0.49), is_paid=True)
    assert is_due(at(0), [WINDOW], at(0.5), is_paid=True)
