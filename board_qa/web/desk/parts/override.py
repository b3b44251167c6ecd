"""Why an approval stops, and how to go on: without the name, in other words, or as it is with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.text.flags import Flag, Kind
from board_qa.web.desk.parts.buttons import Button, Opener, decision, opener
from board_qa.web.desk.parts.frame import Frame


@dataclass(frozen=True)
class Stops:
    """The flags of the words and of the name that stop an approval."""

    of_the_words: Sequence[Flag]
    of_the_name: Sequence[Flag]

    def __bool__(self) -> bool:
        return bool(self.of_the_words or self.of_the_name)

    @property
    def at_risk(self) -> bool:
        """Whether somebody may be in distress."""
        return any(flag.kind is Kind.DISTRESS for flag in (*self.of_the_words, *self.of_the_name))


@dataclass(frozen=True)
class Override:
    title: str
    advice: str
    ways_out: Sequence[Button | Opener]


def override(frame: Frame, question: Question, stops: Stops, can: frozenset[Action]) -> Override | None:
    if not stops:
        return None
    advice = f"{_first(stops)}, or say why it is published as it is. Your reason goes on the record."
    return Override(_title(stops), advice, list(_ways_out(frame, question, stops, can)))


def _title(stops: Stops) -> str:
    if stops.at_risk:
        return "This person may be at risk"
    return "This may identify a person" if stops.of_the_words else "Check the name first"


def _first(stops: Stops) -> str:
    if stops.at_risk:
        return "Pass on where to get help first. Then decline or redirect it, edit the wording"
    if stops.of_the_words and stops.of_the_name:
        return "Edit the wording and withhold the name first"
    return "Withhold the name first" if stops.of_the_name else "Edit the wording first"


def _ways_out(frame: Frame, question: Question, stops: Stops, can: frozenset[Action]) -> list[Button | Opener]:
    ways: list[Button | Opener] = []
    if stops.of_the_name and Action.WITHHOLD_NAME in can:
        ways.append(decision(frame, question, "withhold-name", "Withhold the name", "m-btn--go", stays=True))
    if stops.of_the_words:
        ways.append(opener(frame, question, "wording", "Edit first", "m-btn--go", "e"))
    return ways
