"""What the views of the desk share: how a form is answered, to its script or as a page, and what addresses hold."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import abort, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.meetings.meeting import Meeting
from board_qa.web.shell.guards import wants_json
from board_qa.web.shell.installation import ports

# What an address of the desk may say: which list, narrowed to what, which page of it and of the other lists, which
# question, which panel is open.
PARTS = ("show", "source", "item", "flag", "find", "page", "order", "q", "panel")

# Other pages of a meeting with forms that the desk has as well, by the name that their forms send.
_PAGES = {"run-sheet": "run_sheet.sheet", "call": "calls.call", "live": "live.page", "replies": "replies.page",
          "after": "after.page", "chat": "chats.page"}  # fmt: skip


def latest_zone() -> str:
    """What belongs to no meeting, like an account, has its times shown as those of the latest meeting are."""
    latest = ports().store.meetings.latest()
    return latest.details.timezone if latest else "Europe/London"


# The pages of a meeting that a chat has as well. All others are about questions to the board, or about a room.
_OF_CHATS = {"chats", "outbox", "partners", "listening", "recap", "full_record"}
# One of the queue's: to pause or read a network.
_SOURCE = "desk.source"


def meeting_or_404(meeting_id: int) -> Meeting:
    """The meeting of an address. Who wants of a chat a page that it has not is sent to its own."""
    meeting = ports().store.meetings.get(meeting_id) or abort(404)
    if meeting.details.is_chat and request.blueprint not in _OF_CHATS and request.endpoint != _SOURCE:
        abort(redirect(url_for("chats.page", meeting_id=meeting.id), 303))
    return meeting


def number(text: str) -> int:
    """A number in a form or an address that fits the database, for `type=`: any other counts as left out.

    Raises ValueError.
    """
    found = int(text)
    if abs(found) > 2**31:
        raise ValueError(text)
    return found


def done(meeting: Meeting, message: str, number: int | None = None) -> BaseResponse:
    """What was done, and to which question the desk should turn, if any."""
    if wants_json():
        return jsonify(message=message, question=number)
    return _back(meeting, message, **({"q": str(number)} if number else {}))


def rejected(meeting: Meeting, message: str, panel: str = "", rests_on: str = "") -> BaseResponse:
    """What is missing; nothing was changed. `panel` names the part of the desk where it can be given, and `rests_on` is
    the mark of what the words of a post rest on by now."""
    if not wants_json():
        return _back(meeting, message, panel=panel)
    response = jsonify(error=message, advice="", panel=panel, rests_on=rests_on)
    response.status_code = 422
    return response


def _back(meeting: Meeting, message: str, **more: str) -> BaseResponse:
    """The page that the form came from, or the desk with the list and the question that it came from."""
    flash(message)
    if request.form.get("from") == "written":  # of all meetings
        return redirect(url_for("written.page", did=meeting.id), 303)
    if page := _PAGES.get(request.form.get("from", "")):
        return redirect(url_for(page, meeting_id=meeting.id), 303)
    came_from = {name: value for name, value in parse_qsl(request.form.get("back", "")) if name in PARTS}
    where = {name: value for name, value in {**came_from, **more}.items() if value}
    if meeting.details.is_chat:
        return redirect(url_for("chats.page", meeting_id=meeting.id), 303)
    return redirect(url_for("desk.queue", meeting_id=meeting.id, **where), 303)  # type: ignore[arg-type]
