"""What a moderator brings in by hand: a question from a call, an email, a letter or the room, or a link to a post."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.entries import WAYS, InvalidEntry, Logged
from board_qa.domain.questions.question import Receipt
from board_qa.services.questions import entering
from board_qa.services.questions.entering import AlreadyThere
from board_qa.web.desk.entering_forms import LogForm, LogPage, PasteForm, PastePage
from board_qa.web.shell import words
from board_qa.web.shell.fields import blame
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import done, meeting_or_404, number

pages = Blueprint("entering", __name__, url_prefix="/desk/meetings/<number:meeting_id>")

# Remembered in the signed cookie: a pile of letters is a pile of letters, and nobody else's affair.
_CAME_BY = "came_by"
_KEY_LIMIT = 64  # characters; ours have 22


@pages.get("/log")
@allowed(Right.MODERATE)
def log_form(meeting_id: int) -> Response:
    """The blank form, under the receipt of the question that was logged before, if any."""
    meeting = meeting_or_404(meeting_id)
    before = ports().store.questions.by_number(meeting.id, request.args.get("logged", 0, type=number))
    form = LogForm(formdata=None, key=ports().ids.token(), came_by=session.get(_CAME_BY, WAYS[0]))
    return _page("desk/log.html", LogPage(meeting, form, before))


# Not the addresses of the forms: a page that is sent to its own address takes its own place in the browser's history,
# and after a lost connection "back" would pass over what was typed.
@pages.post("/questions")
@allowed(Right.MODERATE)
def log(meeting_id: int) -> BaseResponse:
    meeting, form = meeting_or_404(meeting_id), LogForm()
    form.key.data = (form.key.data or "")[:_KEY_LIMIT] or ports().ids.token()
    typed = form.typed()
    try:
        receipt = entering.log(ports(), meeting, typed, actor())
    except InvalidEntry as wrong:
        blame(form, wrong.problems)
        return _page("desk/log.html", LogPage(meeting, form))
    session[_CAME_BY] = typed.came_by
    if not request.form.get("another"):
        return done(meeting, _thanks(meeting, receipt, typed), receipt.number)
    flash(_thanks(meeting, receipt, typed))
    return redirect(url_for("entering.log_form", meeting_id=meeting.id, logged=receipt.number), 303)


@pages.get("/paste")
@allowed(Right.MODERATE)
def paste_form(meeting_id: int) -> Response:
    return _page("desk/paste.html", PastePage(meeting_or_404(meeting_id), PasteForm(formdata=None)))


@pages.post("/posts")
@allowed(Right.MODERATE)
def paste(meeting_id: int) -> BaseResponse:
    meeting, form = meeting_or_404(meeting_id), PasteForm()
    try:
        receipt = entering.paste(ports(), meeting, form.typed(), actor())
    except InvalidEntry as wrong:
        blame(form, wrong.problems)
        return _page("desk/paste.html", PastePage(meeting, form))
    except AlreadyThere as already:
        return _page("desk/paste.html", PastePage(meeting, form, already.question), 409)
    posted = _when(meeting, receipt)
    message = f"Added the post to the queue as question {receipt.number}. It was posted on {posted}."
    return done(meeting, message, receipt.number)


@pages.get("/<any(questions, posts):what>")
@allowed(Right.MODERATE)
def after_a_reload(meeting_id: int, what: str) -> BaseResponse:
    """Somebody goes to the address that their refused form was sent to."""
    form = "entering.log_form" if what == "questions" else "entering.paste_form"
    return redirect(url_for(form, meeting_id=meeting_id))


def _thanks(meeting: Meeting, receipt: Receipt, typed: Logged) -> str:
    logged = f"Logged question {receipt.number}. The receipt number is {meeting.code}-{receipt.number}."
    if not receipt.new:
        return f"{logged} You sent it twice: we kept the first one."
    return f"{logged} It came on {_when(meeting, receipt)}." if typed.when.strip() else logged


def _when(meeting: Meeting, receipt: Receipt) -> str:
    """When it came, as it was read: a day and a month that were mixed up are seen at once."""
    question, zone = ports().store.questions.by_token(receipt.token), meeting.details.timezone
    if question is None:
        raise LookupError(receipt.token)
    return words.day_and_time(question.source.asked_at, zone)


def _page(template: str, view: LogPage | PastePage, status: int = 200) -> Response:
    response = make_response(render_template(template, view=view))
    # "Back" after a lost connection must find what was typed: the browser may keep the page, and nobody else.
    response.headers["Cache-Control"] = "private, no-cache"
    response.status_code = 422 if view.form.errors else status
    return response
