"""Questions that are put together, and the agenda item that a question belongs to."""

from __future__ import annotations

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import Question
from board_qa.services.questions import moderating
from board_qa.web.desk.decisions.acting import Missing, act
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports


def group(meeting: Meeting, question: Question, expected_revision: int) -> str:
    into = ports().store.questions.by_called(meeting.id, request.form.get("into", "").strip().lower())
    if into is None or into.id == question.id:
        raise Missing("Enter the number of another question of this meeting.")
    moderating.group(ports(), question, expected_revision, into, actor())
    head = ports().store.questions.get(into.disposition.grouped_into or into.id) or into
    beside = "" if head.id == into.id else f" Question {into.called} is in that group."
    return f"Grouped question {question.called} with question {head.called}.{beside}"


def ungroup(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.UNGROUP, question, expected_revision)
    return f"Question {question.called} is no longer in a group."


def link(meeting: Meeting, question: Question, expected_revision: int) -> str:
    item = request.form.get("item", "")
    # Its own one stands in the list also where it is on the agenda no more.
    if item and item not in (*meeting.details.agenda, question.disposition.agenda_item):
        note_not_offered(item)
        raise Missing("Choose an agenda item from the list.")
    act(Action.LINK, question, expected_revision, Details(agenda_item=item), {"agenda_item": item})
    return f"Question {question.called}: {item or 'no agenda item'}."
