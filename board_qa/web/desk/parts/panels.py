"""What opens under the actions. Each is a plain form; one is open at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain import rests_on
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import reasons_offered
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.web.desk.parts.buttons import sent_with
from board_qa.web.desk.parts.follow_ups import NextFollowUp
from board_qa.web.desk.parts.frame import Frame
from board_qa.web.desk.parts.override import Override, Stops, override

# The panels in the order of the page, each with the action that it is for.
PANELS = {
    "decline": Action.DECLINE,
    "redirect": Action.REDIRECT,
    "wording": Action.EDIT_WORDING,
    "override": Action.ACCEPT,
    "group": Action.GROUP,
    "written": Action.WRITE,
    "brief": Action.BRIEF,
    "assign": Action.ASSIGN,
    "answer": Action.NOTE_ANSWER,
    "supplementary": Action.RECEIVE,
    "another-meeting": Action.LEAVE_MEETING,
}


@dataclass(frozen=True)
class Choice:
    """One of the ways to answer with a key; `key` is '' where there are more than the keyboard has digits."""

    id: str
    name: str
    key: str
    advice: str = ""


@dataclass(frozen=True)
class Panels:
    """`moving` and `staying` are what a form sends whose question makes room for the next, or stays."""

    frame: Frame
    question: Question
    can: frozenset[Action]
    moving: dict[str, object]
    staying: dict[str, object]
    reasons: Sequence[Choice]
    redirects: Sequence[Choice]
    override: Override | None
    colleagues: Sequence[Moderator]
    meetings: Sequence[Meeting]
    another: NextFollowUp | None

    @property
    def open(self) -> str:
        return self.frame.open_panel

    @property
    def cancel(self) -> str:
        """The address that shows none of them."""
        return self.frame.address_of(self.question)

    @property
    def is_public(self) -> bool:
        """Whether what is typed is read by everyone at once."""
        return self.question.state in PUBLIC_STATES

    @property
    def declining(self) -> dict[str, object]:
        return self.moving | {"rests_on": rests_on.of_reasons(self.frame.rules)}

    @property
    def redirecting(self) -> dict[str, object]:
        return self.moving | {"rests_on": rests_on.of_redirects(self.frame.rules)}

    @property
    def names(self) -> list[str]:
        """Those that the page has, in its order: templates/desk/panels has a file for each."""
        return [name for name, action in PANELS.items() if self._has(name, action)]

    def _has(self, name: str, action: Action) -> bool:
        if name == "override":
            return self.override is not None
        if name == "written":  # who answers is asked once it is to be answered in writing
            return self.question.state is State.WRITTEN
        if name == "supplementary":
            return self.another is not None
        if name == "another-meeting":
            return bool(self.meetings)
        return name == "assign" or action in self.can

    def to(self, what: str) -> str:
        """Where the form of a decision is sent."""
        return url_for("deciding.decide", meeting_id=self.frame.meeting.id, number=self.question.number, what=what)


def panels(
    frame: Frame,
    question: Question,
    can: frozenset[Action],
    stops: Stops,
    meetings: Sequence[Meeting],
    another: NextFollowUp | None,
) -> Panels:
    """`meetings` are those that it can be moved to, and `another` is the form for a supplementary question."""
    return Panels(
        frame,
        question,
        can,
        sent_with(frame, question, stays=False),
        sent_with(frame, question, stays=True),
        [
            Choice(one.id, one.sentence, _digit(place, 10))
            for place, one in enumerate(reasons_offered(frame.rules), start=1)
        ],
        [
            Choice(one.id, one.name, _digit(place, 9), one.advice)
            for place, one in enumerate(frame.rules.redirects, start=1)
        ],
        override(frame, question, stops, can),
        [one for one in frame.people if not one.closed and one.id != frame.you],
        meetings,
        another,
    )


def _digit(place: int, most: int) -> str:
    """The key of the reason at this place, from 1; the tenth has the 0."""
    return str(place % 10) if place <= most else ""
