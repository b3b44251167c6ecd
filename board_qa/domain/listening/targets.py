"""What a board aims at, at each of its meetings, and whether it got there."""

from __future__ import annotations

from dataclasses import dataclass

# The figures that a board may aim at, by the names of phrases/listening.py, in the order in which they are offered.
FIGURES = (
    "asked",
    "askers",
    "first_time",
    "answered",
    "days_to_answer",
    "told",
    "supports",
    "posts",
    "participants",
    "followers_gained",
)
# Of these the board wants few, and of the others many.
_FEW = frozenset({"days_to_answer"})
MOST = 999_999


@dataclass(frozen=True)
class Target:
    """At least so many at each meeting; of days, at most so many."""

    figure: str
    number: int

    @property
    def is_at_most(self) -> bool:
        return self.figure in _FEW

    def is_reached_by(self, figure: float | None) -> bool:
        """What is not known has not been reached."""
        if figure is None:
            return False
        return figure <= self.number if self.is_at_most else figure >= self.number
