"""What every part of the desk refers to: the meeting, the choice in the address, the time, and who is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.presence import Presence
from board_qa.domain.accounts.roles import Right, may
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.question import Question
from board_qa.services.accounts import presence
from board_qa.web.desk.choice import Chosen
from board_qa.web.shell import words
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports


@dataclass(frozen=True)
class Frame:
    """`people` are all who have an account; `counts` (of supporters) and `viewers` are by the id of a question."""

    meeting: Meeting
    choice: Chosen
    now: datetime
    you: int
    rights: frozenset[Right]
    open_panel: str
    people: Sequence[Moderator]
    counts: Mapping[int, int]
    viewers: Mapping[int | None, Sequence[str]]

    @property
    def zone(self) -> str:
        return self.meeting.details.timezone

    @property
    def rules(self) -> Rules:
        return self.meeting.details.rules

    @property
    def moderates(self) -> bool:
        return Right.MODERATE in self.rights

    @property
    def drives(self) -> bool:
        return Right.DRIVE in self.rights

    @property
    def confirms(self) -> bool:
        return Right.CONFIRM in self.rights

    @cached_property
    def desk(self) -> str:
        """The address of this meeting's desk. A page leads back to it a hundred times."""
        return url_for("desk.queue", meeting_id=self.meeting.id)

    @cached_property
    def back(self) -> str:
        """The list as it is, for the forms: where they lead back to without a script."""
        return urlencode(self.choice.link())

    def back_with(self, question: Question) -> str:
        """The same, with this question before the moderator."""
        return f"{self.back}&q={question.number}"

    def address_of(self, question: Question) -> str:
        """This list, with this question before the moderator. A page has a hundred of them."""
        return f"{self.desk}?{self.back_with(question)}"

    def address(self, **changes: Any) -> str:
        """This list, with another question, page or panel."""
        return self.bare_address(**self.choice.link(**changes))

    def bare_address(self, **query: Any) -> str:
        """The desk as the query says, whatever was chosen before."""
        return f"{self.desk}?{urlencode(query)}"

    def at(self, moment: datetime) -> str:
        return words.at(moment, self.now, self.zone)

    def supporters(self, question: Question) -> str:
        return words.supporters(self.counts.get(question.id, 0))

    def who_has(self, question: Question) -> str:
        """ "You have" or "Alex Morgan has"; '' where nobody does."""
        assignee = question.disposition.assignee
        if not assignee:
            return ""
        if assignee == self.you:
            return "You have"
        return next((f"{one.name} has" for one in self.people if one.id == assignee), "Somebody has")


def frame(meeting: Meeting, choice: Chosen, shown: Sequence[Question]) -> Frame:
    store, by = ports().store, actor()
    return Frame(
        meeting,
        choice,
        now=ports().clock(),
        you=by.id or 0,
        rights=frozenset(right for right in Right if may(g.moderator.role, right)),
        open_panel=request.args.get("panel", ""),
        people=store.accounts.all(),
        counts=store.support.counts({question.id for question in shown}),
        viewers=_viewers(presence.others(ports(), meeting, by)),
    )


def _viewers(present: Sequence[Presence]) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    for one in present:
        found.setdefault(one.question_id, []).append(one.moderator)
    return found
