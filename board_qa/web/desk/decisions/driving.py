"""What is on the screen, and the running order."""

from __future__ import annotations

from flask import request

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question
from board_qa.services.questions import moderating
from board_qa.web.desk.decisions.acting import act
from board_qa.web.shell import responses
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports

# Places that a question is moved at once. Each question between gets a place anew, and all wait until it is done;
# the most questions one meeting ever had is 300 (docs/boards.md).
_FARTHEST = 300


def put_on_screen(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.PUT_ON_SCREEN, question, expected_revision)
    return f"Put on screen: question {question.called}."


def answered(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.ANSWER, question, expected_revision)
    return f"Marked answered: question {question.called}."


def earlier(meeting: Meeting, question: Question, expected_revision: int) -> str:
    return _moved(meeting, question, expected_revision, -_places())


def later(meeting: Meeting, question: Question, expected_revision: int) -> str:
    return _moved(meeting, question, expected_revision, _places())


def _places() -> int:
    """By how many places: one by an arrow, several where somebody dragged it."""
    return min(max(request.form.get("places", 1, type=responses.number), 1), _FARTHEST)


def _moved(meeting: Meeting, question: Question, expected_revision: int, places: int) -> str:
    if moderating.move(ports(), meeting, question, expected_revision, actor(), places) is None:
        return f"Question {question.called} is {'first' if places < 0 else 'last'} already."
    return f"Moved question {question.called} {'earlier' if places < 0 else 'later'} in the running order."
