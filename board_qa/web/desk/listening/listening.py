"""The listening report of a meeting, and its figures to take away."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template

from board_qa.domain.accounts.roles import Right
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.listening.figures import as_csv, as_json
from board_qa.ports.drawing import Specification
from board_qa.services.listening.report import Report, conversation_of, report
from board_qa.web.desk.listening.listening_page import listening_page
from board_qa.web.listening.drawn import KINDS, NAMES, described, drawn, width_asked
from board_qa.web.listening.kept import kept_of
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import installation
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("listening", __name__, url_prefix="/desk/meetings/<number:meeting_id>/listening")


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> str:
    meeting = meeting_or_404(meeting_id)
    return render_template("desk/listening/page.html", view=listening_page(meeting, _report(meeting)))


@pages.get("/figures.csv")
@allowed(Right.READ)
def csv(meeting_id: int) -> Response:
    return _file(meeting_id, as_csv, "csv", "text/csv")


@pages.get("/figures.json")
@allowed(Right.READ)
def json(meeting_id: int) -> Response:
    return _file(meeting_id, as_json, "json", "application/json")


@pages.get(f"/pictures/<{NAMES}:name>.<{KINDS}:kind>")
@allowed(Right.READ)
def picture(meeting_id: int, name: str, kind: str) -> Response:
    kept, width = kept_of(meeting_or_404(meeting_id)), width_asked()

    def describe() -> Specification:
        return described(name, lambda: report(kept), lambda: conversation_of(kept), width, ENGLISH)

    return drawn(describe, name, kind)


def _report(meeting: Meeting) -> Report:
    kept = kept_of(meeting)
    return installation().run_apart(lambda: report(kept))


def _file(meeting_id: int, make: Callable[[Report], bytes], ending: str, mimetype: str) -> Response:
    meeting = meeting_or_404(meeting_id)
    made = _report(meeting)
    response = make_response(installation().run_apart(lambda: make(made)))
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f"attachment; filename=listening-{meeting.code}.{ending}"
    return response
