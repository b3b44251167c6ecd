"""Who answers a question, by when, and what the board answered."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import Question, State
from board_qa.domain.text import wording
from board_qa.domain.text.spoken import spoken_date
from board_qa.services.questions import rule_checks
from board_qa.web.desk.decisions.acting import Missing, act, fitting, on_purpose
from board_qa.web.shell.fields import day_typed
from board_qa.web.shell.installation import ports

_LONGEST_WAIT = timedelta(days=731)  # a longer wait for an answer is a slip of the finger


def write(meeting: Meeting, question: Question, expected_revision: int) -> str:
    owner = wording.one_line(fitting("owner", wording.NAME_LIMIT, "The name"))
    due = due_on_typed(meeting, question.disposition.due_on)
    details = on_purpose(Details(owner=owner, due_on=due))
    act(Action.WRITE, question, expected_revision, details, {"owner": owner, "due_on": due})
    by = f" by {owner}" if owner else ""
    return f"Question {question.called} will be answered in writing{by}, by {spoken_date(due)}."


def due_on_typed(meeting: Meeting, current: str = "") -> str:
    """The day that was chosen for a written answer, an ISO date; without one, the day that the board's rule gives.

    Raises Missing.
    """
    chosen = request.form.get("due_on", "")
    if not chosen or chosen == current:
        return current or rule_checks.written_due(ports(), meeting).isoformat()
    try:
        day = day_typed(chosen, "Enter a date for the written answer, like 3/12/2026")
    except ValueError as error:
        raise Missing(f"{error}.") from error
    today = rule_checks.today(ports(), meeting)
    if not today <= day <= today + _LONGEST_WAIT:
        raise Missing("Enter a date in the future for the written answer, within two years.")
    return day.isoformat()


def note_answer(_: Meeting, question: Question, expected_revision: int) -> str:
    answer, who = _answer_typed()
    if (answer, who) == (question.disposition.answer, question.disposition.answered_by):
        return "Nothing was changed."
    act(Action.NOTE_ANSWER, question, expected_revision, on_purpose(), {"answer": answer, "answered_by": who})
    if not answer:
        return f"Removed the answer to question {question.called}."
    if question.state is State.ANSWERED:
        return f"Saved the answer to question {question.called}. Everyone who asked can read it now."
    return f"Saved the answer to question {question.called}. Everyone can read it once it is marked answered."


def answer_in_writing(_: Meeting, question: Question, expected_revision: int) -> str:
    """Note the answer and mark the question answered, as one action with one undo."""
    answer, who = _answer_typed()
    act(Action.ANSWER, question, expected_revision, on_purpose(), {"answer": answer, "answered_by": who})
    return f"Question {question.called} is answered. Everyone who asked can read the answer now."


def _answer_typed() -> tuple[str, str]:
    """The answer, and who gave it. Raises Missing."""
    answer = wording.received(request.form.get("answer", ""))
    if over := wording.over(answer, wording.ANSWER_LIMIT):
        raise Missing(
            f"The answer is {over:,} characters too long: the limit is {wording.ANSWER_LIMIT:,}. Shorten it and save "
            f"it again."
        )
    answer = answer if wording.shown(answer) else ""
    return answer, wording.one_line(fitting("answered_by", wording.NAME_LIMIT, "The name")) if answer else ""
