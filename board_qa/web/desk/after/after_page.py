"""The page of what is left to do after a meeting, as its template is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.domain.text.spoken import spoken_date
from board_qa.phrases.history import did_together
from board_qa.phrases.record import counts_said
from board_qa.services.meetings import after
from board_qa.services.meetings.after import AfterMeeting
from board_qa.services.meetings.phases import phase
from board_qa.services.meetings.record import record
from board_qa.services.questions import left_over, rule_checks
from board_qa.services.telling.asked import told_progress
from board_qa.web.desk.after.tasks import Task, tasks
from board_qa.web.desk.parts.buttons import Button
from board_qa.web.desk.undoing import undoable
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import installation, ports

# What is done on this page, and can be taken back there.
_DONE_HERE = frozenset({Action.WRITE, Action.LEAVE_MEETING})


@dataclass(frozen=True)
class Line:
    """A question that can be chosen: `value` names it as it was seen, `about` says more of it than its words."""

    question: Question
    value: str
    about: str
    ticked: bool = True


@dataclass(frozen=True)
class RecordSummary:
    """What the public record has in it: how many questions became what, and how many of them it tells of."""

    rows: Sequence[tuple[str, int]]
    entries: int
    answers: int


@dataclass(frozen=True)
class AfterPage:
    """`to_move` are questions that can go to one of `meetings`, `unnoted` those whose answer nobody has noted. `due_on`
    is when a written answer is due by the rule, an ISO date; '' where that day is over. `undo` takes back what whoever
    looks at it did last."""

    meeting: Meeting
    phase: Phase
    after: AfterMeeting
    tasks: Sequence[Task]
    not_reached: Sequence[Line]
    to_move: Sequence[Line]
    unnoted: Sequence[Question]
    meetings: Sequence[Meeting]
    due_on: str
    record: RecordSummary
    undo: Button | None
    undoes: str

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)


def after_page(meeting: Meeting) -> AfterPage:
    left = after.after_meeting(ports(), meeting)
    undo, undoes = _undo(meeting)
    return AfterPage(
        meeting,
        phase(ports(), meeting),
        left,
        list(tasks(meeting, left, told_progress(ports(), meeting, installation().channels, installation().mail))),
        [_line(one, _together(one)) for one in after.not_reached(ports(), meeting)],
        [*_for_the_next(meeting), *_promised(meeting)],
        after.without_answer(ports(), meeting),
        left_over.meetings_to_come(ports(), meeting),
        rule_checks.written_due(ports(), meeting).isoformat(),
        _summary(meeting),
        undo,
        undoes,
    )


def _line(question: Question, about: str, ticked: bool = True) -> Line:
    return Line(question, f"{question.number}@{question.revision}", about, ticked)


def _together(question: Question) -> str:
    others = "other question" if question.together == 1 else "other questions"
    return f"With {question.together} {others} put together with it" if question.together else ""


def _for_the_next(meeting: Meeting) -> Sequence[Line]:
    return [_line(one, "We told them: the next meeting") for one in after.for_the_next(ports(), meeting)]


def _promised(meeting: Meeting) -> Sequence[Line]:
    return [_line(one, _promise(one), ticked=False) for one in after.promised(ports(), meeting)]


def _promise(question: Question) -> str:
    due = question.disposition.due_on
    return f"Promised in writing by {spoken_date(due)}" if due else "Promised in writing"


def _summary(meeting: Meeting) -> RecordSummary:
    whole = record(ports(), meeting)
    return RecordSummary(
        [(label, count) for label, count in counts_said(whole.counts) if count],
        len(whole.entries),
        sum(bool(entry.answer) for entry in whole.entries),
    )


def _undo(meeting: Meeting) -> tuple[Button | None, str]:
    """The button that takes back what was done last, and what that was: all that was moved with one press at once."""
    rows = undoable(meeting)
    if not rows or rows[0].action not in _DONE_HERE:
        return None, ""
    moved = left_over.moved_last(ports(), meeting, actor())
    several = len(moved) > 1 and moved[0].revision == rows[0].revision
    what = f"{counted(len(moved), 'question')} moved to another meeting" if several else did_together(rows)
    there = url_for("after.bring_back" if several else "desk.undo", meeting_id=meeting.id)
    return Button("Undo", there, {"expected": rows[0].revision, "from": "after"}, what.lower(), "m-btn--s"), what
