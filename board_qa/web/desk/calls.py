"""Write, measure, approve and follow the call for questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import TextAreaField
from wtforms.validators import Length

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.posts import Measure, OutboxState, OutgoingPost
from board_qa.phrases.calls import draft_call
from board_qa.services.networks import publishing
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.words import dollars

pages = Blueprint("calls", __name__, url_prefix="/desk/meetings/<number:meeting_id>/call")


_LONGEST = 1000  # characters; the network takes fewer, and says so as they are typed


class CallForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    text = TextAreaField(
        "Text of the post",
        [Length(max=_LONGEST)],
        description="Edit it until it is right. We publish exactly these words, and record that you approved them.",
    )


@dataclass(frozen=True)
class CallPage:
    meeting: Meeting
    form: CallForm
    measure: Measure  # of the text that is in the form
    posts: Sequence[OutgoingPost]
    spent: int  # millionths of a US dollar, on this meeting
    address: str  # of the public page, to be read out


@pages.get("")
@allowed(Right.READ)
def call(meeting_id: int) -> str:
    meeting = _meeting(meeting_id)
    # Once a call is out the box starts empty: the same words twice are refused by the network.
    posts = ports().store.outbox.of_meeting(meeting.id)
    called = any(publishing.is_under_way(installation().channel, post) for post in posts)
    text = "" if called else draft_call(meeting.details, _address(meeting))
    return _page(meeting, CallForm(formdata=None, text=text))


@pages.post("")
@allowed(Right.MODERATE)
def publish(meeting_id: int) -> BaseResponse | tuple[str, int]:
    """Approve exactly this text; the "check" button only measures it."""
    meeting = _meeting(meeting_id)
    form = CallForm()
    text = form.text.data or ""
    if request.form.get("check"):
        return _page(meeting, form), 200
    try:
        post = publishing.approve(ports(), installation().channel, meeting, text, actor())
    except publishing.NotPublishable:
        form.text.errors = [_what_is_wrong(installation().channel.measure(text))]
        return _page(meeting, form), 422
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
        flash(
            "Cancelled. It was not sent."
            if publishing.cancel(ports(), post)
            else "Too late to cancel: it is being sent."
        )
    elif publishing.retry(ports(), post, actor()):
        flash("It is being published again.")
    return redirect(url_for("calls.call", meeting_id=meeting.id), 303)


def _what_is_wrong(measure: Measure) -> str:
    if not measure.length:
        return "Enter the words of the post"
    return f"The post is too long by {measure.length - measure.limit} characters. Shorten it"


def _page(meeting: Meeting, form: CallForm) -> str:
    view = CallPage(
        meeting,
        form,
        measure=installation().channel.measure(form.text.data or ""),
        posts=ports().store.outbox.of_meeting(meeting.id),
        spent=ports().store.sources.spent_on(meeting.id),
        address=_address(meeting),
    )
    return render_template("desk/call.html", view=view)


def _address(meeting: Meeting) -> str:
    return installation().settings.public_url + url_for("public.meeting_page", code=meeting.code)


def _meeting(meeting_id: int) -> Meeting:
    return ports().store.meetings.get(meeting_id) or abort(404)


def _post(meeting: Meeting, post_id: int) -> OutgoingPost:
    posts = ports().store.outbox.of_meeting(meeting.id)
    return next((post for post in posts if post.id == post_id), None) or abort(404)
