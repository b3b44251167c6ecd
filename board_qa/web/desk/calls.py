"""Write, measure, approve and follow the call for questions."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.calls import draft_call
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import OutboxState, OutgoingPost
from board_qa.services import publishing
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.words import dollars

pages = Blueprint("calls", __name__, url_prefix="/desk/meetings/<number:meeting_id>/call")


@pages.get("")
@allowed(Right.READ)
def call(meeting_id: int) -> str:
    meeting = _meeting(meeting_id)
    # Once a call is out the box starts empty: the same words twice are refused by the network.
    posts = ports().store.outbox.of_meeting(meeting.id)
    called = any(publishing.is_under_way(installation().channel, post) for post in posts)
    return _page(meeting, "" if called else draft_call(meeting.details, _address(meeting)))


@pages.post("")
@allowed(Right.MODERATE)
def publish(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Approve exactly this text; the "check" button only measures it."""
    meeting = _meeting(meeting_id)
    text = request.form.get("text", "")
    if request.form.get("check"):
        return _page(meeting, text), 200
    try:
        post = publishing.approve(ports(), installation().channel, meeting, text, actor())
    except publishing.NotPublishable:
        return _page(meeting, text, problem=True), 422
    out = post.state is OutboxState.SENT
    flash("This text is published already. It was not sent again." if out else "Approved. It is being published now.")
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


@pages.post("/measure")
@allowed(Right.MODERATE)
def measure(meeting_id: int) -> Response:
    """The length and price of a draft as it is typed. Changes nothing."""
    _meeting(meeting_id)
    found = installation().channel.measure(request.form.get("text", ""))
    return jsonify(
        length=found.length, limit=found.limit, fits=found.fits, has_link=found.has_link, price=dollars(found.price)
    )


@pages.post("/<number:post_id>/<any(cancel, retry):what>")
@allowed(Right.MODERATE)
def change(meeting_id: int, post_id: int, what: str) -> BaseResponse:
    meeting = _meeting(meeting_id)
    post = _post(meeting, post_id)
    if what == "cancel":
        flash("Cancelled. It was not sent." if publishing.cancel(ports(), post) else "Too late: it is on its way.")
    elif publishing.retry(ports(), post, actor()):
        flash("It is being published again.")
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


def _page(meeting: Meeting, text: str, problem: bool = False) -> str:
    return render_template(
        "desk/call.html",
        meeting=meeting,
        text=text,
        measure=installation().channel.measure(text),
        posts=ports().store.outbox.of_meeting(meeting.id),
        spent=ports().store.sources.spent_on(meeting.id),
        address=_address(meeting),
        problem=problem,
        form=FlaskForm(),
    )


def _address(meeting: Meeting) -> str:
    return f"{installation().settings.public_url}/{meeting.code}"


def _meeting(meeting_id: int) -> Meeting:
    return ports().store.meetings.get(meeting_id) or abort(404)


def _post(meeting: Meeting, post_id: int) -> OutgoingPost:
    posts = ports().store.outbox.of_meeting(meeting.id)
    return next((post for post in posts if post.id == post_id), None) or abort(404)
