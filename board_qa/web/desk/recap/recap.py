"""The recap at the desk: pick and order what it tells, look at it, publish it, take it down."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.services.meetings import recap
from board_qa.services.meetings.recap import ChangedMeanwhile
from board_qa.web.desk.recap.recap_form import Sent, sent
from board_qa.web.desk.recap.recap_page import recap_desk
from board_qa.web.recap.reading import material_of
from board_qa.web.recap.recap import as_zip
from board_qa.web.recap.recap_page import preview_page
from board_qa.web.shell import responses
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("recap", __name__, url_prefix="/desk/meetings/<number:meeting_id>/recap")

_CHANGED = "Somebody else saved this recap first. What you see here is yours: save it again to replace theirs"


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    return render_template("desk/recap/page.html", view=recap_desk(meeting_or_404(meeting_id)))


@pages.post("")
@allowed(Right.MODERATE)
def save(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Store what is picked, in which order; the button may move one item or publish all of it as well."""
    meeting = meeting_or_404(meeting_id)
    material = material_of(meeting)
    form = sent(material, ports().store.recaps.of_meeting(meeting.id))
    if form.problems:
        typed = recap_desk(meeting, form.recap, form.problems, form.read)
        return render_template("desk/recap/page.html", view=typed), 422
    try:
        read = [material.heard[key][1] for key in form.read]
        publishes = form.what == "publish" and not meeting.details.cancelled
        recap.save(ports(), meeting, form.recap, {item.key for item in material.items}, actor(), read, publishes)
    except ChangedMeanwhile:
        return _again(meeting, form), 409
    flash(_said(meeting, form))
    return _back(meeting, form.moving)


@pages.post("/take-down")
@allowed(Right.MODERATE)
def take_down(meeting_id: int) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    recap.take_down(ports(), meeting, actor())
    flash("The recap is taken down. Nobody else can read it now. To bring it back, publish it again.")
    return _back(meeting)


@pages.get("/preview")
@allowed(Right.READ)
def preview(meeting_id: int) -> str:
    """The page as everyone would read it now, in English."""
    return render_template("public/recap/page.html", view=preview_page(meeting_or_404(meeting_id)))


@pages.get("/folder.zip")
@allowed(Right.READ)
def folder(meeting_id: int) -> Response:
    response = as_zip(meeting_or_404(meeting_id))
    response.headers["Cache-Control"] = "no-store"  # it may be of a recap that nobody published yet
    return response


def _again(meeting: Meeting, form: Sent) -> str:
    """The page as it was typed, to be saved in place of what is saved now."""
    now = ports().store.recaps.of_meeting(meeting.id)
    typed = replace(form.recap, revision=now.revision, saved_by=now.saved_by, saved_at=now.saved_at)
    return render_template("desk/recap/page.html", view=recap_desk(meeting, typed, [("picked-h", _CHANGED)], form.read))


def _said(meeting: Meeting, form: Sent) -> str:
    if form.what == "publish":
        cancelled = "Saved. A cancelled meeting has no recap, so it is not published."
        return cancelled if meeting.details.cancelled else "The recap is published. What you save from now on is too."
    moved = f"Moved {form.what}. " if form.moving else ""
    return f"{moved}Saved." + (" Everyone reads it so." if recap.is_published(meeting) else "")


def _back(meeting: Meeting, moving: str = "") -> BaseResponse:
    number = request.form.get("page", 1, type=responses.number)
    there = url_for(
        "recap.page",
        meeting_id=meeting.id,
        page=number if number > 1 else None,
        _anchor=f"item-{moving}" if moving else None,
    )
    return redirect(there, 303)
