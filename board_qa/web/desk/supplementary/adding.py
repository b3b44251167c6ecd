"""Add a follow-up question to the one that was put."""

from __future__ import annotations

from flask import Blueprint, abort, g, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right, may
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.entries import InvalidEntry
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.supplementary import NoSupplementary, Why
from board_qa.domain.text import wording
from board_qa.phrases.history import what_happened
from board_qa.ports.questions import Conflict
from board_qa.services.questions import supplementary
from board_qa.services.questions.moderating import ApprovalBlocked, TooLongForAScreen
from board_qa.services.questions.supplementary import Becomes
from board_qa.web.desk.decisions.stopping import why_stopped
from board_qa.web.desk.supplementary.form import FollowUpForm, FollowUpPage, blank
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell import responses
from board_qa.web.shell.fields import blame
from board_qa.web.shell.guards import NotYourRole, actor, allowed, wants_json
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import done, meeting_or_404, rejected

pages = Blueprint(
    "supplementary", __name__, url_prefix="/desk/meetings/<number:meeting_id>/questions/<number:number>/follow-up"
)
PANEL = "supplementary"
_OR_CHECK = "or press “Add to check” and decide there"
_WHY_NOT = {
    Why.RULES: "The rules of this meeting do not allow follow-up questions. You can change that on the page of rules.",
    Why.IS_ONE: "Question {called} is a follow-up itself. Add this one to question {parent}.",
    Why.STATE: "Only an approved question can have a follow-up. Check what became of question {called}.",
    Why.FULL: "Question {called} has 26 follow-up questions already. Log this one as a question of its own.",
    Why.NOT_PUT: "Question {called} has not been on the screen yet. Press “Add and approve”: this one comes after it.",
}
_SAID = {
    State.ACCEPTED: "Added and approved question {called}. It is next in the running order after question {parent}.",
    State.ON_SCREEN: "Put on screen: question {called}, a follow-up to question {parent}.",
}


@pages.get("")
@allowed(Right.MODERATE)
def form(meeting_id: int, number: int) -> BaseResponse:
    meeting, question = _found(meeting_id, number)
    return _page(FollowUpPage(meeting, question, blank(question)))


@pages.post("")
@allowed(Right.MODERATE)
def add(meeting_id: int, number: int) -> BaseResponse:
    meeting, question = _found(meeting_id, number)
    becomes = _becomes(request.form.get("becomes", ""))
    if becomes is Becomes.ON_SCREEN and not may(g.moderator.role, Right.DRIVE):
        raise NotYourRole(Right.DRIVE)
    sent, seen = FollowUpForm(), request.form.get("expected", 0, type=responses.number)
    try:
        child = supplementary.add(ports(), meeting, question, seen, sent.typed(), becomes, actor())
    except InvalidEntry as wrong:
        return _refused(meeting, question, sent, wrong.problems)
    except (NoSupplementary, ApprovalBlocked, TooLongForAScreen) as error:
        return _refused(meeting, question, sent, {}, _why(question, error))
    except Conflict as second:
        if wants_json():
            raise
        sent.expected.data = str(question.revision)  # as it is shown now; what is pressed next is pressed on that
        return _page(FollowUpPage(meeting, question, sent, what_happened(second.change)), 409)
    return done(meeting, _thanks(child), child.number)


def _becomes(sent: str) -> Becomes:
    """What was chosen; what no button of ours offers is only to be checked."""
    try:
        return Becomes(sent)
    except ValueError:
        note_not_offered(sent)
        return Becomes.TO_CHECK


def _found(meeting_id: int, number: int) -> tuple[Meeting, Question]:
    meeting = meeting_or_404(meeting_id)
    return meeting, ports().store.questions.by_number(meeting.id, number) or abort(404)


def _refused(
    meeting: Meeting, question: Question, sent: FollowUpForm, problems: dict[str, str], why: str = ""
) -> BaseResponse:
    """Nothing was stored, and what was typed stays before whoever typed it."""
    if wants_json():
        return rejected(meeting, why or f"{'. '.join(problems.values())}.", PANEL)
    blame(sent, problems)
    return _page(FollowUpPage(meeting, question, sent, why), 422)


def _why(question: Question, error: NoSupplementary | ApprovalBlocked | TooLongForAScreen) -> str:
    if isinstance(error, NoSupplementary):
        return _WHY_NOT[error.why].format(called=question.called, parent=question.parent_called)
    if isinstance(error, ApprovalBlocked):
        return f"This question {why_stopped(error)}, {_OR_CHECK}."
    has = f"This question has {error.length:,} characters, and a screen has room for {wording.QUESTION_LIMIT}."
    return f"{has} Shorten it, {_OR_CHECK}."


def _thanks(child: Question) -> str:
    said = _SAID.get(child.state, "Added question {called}, a follow-up to question {parent}, to check.")
    return said.format(called=child.called, parent=child.parent_called)


def _page(view: FollowUpPage, status: int = 200) -> BaseResponse:
    response = make_response(render_template("desk/supplementary/form.html", view=view), status)
    # "Back" after a lost connection must find what was typed: the browser may keep the page, and nobody else.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
