"""The projector: its own unguessable, read-only address.

Whoever may work it from the desk can do so from this page as well, with a clicker, in the browser they signed in with.
The address alone lets nobody do anything.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, render_template

from board_qa.domain.accounts.roles import Right, may
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.question import Question
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.screen.projector_page import ProjectorPage
from board_qa.web.shell import guards
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("screen", __name__, url_prefix="/screen")


@pages.get("/<token>")
def projector(token: str) -> Response:
    meeting = _meeting(token)
    person = guards.moderator()
    view = ProjectorPage(
        meeting,
        audience.screen_view(meeting, _on_screen(meeting)),
        ports().clock(),
        address=f"{installation().settings.public_url}/{meeting.code}",
        drives=person is not None and may(person.role, Right.DRIVE),
    )
    response = make_response(render_template("screen/projector.html", view=view))
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return response


@pages.get("/<token>/view.json")
def snapshot(token: str) -> Response:
    """All of the screen's view, for one that missed a message."""
    meeting = _meeting(token)
    return jsonify(audience.screen_delta(meeting, _on_screen(meeting), ports().clock()))


def _meeting(token: str) -> Meeting:
    meeting = ports().store.meetings.by_screen_token(token)
    if meeting is None or meeting.details.is_chat:
        note(SecurityEvent.NO_SUCH_SCREEN)
        abort(404)
    return meeting


def _on_screen(meeting: Meeting) -> Question | None:
    return ports().store.questions.on_screen(meeting.id)
