"""Who has a question, and what people at the desk tell each other about it."""

from __future__ import annotations

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import Question
from board_qa.domain.text import wording
from board_qa.web.desk.decisions.acting import Missing, act, fitting
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell import responses
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports


def claim(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.CLAIM, question, expected_revision, update={"assignee": actor().id})
    return f"You took question {question.called}."


def release(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.RELEASE, question, expected_revision, update={"assignee": None})
    return f"Question {question.called} is released."


def assign(_: Meeting, question: Question, expected_revision: int) -> str:
    wanted = request.form.get("colleague", type=responses.number)
    colleague = next((one for one in ports().store.accounts.all() if one.id == wanted and not one.closed), None)
    if colleague is None:
        note_not_offered(request.form.get("colleague", ""))
        raise Missing("Choose a colleague to ask.")
    asked = wording.shown(fitting("note", wording.NOTE_LIMIT, "The note"))
    act(
        Action.ASSIGN,
        question,
        expected_revision,
        Details(colleague=colleague.name, note=asked),
        {"assignee": colleague.id},
    )
    return f"Asked {colleague.name} about question {question.called}."


def note(_: Meeting, question: Question, _seen: int) -> str:
    note = wording.shown(fitting("note", wording.NOTE_LIMIT, "The note"))
    if not note:
        raise Missing("Type the note first.")
    act(Action.NOTE, question, question.revision, Details(note=note))  # a note fits whatever somebody else just did
    return f"Added the note to question {question.called}."


def brief(_: Meeting, question: Question, expected_revision: int) -> str:
    speaker = wording.one_line(fitting("speaker", wording.NAME_LIMIT, "The name"))
    brief = wording.received(fitting("brief", wording.BRIEF_LIMIT, "The note to the chair"))
    act(Action.BRIEF, question, expected_revision, update={"speaker": speaker, "brief": brief})
    return f"Saved on the chair’s run sheet, beside question {question.called}."
