"""What was made of a record is kept, within bounds."""

from __future__ import annotations

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
