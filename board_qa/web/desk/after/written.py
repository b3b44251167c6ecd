"""Answers promised in writing, of all meetings: who owes which by when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa import addresses
from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.owed import OwedAnswer, OwedFilter
from board_qa.domain.questions.question import Question
from board_qa.exports.answers_calendar import answers_calendar
from board_qa.services.questions.moderating import ApprovalBlocked, NoAnswer
from board_qa.services.questions.owed import owed_answers
from board_qa.web.desk.after.written_page import Refused, narrowed, written_page
from board_qa.web.desk.decisions import answering
from board_qa.web.desk.decisions.acting import Missing
from board_qa.web.desk.decisions.stopping import no_answer, stopped
from board_qa.web.shell import responses
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("written", __name__, url_prefix="/desk/written")

_DECISIONS: dict[str, Callable[[Meeting, Question, int], str]] = {
    "who": answering.write,
    "answer": answering.note_answer,
    "answered": answering.answer_in_writing,
}


@pages.get("")
@allowed(Right.READ)
def page() -> str:
    return render_template("desk/written/page.html", view=written_page())


@pages.get("/answers.ics")
@allowed(Right.READ)
def calendar() -> Response:
    """Everybody's answers or one person's, for a calendar."""
    answers = owed_answers(ports(), OwedFilter(request.args.get("owner")))
    host = addresses.host(installation().settings.public_url)
    file = answers_calendar(answers, host, ports().clock(), _address)
    headers = {"Content-Disposition": 'attachment; filename="written-answers.ics"'}
    return Response(file, mimetype="text/calendar", headers=headers)


@pages.post("/<number:question_id>/<any(who, answer, answered):what>")
@allowed(Right.MODERATE)
def decide(question_id: int, what: str) -> BaseResponse | tuple[str, int]:
    """Who answers by when, what the answer is, or that and the end of it; what was typed stays where it is refused."""
    question = ports().store.questions.get(question_id) or abort(404)
    meeting = meeting_or_404(question.meeting_id)
    seen = request.form.get("expected", type=responses.number)
    if seen is None:
        return _refused(question, what, "Reload the page first.")
    here = narrowed()
    try:
        flash(_DECISIONS[what](meeting, question, seen))
    except Missing as missing:
        return _refused(question, what, str(missing))
    except NoAnswer:
        return _refused(question, what, no_answer(question.called))
    except ApprovalBlocked as stop:
        return _refused(question, what, stopped(question.called, "answer", stop))
    return redirect(here.link(page=here.number, did=meeting.id), 303)


def _refused(question: Question, what: str, why: str) -> tuple[str, int]:
    refused = Refused(question.id, "who" if what == "who" else "answer", why, request.form.to_dict())
    return render_template("desk/written/page.html", view=written_page(refused)), 422


def _address(answer: OwedAnswer) -> str:
    there = url_for("desk.queue", meeting_id=answer.meeting.id, show="all", q=answer.question.number)
    return installation().settings.public_url + there
