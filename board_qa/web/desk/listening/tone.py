"""Posts of others about a meeting, tagged by their tone: a key or a button each, and then the next."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.listening.tone import Tone
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.tone import (
    NOT_A_TONE,
    NOTHING_TO_TAG,
    NOTHING_TO_UNDO,
    meanwhile_said,
    tagged_said,
    taken_back_said,
)
from board_qa.services.listening import toning
from board_qa.services.listening.toning import NothingToTag, NothingToTakeBack, TaggedMeanwhile
from board_qa.services.listening.window import window_of
from board_qa.web.desk.listening.tone_page import TAGGED, tone_page
from board_qa.web.operators.security_log import note_not_offered
from board_qa.web.shell.guards import actor, allowed, wants_json
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404, number

pages = Blueprint("tone", __name__, url_prefix="/desk/meetings/<number:meeting_id>/tone")


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    view = tone_page(
        meeting_or_404(meeting_id),
        actor(),
        tagged=request.args.get("show") == TAGGED,
        number=request.args.get("page", 1, type=number),
        at=request.args.get("at", 0, type=number),
    )
    return render_template("desk/tone/page.html", view=view)


@pages.post("/<number:post_id>")
@allowed(Right.MODERATE)
def tag(meeting_id: int, post_id: int) -> BaseResponse:
    """Tag a post. The next one is in focus after it, as the page that was sent has it."""
    meeting, where = meeting_or_404(meeting_id), _where()
    try:
        tone = Tone(request.form.get("tone", ""))
        toning.tag(ports(), meeting, post_id, tone, _expected(), actor())
    except ValueError:
        note_not_offered(request.form.get("tone", ""))
        return _rejected(meeting, NOT_A_TONE, 422, **where, at=post_id)
    except NothingToTag:
        return _rejected(meeting, NOTHING_TO_TAG, 409, **where)
    except TaggedMeanwhile as meanwhile:
        return _rejected(meeting, meanwhile_said(meanwhile.tag), 409, **where, at=post_id)
    progress = ports().store.tones.progress(meeting.id, window_of(ports(), meeting))
    return _done(meeting, tagged_said(tone, progress), **where, at=request.form.get("next", 0, type=number))


@pages.post("/undo")
@allowed(Right.MODERATE)
def undo(meeting_id: int) -> BaseResponse:
    """Take back what whoever presses it tagged last, and have that post in focus."""
    meeting = meeting_or_404(meeting_id)
    try:
        post = toning.take_back(ports(), meeting, _expected(), actor())
    except NothingToTakeBack:
        return _rejected(meeting, NOTHING_TO_UNDO, 409, **_where())
    where = {} if post is None else {"show": TAGGED if post.tag else "", "at": post.id}
    return _done(meeting, taken_back_said(post), **where)


def _expected() -> int:
    return request.form.get("expected", 0, type=number)


def _where() -> dict[str, object]:
    """Which list, and which page of it, the form came from."""
    return {"show": request.form.get("show", ""), "page": request.form.get("page", 1, type=number)}


def _done(meeting: Meeting, message: str, **where: object) -> BaseResponse:
    address = _address(meeting, where)
    if wants_json():
        return jsonify(message=message, address=address)
    flash(message)
    return redirect(address, 303)


def _rejected(meeting: Meeting, why: str, status: int, **where: object) -> BaseResponse:
    """Nothing was changed."""
    address = _address(meeting, where)
    if wants_json():
        response = jsonify(error=why, advice="", address=address)
        response.status_code = status
        return response
    flash(f"{why}.")
    return redirect(address, 303)


def _address(meeting: Meeting, where: dict[str, object]) -> str:
    shown = TAGGED if where.get("show") == TAGGED else None
    told = {name: where.get(name) or None for name in ("page", "at")}
    return url_for("tone.page", meeting_id=meeting.id, show=shown, **told)  # type: ignore[arg-type]
