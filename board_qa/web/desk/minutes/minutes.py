"""One press makes the minutes' appendix or the report of a meeting; the next one fetches it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings import settings
from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.minutes.document import Kind
from board_qa.phrases.settings import said
from board_qa.services.meetings.meetings import fingerprint
from board_qa.services.meetings.minutes import ChosenMeanwhile, revision
from board_qa.services.meetings.minutes import choose as choose_messages
from board_qa.web.desk.minutes.forms import MakeForm, MessagesForm
from board_qa.web.desk.minutes.minutes_page import MinutesPage, answers_of, minutes_page
from board_qa.web.desk.minutes.workshop import FILES, SHAPES, Making, Shape, Standing, Wanted, files_of, maker, workshop
from board_qa.web.shell.guards import actor, allowed, wants_json
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.responses import meeting_or_404, number

pages = Blueprint("minutes", __name__, url_prefix="/desk/meetings/<number:meeting_id>/minutes")

# How long the answer to the form waits for the file, in seconds: that of a usual meeting is there by then.
_PATIENCE = 1.0
_NAMES = ", ".join(f'"{name}"' for name in FILES)
_NO_MESSAGES = "The report begins with the key messages: type at least one below, and save them first"


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> BaseResponse | str:
    """Which files there are, and how far those are that are being made."""
    meeting = meeting_or_404(meeting_id)
    if wants_json():
        return jsonify(under_way=any(not one.over for one in workshop().of_meeting(meeting)))
    return _page(minutes_page(meeting))


@pages.post("")
@allowed(Right.MODERATE)
def make(meeting_id: int) -> BaseResponse | tuple[str, int]:
    meeting, form = meeting_or_404(meeting_id), MakeForm()
    if not form.validate_on_submit():
        return _page(minutes_page(meeting, make=form)), 422
    if form.wanted.kind is Kind.REPORT and not ports().store.meetings.key_messages(meeting.id).either:
        form.kind.errors = [_NO_MESSAGES]
        return _page(minutes_page(meeting, make=form)), 422
    _begin(meeting, form.wanted)
    return redirect(url_for("minutes.page", meeting_id=meeting.id, _anchor="files"), 303)


@pages.get(f"/<any({_NAMES}):name>")
@allowed(Right.READ)
def download(meeting_id: int, name: str) -> BaseResponse:
    """The file, as long as what it says is still so."""
    meeting = meeting_or_404(meeting_id)
    making = next((one for one in files_of(meeting) if one.wanted == FILES[name]), None)
    if making is None:
        abort(404)
    if making.file is None:
        early = making.standing is Standing.MAKING
        flash("This file is not ready." if early else "Make this file again: it is out of date.")
        return redirect(url_for("minutes.page", meeting_id=meeting.id, _anchor="files"), 303)
    return _attached(making.file, SHAPES[making.wanted.shape], f"{meeting.code}-{name}")


@pages.post("/key-messages")
@allowed(Right.MODERATE)
def choose(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Store the key messages; or put what was ticked into the form, where that was pressed."""
    meeting, form = meeting_or_404(meeting_id), MessagesForm()
    if "add" in request.form:
        return _with_chosen(meeting, form), 200
    if not form.validate_on_submit():
        return _page(minutes_page(meeting, choose=form)), 422
    try:
        choose_messages(ports(), meeting, form.messages, form.before.data or "", actor())
    except ChosenMeanwhile as change:
        theirs = settings.differences(
            settings.of_key_messages(change.messages), settings.of_key_messages(form.messages)
        )
        form.before.data = fingerprint(change.messages)
        return _page(minutes_page(meeting, choose=form, theirs=[said(one) for one in theirs])), 409
    flash("Saved. They stand on the first page of every report that you make from now on.")
    return redirect(url_for("minutes.page", meeting_id=meeting.id), 303)


def _with_chosen(meeting: Meeting, form: MessagesForm) -> str:
    ticked = set(request.form.getlist("q", type=number))
    chosen = [one.message for one in answers_of(meeting) if one.value in ticked]
    return _page(minutes_page(meeting, choose=form.with_lines(chosen), added=len(chosen)))


def _begin(meeting: Meeting, wanted: Wanted) -> None:
    making, by = Making(wanted, revision(ports(), meeting), ports().clock()), maker(wanted)

    def job() -> None:  # not a partial: a job that fails is logged with all that it was given
        by.make(meeting, making)

    if workshop().begin(meeting, making):
        installation().run_in_background(job, _PATIENCE)


def _attached(file: bytes, shape: Shape, name: str) -> Response:
    """To be kept and not shown: a web page of what people typed is no page of this site."""
    response = make_response(file)
    response.mimetype = shape.mimetype
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(view: MinutesPage) -> str:
    return render_template("desk/minutes/page.html", view=view)
