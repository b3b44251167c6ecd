"""The poll "What do you use most?": when it takes answers, and who may read what came of it.

It tells a board where to listen, and nothing about people: those who answered are whoever opened the page. The answers
are a setting of the board (`AboutBoard.poll_answers`), and the last one is always none of these.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from board_qa.domain.meetings.phases import Phase
from board_qa.domain.questions.support import network
from board_qa.domain.text.saying import gettext_noop

QUESTION = gettext_noop("What do you use most?")
NONE_OF_THESE = gettext_noop("None of these")
# Of fewer the public is shown nothing: in a small room everybody would know whose answer each is. Our own figure.
FEWEST = 5


class Stage(StrEnum):
    """Nothing of it is on the page; it is asked; or only what came of it is shown."""

    HIDDEN = "hidden"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Result:
    """How many named it, and how many of a hundred of all who answered."""

    choice: str
    answers: int
    share: int


@dataclass(frozen=True)
class Poll:
    """`offered` is what can be answered now, `counts` how many gave each answer that somebody gave, and `mine` what one
    device answered, '' for nothing."""

    stage: Stage
    offered: Sequence[str]
    counts: Mapping[str, int]
    mine: str = ""

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def is_public(self) -> bool:
        """Whether the public may read what came of it."""
        return self.answers >= FEWEST

    @property
    def results(self) -> list[Result]:
        """The most frequent answer first; with those that nobody gave, and those that are not offered any more."""
        choices, total = dict.fromkeys([*self.offered, *self.counts]), self.answers
        results = [_result(one, self.counts.get(one, 0), total) for one in choices]
        return sorted(results, key=lambda one: -one.answers)


def offered(answers: Sequence[str]) -> tuple[str, ...]:
    return (*answers, NONE_OF_THESE)


def stage(wanted: bool, phase: Phase, answers: int) -> Stage:
    """Of a meeting whose board wants it asked or not. Where it was never answered there is nothing to show."""
    if wanted and phase is not Phase.AFTER:
        return Stage.OPEN
    return Stage.CLOSED if answers else Stage.HIDDEN


def hashed(address: str, meeting_id: int, secret: bytes) -> str:
    """A network as it is stored: it says nothing without the day's secret, and nothing about another meeting."""
    return hmac.new(secret, f"answers {meeting_id} {network(address)}".encode(), sha256).hexdigest()


def _result(choice: str, answers: int, total: int) -> Result:
    return Result(choice, answers, round(answers * 100 / total) if total else 0)
