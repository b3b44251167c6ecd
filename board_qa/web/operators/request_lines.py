"""A line of the log for each request: what was asked for, how it ended and how long it took. Nobody is in it.

An endpoint is the name of a view, never an address: those of receipts and screens are keys, and searches are words.
"""

from __future__ import annotations

import logging
import re
from time import perf_counter

from flask import Flask, Response, g, request

from board_qa.web.operators.figures import figures
from board_qa.web.shell.installation import installation, ports

log = logging.getLogger(__name__)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD, NO_ENDPOINT = "OTHER", "none"
# As nginx and most proxies make them.
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
# Under which a view, or what it calls, leaves which meeting it changed.
_CHANGED = "changed_meeting"


def install(app: Flask) -> None:
    """Before all else that looks at requests, so that what is refused has a line as well."""
    app.before_request(_begin)
    app.after_request(_end)


def note_changed(meeting_id: int) -> None:
    """This request changed a meeting; outside of one nothing is noted."""
    if g:
        setattr(g, _CHANGED, meeting_id)


def _begin() -> None:
    g.began = perf_counter()


def _end(response: Response) -> Response:
    took = perf_counter() - g.began
    method = request.method if request.method in METHODS else OTHER_METHOD
    endpoint = request.endpoint or NO_ENDPOINT
    figures().count_request(endpoint, method, response.status_code, took)
    if installation().settings.log_json:
        line = {
            "request": _request_id(),
            "method": method,
            "endpoint": endpoint,
            "status": response.status_code,
            "milliseconds": round(took * 1000, 1),
            **_changed(),
        }
        log.info("answered", extra={"fields": line})
    return response


def _request_id() -> str:
    """What our own proxy calls this request; a new one where there is none, or it is nobody's we believe."""
    given = request.headers.get("X-Request-ID", "")
    believed = installation().settings.proxies and _ID.fullmatch(given)
    return given if believed else ports().ids.bytes(8).hex()


def _changed() -> dict[str, int]:
    """The meeting that was changed and its revision since, by which the rows of its history are found."""
    meeting_id = g.get(_CHANGED)
    meeting = ports().store.meetings.get(meeting_id) if meeting_id is not None else None
    return {"meeting": meeting.id, "revision": meeting.revision} if meeting else {}
