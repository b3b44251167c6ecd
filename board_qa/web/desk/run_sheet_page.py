"""What the chair's run sheet shows: every button is a plain form; its script posts it without leaving the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g, url_for

from board_qa.domain.accounts.roles import Right, may
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.audience import asked_by
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.question import Question
from board_qa.phrases.history import did_together
from board_qa.services.meetings.run_sheet import Entry, RunSheet
from board_qa.services.questions import moderating
from board_qa.web.desk.parts.buttons import Button
from board_qa.web.shell import words

_IDLE = {
    IdleView.BLANK: "Nothing: the screen is blank",
    IdleView.JOINING: "The joining code {code}",
    IdleView.CLOSED: "The public section has closed",
}


@dataclass(frozen=True)
class SheetCard:
    """A question in full. `since` is when it was put, of the one on screen; `about` when another may be."""

    question: Question
    asked_by: str
    more: str
    put_by: str
    since: datetime | None
    about: str


@dataclass(frozen=True)
class Proposal:
    """A decline that waits for the chair's yes."""

    question: Question
    asked_by: str
    buttons: Sequence[Button]


@dataclass(frozen=True)
class RunSheetPage:
    """`idle` is what the screen shows instead of a question. `waiting_later` is how many wait after the next ones, and
    `unseen` and `unproposed` how many of those and of the proposals are not on the sheet."""

    meeting: Meeting
    now: datetime
    undo: Button | None
    undoes: str
    on_screen: SheetCard | None
    idle: str
    following: Sequence[SheetCard]
    later: Sequence[Question]
    waiting_later: int
    unseen: int
    proposed: Sequence[Proposal]
    proposing: int
    unproposed: int
    section_buttons: Sequence[Button]
    screen_buttons: Sequence[Button]

    @property
    def rules(self) -> Rules:
        return self.meeting.details.rules


def run_sheet_page(meeting: Meeting, sheet: RunSheet, last: Sequence[Change], now: datetime) -> RunSheetPage:
    """`last` is what whoever looks at it may take back."""
    drives = may(g.moderator.role, Right.DRIVE)
    waiting_later = sheet.waiting - len(sheet.following)
    return RunSheetPage(
        meeting,
        now,
        _undo(meeting, last) if last else None,
        did_together(last),
        _card(meeting, sheet.on_screen, on_screen=True) if sheet.on_screen else None,
        _IDLE[meeting.idle_view or IdleView.BLANK].format(code=meeting.code),
        [_card(meeting, entry) for entry in sheet.following],
        [entry.question for entry in sheet.later],
        waiting_later,
        waiting_later - len(sheet.later),
        [_proposal(meeting, question) for question in sheet.proposed],
        sheet.proposing,
        sheet.proposing - len(sheet.proposed),
        _section_buttons(meeting) if drives else (),
        _screen_buttons(meeting, sheet) if drives else (),
    )


def _card(meeting: Meeting, entry: Entry, *, on_screen: bool = False) -> SheetCard:
    question = entry.question
    others = f" and {question.together} more" if question.together else ""
    about = words.short_time(entry.at, meeting.details.timezone) if entry.at and not on_screen else ""
    return SheetCard(
        question, asked_by(question), others, words.PUT_BY[entry.put_by], entry.at if on_screen else None, about
    )


def _proposal(meeting: Meeting, question: Question) -> Proposal:
    if not may(g.moderator.role, Right.CONFIRM):
        return Proposal(question, asked_by(question), ())

    def answer(what: str, label: str, style: str = "") -> Button:
        there = url_for("deciding.confirm", meeting_id=meeting.id, number=question.number, what=what)
        return _button(label, there, question.revision, f"question {question.called}", style)

    yes, no = answer("confirm", "Yes, decline", "m-btn--no"), answer("return", "No, check it again")
    return Proposal(question, asked_by(question), (yes, no))


def _undo(meeting: Meeting, last: Sequence[Change]) -> Button:
    there = url_for("desk.undo", meeting_id=meeting.id)
    return _button("Undo", there, last[0].revision, did_together(last).lower(), "m-btn--s")


def _section_buttons(meeting: Meeting) -> Sequence[Button]:
    expected = moderating.expected_section(meeting.section)
    what, label = ("extend", "5 more minutes") if expected else ("start", "Start the clock")
    return (_button(label, url_for("desk.section", meeting_id=meeting.id, what=what), expected),)


def _screen_buttons(meeting: Meeting, sheet: RunSheet) -> Sequence[Button]:
    expected = moderating.expected_screen(sheet.on_screen.question if sheet.on_screen else None)

    def to(what: str) -> str:
        return url_for("desk.screen", meeting_id=meeting.id, what=what)

    back = _button("Back", to("back"), expected, "to the last answered question")
    blank = _button("Blank", to("blank"), "")
    if not (sheet.on_screen or sheet.following):
        return back, blank
    label = "Answered, next" if sheet.on_screen else "Put the first on screen"
    return _button(label, to("next"), expected, style="m-btn--go"), back, blank


def _button(label: str, action: str, expected: object, hidden: str = "", style: str = "") -> Button:
    return Button(label, action, {"expected": expected, "from": "run-sheet"}, hidden, style)
