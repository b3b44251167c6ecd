"""What the public's pages share: where they are mounted, the meeting of an address, and pages that browsers keep."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, make_response, redirect, request

from board_qa.domain.meetings.codes import normal_code
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import Question
from board_qa.services.meetings.meetings import fingerprint
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.language import MOUNTS, current, link
from board_qa.web.shell.shared_device import shared_by, token_here

# Mounted once for each language: addresses are made with `url_for(".name")`, so that a page leads to its own mount.
# The other modules of this folder put their pages on it.
pages = Blueprint("public", __name__)


# The pages of a meeting that a chat has as well; its recap is on a mount of its own.
_OF_CHATS = {"meeting_page", "partner_link"}


def meeting_of(code: str) -> Meeting:
    """The meeting of an address. Who wants of a chat a page that it has not, such as a form, is sent to its own."""
    meeting = ports().store.meetings.by_code(normal_code(code)) or abort(404)
    blueprint, _, view = (request.endpoint or "").rpartition(".")
    if meeting.details.is_chat and view not in _OF_CHATS and blueprint not in MOUNTS["recaps"].values():
        abort(redirect(link("meeting_page", code=meeting.code), 303))
    return meeting


def question_of(token: str) -> Question:
    """The question of a private page: its address is the only key to it."""
    found = ports().store.questions.by_token(token_here(token))
    if found is None:
        note(SecurityEvent.NO_SUCH_RECEIPT)
        abort(404)
    return found


def unless_known(version: str) -> Response:
    """An empty answer to be filled, or 304 where the browser has this version already. A shared device has its own."""
    response = make_response()
    look = current_app.jinja_env.globals["look"]  # an upgrade of the pages is news as well
    about = fingerprint(ports().store.about.get())  # it is at the foot
    networks = "-".join(installation().channels)
    response.set_etag(f"{current()}-{version}-{about}-{networks}-{look}{shared_by() or ''}")
    response.vary.add("Cookie")
    # Kept, perhaps, but never shown again before we were asked: what was declined meanwhile is gone at once.
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
