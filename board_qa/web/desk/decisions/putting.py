"""The words and the name that a question is put with."""

from __future__ import annotations

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import DispositionUpdate, Question
from board_qa.domain.text import wording
from board_qa.web.desk.decisions.acting import Missing, act, fitting, on_purpose


def edit_wording(_: Meeting, question: Question, expected_revision: int) -> str:
    typed = wording.received(fitting("wording", wording.QUESTION_LIMIT, "The wording"))
    put = "" if wording.shown(typed) in ("", wording.shown(question.source.words)) else typed
    beside = bool(put) and "shows_original" in request.form
    if (put, beside) == (question.disposition.wording, question.disposition.shows_original):
        return "Nothing was changed."
    sets = DispositionUpdate(wording=put, shows_original=beside)
    act(Action.EDIT_WORDING, question, expected_revision, on_purpose(), sets)
    return f"Saved the wording of question {question.called}."


def own_words(_: Meeting, question: Question, expected_revision: int) -> str:
    sets = DispositionUpdate(wording="", shows_original=False)
    act(Action.EDIT_WORDING, question, expected_revision, on_purpose(), sets)
    return "We will use the asker’s own words."


def withhold_name(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.WITHHOLD_NAME, question, expected_revision, update={"name_hidden": True})
    return f"Only the desk sees the name of the person who asked question {question.called}."


def show_name(_: Meeting, question: Question, expected_revision: int) -> str:
    if question.source.name_withheld:
        raise Missing("Whoever asked wants no name shown.")
    act(Action.SHOW_NAME, question, expected_revision, update={"name_hidden": False})
    return f"Question {question.called} is shown with the asker’s name."
