"""What can be done with a post of ours after it was written: cancel it, send it, take it back. And Stop."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.text import wording
from board_qa.services.networks import approving, stopping
from board_qa.services.networks.taking_back import take_back
from board_qa.web.desk.posts.writing import WritingForm, as_sent, writing
from board_qa.web.shell.guards import actor, allowed
from board_qa.web.shell.installation import ports
from board_qa.web.shell.responses import done, meeting_or_404, rejected

pages = Blueprint("outbox", __name__, url_prefix="/desk/meetings/<number:meeting_id>/outbox")


@pages.post("/measure")
@allowed(Right.MODERATE)
def measure(meeting_id: int) -> Response:
    """The length and price of a draft on each network as it is typed. Changes nothing."""
    meeting_or_404(meeting_id)
    drafts = writing(as_sent(WritingForm())).drafts
    one = request.form.get("network")  # of a reply, which goes to one network alone
    return jsonify([draft.figures() for draft in drafts if one in (None, draft.network)])


@pages.post("/stop")
@allowed(Right.MODERATE)
def stop(meeting_id: int) -> BaseResponse:
    """Cancel everything of this meeting that waits, on every network."""
    meeting = meeting_or_404(meeting_id)
    stopped = stopping.stop_all(ports(), meeting, actor())
    if not stopped:
        return done(meeting, "Nothing was waiting to be sent.")
    posts = "1 post" if stopped == 1 else f"{stopped} posts"
    return done(meeting, f"Stopped. {posts} will not be sent.")


@pages.post("/<number:post_id>/<any(cancel, retry):what>")
@allowed(Right.MODERATE)
def change(meeting_id: int, post_id: int, what: str) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    post = _post(meeting, post_id)
    if what == "cancel":
        cancelled = stopping.cancel(ports(), post)
        return done(meeting, "Cancelled. It was not sent." if cancelled else "Too late to cancel: it is being sent.")
    try:
        again = stopping.retry(ports(), post, actor(), request.form.get("rests_on", ""))
    except stopping.NotAgain as kept:
        return rejected(meeting, kept.why)
    return done(meeting, "It is being published again." if again else "It is on its way already.")


@pages.post("/<number:post_id>/take-back")
@allowed(Right.MODERATE)
def take_it_back(meeting_id: int, post_id: int) -> BaseResponse:
    """Delete a post from its network. The reason stays on record with it."""
    meeting = meeting_or_404(meeting_id)
    post = _post(meeting, post_id)
    why = wording.one_line(request.form.get("why", ""))
    if not why:
        return rejected(meeting, "Say why you take the post back. It is kept on record.")
    if over := wording.over(why, wording.REASON_LIMIT):
        return rejected(meeting, f"The reason is too long by {over} characters. Shorten it.")
    if not take_back(ports(), post, actor(), why):
        return rejected(meeting, f"It is not on {post.channel} now, so there is nothing to take back.")
    return done(meeting, f"It is being taken off {post.channel}.")


@pages.post("/drafts/remove")
@allowed(Right.MODERATE)
def remove_draft(meeting_id: int) -> BaseResponse:
    meeting = meeting_or_404(meeting_id)
    press, seen = request.form.get("press", ""), request.form.get("rests_on", "")
    try:
        was_there = approving.remove_draft(ports(), meeting, press, seen, actor())
    except approving.ChangedSince:
        return rejected(meeting, "The draft changed since you opened this page. Read it again, then remove it.")
    if not was_there:
        return rejected(meeting, "The draft is not there any more: it was published or removed already.")
    return done(meeting, "The draft is removed.")


def _post(meeting: Meeting, post_id: int) -> OutgoingPost:
    post = ports().store.outbox.get(post_id)
    return post if post and post.meeting_id == meeting.id else abort(404)
