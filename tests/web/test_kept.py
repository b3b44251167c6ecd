"""What was made of a record is kept, within bounds."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from board_qa.web.shell.kept import Kept


def test_what_is_kept_is_not_made_again() -> None:
    kept, made = Kept[str](2), list[str]()

    def make(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    assert [make(name) for name in ("one", "two", "one", "two")] == ["one", "two", "one", "two"]
    assert made == ["one", "two"]


def test_there_is_room_for_so_many_and_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept[int](2)
    for name in ("one", "two", "one", "three"):
        kept.get(name, lambda: 1)

    assert [kept.get(name, lambda: 2) for name in ("one", "three", "two")] == [1, 1, 2]


def test_whoever_asks_while_it_is_made_gets_the_same_and_it_is_made_once() -> None:
    kept, begun, go_on, made, got = Kept[str](2), Event(), Event(), list[str](), list[str]()

    def make() -> str:
        made.append("once")
        begun.set()
        go_on.wait(10)
        return "a picture"

    asking = [Thread(target=lambda: got.append(kept.once("key", make))) for _ in range(5)]
    asking[0].start()
    begun.wait(10)
    for one in asking[1:]:
        one.start()
    go_on.set()
    for one in asking:
        one.join(10)

    assert got == ["a picture"] * 5
    assert made == ["once"]


def test_what_could_not_be_made_is_tried_again_by_the_next() -> None:
    kept = Kept[str](2)

    def fail() -> str:
        raise LookupError("busy")

    with pytest.raises(LookupError, match="busy"):
        kept.once("key", fail)

    assert kept.once("key", lambda: "made") == "made"
