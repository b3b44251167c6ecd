"""What is picked for a recap, in which order, and what becomes of it when an item goes and comes back."""

from __future__ import annotations

from datetime import timedelta

from board_qa.domain.meetings.recap import (
    Item,
    ItemKind,
    Pick,
    Recap,
    key,
    moved,
    picked,
    suggested,
    ticked,
    with_absent,
)
from tests.support.doubles import NOON


def item(name: str, minutes: int = 0, is_suggested: bool = True) -> Item:
    return Item(name, ItemKind.QUESTION, NOON + timedelta(minutes=minutes), is_suggested)


A, B, C, D = (item(name, minutes) for minutes, name in enumerate("abcd"))


def saved(*picks: Pick) -> Recap:
    return Recap("", picks, revision=1)


def named(*names: str) -> tuple[Pick, ...]:
    return tuple(Pick(*name.split("|")) for name in names)


def test_an_item_has_a_name_that_lasts() -> None:
    assert [key(ItemKind.QUESTION, 4), key(ItemKind.FIGURES)] == ["question-4", "figures"]


def test_before_anybody_picked_what_is_suggested_is_in_it() -> None:
    items = [A, item("b", 1, is_suggested=False), C]

    assert suggested(items) == named("a", "c")
    assert picked(Recap(), items) == named("a", "c")
    assert picked(saved(), items) == ()  # somebody took everything out


def test_what_cannot_be_told_any_more_is_left_out_and_its_heading_stands_over_the_next() -> None:
    recap = saved(*named("a|Before", "b|At the meeting", "c", "d|After"))

    assert picked(recap, [A, C, D]) == named("a|Before", "c|At the meeting", "d|After")
    assert picked(recap, [A, B, C]) == named("a|Before", "b|At the meeting", "c")
    assert picked(recap, []) == ()


def test_a_heading_of_its_own_is_kept_when_the_one_before_goes() -> None:
    assert picked(saved(*named("a|One", "b|Two")), [B]) == named("b|Two")


def test_what_is_unticked_goes_and_what_is_ticked_comes_in_order_of_time() -> None:
    shown = named("a|Before", "d")

    assert ticked(shown, {"a", "b", "c", "d"}, [A, B, C, D]) == named("a|Before", "b", "c", "d")
    assert ticked(shown, {"d"}, [A, B, C, D]) == named("d|Before")
    assert ticked((), {"c", "a"}, [A, B, C, D]) == named("a", "c")


def test_in_another_order_than_that_of_time_it_comes_before_the_first_that_is_later() -> None:
    assert ticked(named("d", "a"), {"a", "b", "d"}, [A, B, D]) == named("b", "d", "a")


def test_one_is_moved_and_the_heading_stays_with_its_part() -> None:
    picks = named("a|Before", "b", "c|After")

    assert moved(picks, "b", 1) == named("a|Before", "c", "b|After")
    assert moved(picks, "a", 1) == named("b|Before", "a", "c|After")
    assert moved(picks, "a", -1) == picks
    assert moved(picks, "c", 1) == picks
    assert moved(picks, "z", 1) == picks


def test_what_was_picked_and_cannot_be_told_now_keeps_its_place_for_when_it_comes_back() -> None:
    before = named("a", "b|Part", "c", "d")
    after = with_absent(named("a", "c|Part", "d"), before, {"a", "c", "d"})

    assert after == named("a", "b", "c|Part", "d")
    assert picked(saved(*after), [A, B, C, D]) == after
    assert with_absent(named("d", "c"), before, {"a", "c", "d"}) == named("b", "d", "c")  # what it followed is out
    assert with_absent((), named("a", "b"), {"c"}) == named("a", "b")
