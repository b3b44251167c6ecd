"""What becomes of a question."""

from __future__ import annotations

from flask import request

from board_qa.domain import rests_on
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Details
from board_qa.domain.questions.question import Question
from board_qa.services.questions import moderating
from board_qa.web.desk.decisions.acting import Missing, act, on_purpose
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell.guards import actor
from board_qa.web.shell.installation import ports


def approve(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.ACCEPT, question, expected_revision, on_purpose())
    return f"Approved question {question.called}."


def hold(_: Meeting, question: Question, expected_revision: int) -> str:
    act(Action.HOLD, question, expected_revision)
    return f"Held question {question.called}."


def decline(meeting: Meeting, question: Question, expected_revision: int) -> str:
    reason = request.form.get("reason", "")
    _refuse_others(rests_on.of_reasons(meeting.details.rules), "The reasons, or who decides,")
    try:
        done = moderating.decline(ports(), meeting, question, expected_revision, actor(), reason)
    except moderating.NotAReason as error:
        note_not_offered(reason)
        raise Missing("Choose a reason for declining.") from error
    if done is Action.PROPOSE_DECLINE:
        return f"Proposed to decline question {question.called}. It is on hold until the chair decides."
    return f"Declined question {question.called}."


def redirect(meeting: Meeting, question: Question, expected_revision: int) -> str:
    to = request.form.get("to", "")
    _refuse_others(rests_on.of_redirects(meeting.details.rules), "The places to redirect to")
    redirect = next((one for one in meeting.details.rules.redirects if one.id == to), None)
    if redirect is None:
        note_not_offered(to)
        raise Missing("Choose where to redirect it.")
    act(Action.REDIRECT, question, expected_revision, Details(reason=redirect.sentence))
    return f"Redirected question {question.called}: {redirect.name}."


def _refuse_others(offered: str, what: str) -> None:
    """The asker reads what whoever decides has read."""
    if request.form.get("rests_on") != offered:
        why = f"{what} changed since you opened this page. Nothing was done. Read them again, then choose."
        raise Missing(why, offered)


def confirm(_: Meeting, question: Question, expected_revision: int) -> str:
    _needs_proposal(question)
    act(Action.DECLINE, question, expected_revision, Details(reason=question.disposition.proposal))
    return f"Declined question {question.called}."


def return_to_check(_: Meeting, question: Question, expected_revision: int) -> str:
    _needs_proposal(question)
    act(Action.RETURN, question, expected_revision)
    return f"Question {question.called} is back in the list to check."


def _needs_proposal(question: Question) -> None:
    """The chair answers a proposal. What a moderator holds without one is the moderators' to decide."""
    if not question.disposition.proposal:
        raise Missing("Nobody has proposed to decline this question.")
