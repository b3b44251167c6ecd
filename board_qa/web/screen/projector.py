"""The projector: its own unguessable, read-only address.

Whoever may work it from the desk can do so from this page as well, with a clicker, in the browser they signed in with.
The address alone lets nobody do anything.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, render_template

from board_qa.domain.accounts.roles import Right, may
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.web.shell import guards
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("screen", __name__, url_prefix="/screen")


@pages.get("/<token>")
def projector(token: str) -> Response:
    meeting = _meeting(token)
    address = f"{installation().settings.public_url}/{meeting.code}"
    person = guards.moderator()
    page = render_template(
        "screen/projector.html",
        meeting=meeting,
        view=_view(meeting),
        address=address,
        now=ports().clock(),
        drives=person is not None and may(person.role, Right.DRIVE),
    )
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return response


@pages.get("/<token>/view.json")
def snapshot(token: str) -> Response:
    """All of the screen's view, for one that missed a message."""
    return jsonify(_view(_meeting(token)))


def _meeting(token: str) -> Meeting:
    return ports().store.meetings.by_screen_token(token) or abort(404)


def _view(meeting: Meeting) -> dict[str, object]:
    return audience.screen_delta(meeting, ports().store.questions.on_screen(meeting.id), ports().clock())
