"""What a hashtag did, worked out by hand and against the arithmetic of published reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from board_qa.domain.listening.figures import Account, Heard, Ranked, Window, counted, top_lists
from tests.support.doubles import NOON

MARIA, JO, ANN, BOARD = (Account("X", name) for name in ("maria", "jo", "ann", "board"))
DAY = Window(NOON, NOON + timedelta(hours=24))


def heard(account: Account, hours: float = 1, **more: Any) -> Heard:
    return Heard(account, NOON + timedelta(hours=hours), **more)


# Maria posts twice (100 followers), Jo replies once (40), Ann posts once and nobody says how many follow her; Jo passes
# Maria's post on, and the board posted before the window.
MADE = [
    heard(MARIA, followers=90),
    heard(MARIA, 2, followers=100, names=(BOARD, JO)),
    heard(JO, 3, followers=40, is_reply=True, names=(MARIA,)),
    heard(ANN, 4, names=(MARIA, ANN)),
    heard(JO, 5, followers=40, is_repost=True),
    heard(BOARD, -1, followers=1_000),
]


def test_each_figure_is_as_worked_out_by_hand() -> None:
    told = counted(MADE, DAY)

    assert (told.posts, told.reposts, told.participants, told.unknown) == (4, 1, 3, 1)
    assert told.impressions == 2 * 100 + 1 * 40 + 0
    assert told.reach == 100 + 40
    assert told.honest_impressions == 100 + 100 + 1 + 0
    assert told.honest_reach == 100 + 1 + 0
    assert told.posts_an_hour == pytest.approx(4 / 24)
    assert told.posts_a_participant == pytest.approx(4 / 3)


def test_of_whom_nothing_is_known_a_reply_counts_one_in_the_honest_figures_and_nothing_in_the_others() -> None:
    told = counted([heard(ANN, is_reply=True), heard(JO, is_reply=True, followers=40), heard(MARIA)], DAY)

    assert (told.participants, told.unknown) == (3, 2)
    assert (told.impressions, told.reach) == (40, 40)
    assert (told.honest_impressions, told.honest_reach) == (2, 2)


def test_an_unknown_account_that_replied_and_posted_counts_its_reply_alone() -> None:
    told = counted([heard(ANN, is_reply=True), heard(ANN, 2)], DAY)

    assert (told.impressions, told.reach, told.honest_impressions, told.honest_reach) == (0, 0, 1, 0)


def test_the_window_before_is_as_long_and_ends_where_the_other_begins() -> None:
    before = counted(MADE, DAY.before)

    assert (DAY.before.ends, DAY.before.hours) == (DAY.begins, DAY.hours)
    assert (before.posts, before.participants, before.reach) == (1, 1, 1_000)


def test_nothing_at_all_is_nothing_and_not_a_fault() -> None:
    told = counted([], DAY)

    assert (told.posts, told.participants, told.impressions, told.honest_reach) == (0, 0, 0, 0)
    assert told.posts_an_hour == 0
    assert told.posts_a_participant is None
    assert counted([], Window(NOON, NOON)).posts_an_hour is None
    assert top_lists([], DAY).by_posts == []


def test_how_often_a_network_says_a_post_was_shown_counts_before_any_guess() -> None:
    told = counted([heard(MARIA, followers=5_000, impressions=120), heard(JO, is_reply=True, impressions=30)], DAY)

    assert told.honest_impressions == 150
    assert told.impressions == 5_000


def test_a_moment_is_in_one_window_alone() -> None:
    edges = [heard(MARIA, 0), heard(MARIA, 24)]

    assert counted(edges, DAY).posts == 1
    assert counted(edges, DAY.before).posts == 0


@pytest.mark.parametrize(
    ("posts", "hours", "people", "an_hour", "each"),
    [(48_273, 8_784, 4_157, 5, 12)],  # a year of a hashtag, as its report was published
)
def test_the_arithmetic_is_that_of_published_reports(
    posts: int, hours: int, people: int, an_hour: int, each: int
) -> None:
    year = Window(NOON, NOON + timedelta(hours=hours))
    said = [heard(Account("X", str(number % people))) for number in range(posts)]
    told = counted(said, year)

    assert (told.posts, told.participants) == (posts, people)
    assert round(told.posts_an_hour or 0) == an_hour
    assert round(told.posts_a_participant or 0) == each


def test_the_top_lists_have_the_largest_first_and_nobody_by_naming_themselves() -> None:
    top = top_lists(MADE, DAY)

    assert top.by_mentions == [Ranked(MARIA, 2), Ranked(BOARD, 1), Ranked(JO, 1)]
    assert top.by_posts == [Ranked(MARIA, 2), Ranked(ANN, 1), Ranked(JO, 1)]
    assert top.by_impressions == [Ranked(MARIA, 200), Ranked(JO, 40)]


def test_a_top_list_has_ten_and_equal_ones_always_in_the_same_order() -> None:
    crowd = [heard(Account("X", f"{number:02}")) for number in range(12)]

    assert [one.account.id for one in top_lists(reversed(crowd), DAY).by_posts] == [f"{n:02}" for n in range(10)]
