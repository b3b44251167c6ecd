"""What a target is called, and how far a meeting got."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from board_qa.domain.listening.targets import FIGURES, Target
from board_qa.phrases.listening import SIDE_BY_SIDE, Compared, Counted, as_said

# The figures that a board may aim at, by name, as they are called and read everywhere else.
AIMS: Final[Mapping[str, Compared]] = {
    name: compared for name in FIGURES for compared in SIDE_BY_SIDE if compared.name == name
}


def title(figure: str) -> str:
    return AIMS[figure].title


def setting(figure: str) -> str:
    """By what name a change of its target is on the record."""
    return f"target_{figure}"


def aim_said(target: Target) -> str:
    """What is aimed at, as it ends a line that begins with the figure's title."""
    if target.is_at_most:
        return f"half of the answers within {_days(target.number)}"
    return f"at least {target.number:,}"


def reached_said(target: Target, told: Counted) -> str:
    """How far a meeting got: "34 of 30: reached", "12 of 30"."""
    figure = AIMS[target.figure].of(told)
    if figure is None:
        return "Not known yet"
    reached = target.is_reached_by(figure)
    if target.is_at_most:
        return f"{as_said(figure)} of at most {_days(target.number)}: {'reached' if reached else 'not reached'}"
    return f"{as_said(figure)} of {target.number:,}{': reached' if reached else ''}"


def _days(number: int) -> str:
    return f"{number:,} {'day' if number == 1 else 'days'}"
