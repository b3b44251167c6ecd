"""Supplementary questions: those that are asked once the board has answered one, and stand beside it as "4a", "4b"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase

from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.question import Question, State

# A question is asked about once the room can have heard it; before that there is nothing to ask more about.
PARENTS = frozenset({State.ACCEPTED, State.ON_SCREEN, State.ANSWERED})
# Where it was put already, so that one about it can be put at once.
PUT = PARENTS - {State.ACCEPTED}
# What goes with its question to another meeting. What is on the screen, answered or settled belongs to this one.
GOES_ALONG = frozenset({State.RECEIVED, State.HELD, State.ACCEPTED, State.WRITTEN})


class Why(StrEnum):
    """Why a question can have no supplementary one; NOT_PUT: none that is put before it."""

    RULES = "rules"
    IS_ONE = "is_one"
    STATE = "state"
    FULL = "full"
    NOT_PUT = "not_put"


class NoSupplementary(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Supplement:
    """What a question on its way into the queue is beside what was asked: after which question, what it is called, its
    place in the running order (0 for the last one) and the agenda item of the question before it."""

    parent_id: int
    supplementary: str
    place: float
    agenda_item: str


def why_not(rules: Rules, parent: Question, asked: int) -> Why | None:
    """Why this question can have no supplementary one, of which it had `asked` already; None where it can."""
    if parent.supplementary:
        return Why.IS_ONE
    if not rules.supplementary:
        return Why.RULES
    if parent.state not in PARENTS:
        return Why.STATE
    return Why.FULL if asked >= len(ascii_lowercase) else None


def supplement(rules: Rules, parent: Question, asked: int, room: tuple[float, float] | None) -> Supplement:
    """The next supplementary question to one that had `asked` already; there is a letter for each of 26.

    `room` is between which two places it stands in the running order; None at its end. Raises NoSupplementary.
    """
    if why := why_not(rules, parent, asked):
        raise NoSupplementary(why)
    place = sum(room) / 2 if room else 0
    called = f"{parent.called}{ascii_lowercase[asked]}"
    return Supplement(parent.id, called, place, parent.disposition.agenda_item)


def letters_of(question: Question) -> str:
    """What stands after the number of its question: "a" of "4a"."""
    return question.supplementary.removeprefix(question.parent_called)


def beside_its_parent(question: Question) -> tuple[int, str]:
    """By this a record is in order: as the questions came, and each supplementary one after its own."""
    return int(question.parent_called or question.number), letters_of(question)
