"""The page of the answers that the board owes, as its template is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.owed import OwedAnswer, OwedFilter, Owner
from board_qa.domain.questions.paging import Paging, page
from board_qa.domain.questions.question import Question, State
from board_qa.phrases.history import did_together
from board_qa.phrases.owed import due_said, mail_link, reminder
from board_qa.services.questions.owed import owed_answers
from board_qa.web.desk.parts.buttons import Button
from board_qa.web.desk.undoing import undoable
from board_qa.web.shell import responses
from board_qa.web.shell.installation import ports

PER_PAGE = 25
# What is done on this page, and can be taken back there.
_DONE_HERE = frozenset({Action.WRITE, Action.NOTE_ANSWER, Action.ANSWER})


@dataclass(frozen=True)
class Narrowed:
    """What the address says: which answers, and which page of them, `number`. `owner` is None for everybody's, and ''
    where nobody is named yet."""

    overdue: bool
    owner: str | None
    meeting: Meeting | None
    number: int

    def link(self, **changes: Any) -> str:
        """The address of this list, from its first page on, with something else in it; None leaves it out."""
        return url_for("written.page", **self._query({"page": None, **changes}))

    def to(self, question: Question, what: str) -> str:
        """Where a form about an answer is sent, which leads back to this page."""
        return url_for("written.decide", question_id=question.id, what=what, **self._query({}))

    def _query(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        here = {
            "overdue": 1 if self.overdue else None,
            "owner": self.owner,
            "meeting": self.meeting.id if self.meeting else None,
            "page": self.number if self.number > 1 else None,
        }
        return {name: one for name, one in {**here, **changes}.items() if one is not None}

    def owed(self) -> OwedFilter:
        """Whose answers, and of which meeting; what is late is so by the clocks of the board."""
        today = ports().clock().astimezone(ZoneInfo(responses.latest_zone())).date()
        before = today.isoformat() if self.overdue else None
        return OwedFilter(self.owner, before, self.meeting.id if self.meeting else None)


@dataclass(frozen=True)
class Choice:
    title: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Refused:
    """What could not be stored of the answer to a question, why, and what was typed."""

    question_id: int = 0
    what: str = ""
    why: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """An answer that is owed. `can_answer`: it is promised in this meeting; else it came from one with its promise."""

    answer: OwedAnswer
    due: str
    refused: Refused

    @property
    def can_answer(self) -> bool:
        return self.answer.question.state is State.WRITTEN

    def typed(self, name: str, stored: str) -> str:
        """What a field holds: what somebody typed there that was refused, else what is stored."""
        return self.refused.typed.get(name, stored)


@dataclass(frozen=True)
class WrittenPage:
    """`reminder` is for the one person whose answers are listed, '' where they are several people's."""

    narrowed: Narrowed
    choices: Sequence[Choice]
    owners: Sequence[Choice]
    rows: Sequence[Row]
    paging: Paging
    reminder: str
    mail: str
    calendar: str
    undo: Button | None
    undoes: str
    refused: Refused

    @property
    def earlier(self) -> str:
        return self.narrowed.link(page=self.paging.earlier) if self.paging.earlier else ""

    @property
    def later(self) -> str:
        return self.narrowed.link(page=self.paging.later) if self.paging.later else ""


def narrowed() -> Narrowed:
    asked = request.args
    meeting = ports().store.meetings.get(asked.get("meeting", 0, type=responses.number))
    return Narrowed("overdue" in asked, asked.get("owner"), meeting, asked.get("page", 1, type=responses.number))


def written_page(refused: Refused | None = None) -> WrittenPage:
    here, refused = narrowed(), refused or Refused()
    paging = page(here.number, PER_PAGE, ports().store.owed.count(here.owed()))
    answers = owed_answers(ports(), here.owed(), PER_PAGE, paging.skip)
    undo, undoes = _undo()
    text = reminder(here.owner, owed_answers(ports(), OwedFilter(here.owner))) if here.owner and answers else ""
    return WrittenPage(
        here,
        _choices(here),
        [Choice(one.name, one.count, here.link(owner=one.name), _is(one.name, here)) for one in _named()],
        [Row(one, due_said(one), refused if one.question.id == refused.question_id else Refused()) for one in answers],
        paging,
        text,
        mail_link(text) if text else "",
        url_for("written.calendar", owner=here.owner or None),
        undo,
        undoes,
        refused,
    )


def _choices(here: Narrowed) -> Sequence[Choice]:
    def choice(title: str, overdue: bool, owner: str | None) -> Choice:
        there = Narrowed(overdue, owner, here.meeting, 1)
        is_current = (here.overdue, here.owner) == (overdue, owner)
        return Choice(title, ports().store.owed.count(there.owed()), there.link(), is_current)

    return [choice("All", False, None), choice("Overdue", True, None), choice("Nobody is named", False, "")]


def _named() -> Sequence[Owner]:
    return [one for one in ports().store.owed.owners() if one.name]


def _is(name: str, here: Narrowed) -> bool:
    return here.owner is not None and here.owner.casefold() == name.casefold()


def _undo() -> tuple[Button | None, str]:
    """What was done here a moment ago, in the meeting that the address names."""
    meeting = ports().store.meetings.get(request.args.get("did", 0, type=responses.number))
    rows = undoable(meeting) if meeting else []
    if meeting is None or not rows or rows[0].action not in _DONE_HERE:
        return None, ""
    fields = {"expected": rows[0].revision, "from": "written"}
    what = did_together(rows)
    return Button("Undo", url_for("desk.undo", meeting_id=meeting.id), fields, what.lower(), "m-btn--s"), what
