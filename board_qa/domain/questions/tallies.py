"""Counting questions by whoever asked them, one after the other, without looking at every pair."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Earlier:
    """How many questions came before from the same asker, and the number of the first of them (0 for none)."""

    count: int = 0
    first: int = 0


@dataclass(frozen=True)
class SameAsker:
    """Whoever gave exactly these keys, and the numbers of the questions that came with them, lowest first."""

    keys: frozenset[str]
    numbers: tuple[int, ...]


def tallied(askers: Iterable[SameAsker], numbers: Collection[int]) -> dict[int, Earlier]:
    """What came before each of these questions from the same asker. `askers` are all who share a key with theirs,
    directly or through others; who shares none counts nowhere and need not be looked at."""
    tally, earlier, last = Tally(), {}, max(numbers, default=0)
    for number, keys in sorted((number, one.keys) for one in askers for number in one.numbers if number <= last):
        earlier[number] = tally.add(number, keys)
    return {number: earlier.get(number, Earlier()) for number in numbers}


class Tally:
    """Counts questions in the order of their numbers.

    An asker is known by any of several keys, and a question can show that two askers so far are one: with the email
    of the one and the name of the other. So keys are kept as a forest (union-find), whose roots hold the counts.
    """

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._counts: dict[str, Earlier] = {}

    def add(self, number: int, keys: Collection[str]) -> Earlier:
        """Count a question; what is returned came before it. Without any key it is nobody's and counts nowhere."""
        if not keys:
            return Earlier()
        roots = sorted({self._root(key) for key in keys})
        known = [self._counts.pop(root) for root in roots if root in self._counts]
        earlier = Earlier(sum(one.count for one in known), min((one.first for one in known), default=0))
        self._above.update(dict.fromkeys(roots[1:], roots[0]))
        self._counts[roots[0]] = Earlier(earlier.count + 1, earlier.first or number)
        return earlier

    def _root(self, key: str) -> str:
        while key in self._above:
            # Each look halves the way to the root, so that ways stay short however askers were joined.
            above = self._above[key]
            self._above[key] = self._above.get(above, above)
            key = self._above[key]
        return key
