"""The projector: its own unguessable, read-only address."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, render_template

from ..domain import audience
from ..domain.model import Meeting
from .product import core, product

pages = Blueprint("screen", __name__, url_prefix="/screen")


@pages.get("/<token>")
def projector(token: str) -> Response:
    meeting = _meeting(token)
    address = f"{product().settings.public_url}/{meeting.code}"
    page = render_template(
        "screen/projector.html", meeting=meeting, view=_view(meeting), address=address, now=core().clock()
    )
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return response


@pages.get("/<token>/view.json")
def snapshot(token: str) -> Response:
    """All of the screen's view, for one that missed a message."""
    return jsonify(_view(_meeting(token)))


def _meeting(token: str) -> Meeting:
    return core().store.meetings.by_screen_token(token) or abort(404)


def _view(meeting: Meeting) -> dict[str, object]:
    return audience.screen_delta(meeting, core().store.questions.on_screen(meeting.id), core().clock())
