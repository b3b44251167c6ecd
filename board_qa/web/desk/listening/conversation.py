"""Who talks to whom about a meeting: the picture, its measures, and the graph for other programs."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template

from board_qa.domain.accounts.roles import Right
from board_qa.domain.listening.conversation import Conversation
from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.listening.figures import measures_as_csv, measures_as_json
from board_qa.ports.drawing import CannotDraw, Network
from board_qa.services.listening.report import conversation_of
from board_qa.web.desk.listening.conversation_page import conversation_page
from board_qa.web.listening.drawn import could_not_be_drawn
from board_qa.web.listening.kept import kept_of
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import installation
from board_qa.web.shell.responses import meeting_or_404

pages = Blueprint("conversation", __name__, url_prefix="/desk/meetings/<number:meeting_id>/listening/conversation")


@pages.get("")
@allowed(Right.READ)
def page(meeting_id: int) -> tuple[str, int]:
    """503 where too many pictures are drawn just now: the page says so and has its files."""
    meeting = meeting_or_404(meeting_id)
    told = _conversation(meeting)
    try:
        network = installation().drawing.network(told)
    except CannotDraw:
        network = None
    view = conversation_page(meeting, told, network)
    return render_template("desk/listening/conversation.html", view=view), 200 if network else 503


@pages.get("/graph.graphml")
@allowed(Right.READ)
def graphml(meeting_id: int) -> Response:
    graph = installation().drawing.graphml
    return _file(meeting_id, lambda told, network: graph(told, network.groups), "graphml", "application/graphml+xml")


@pages.get("/graph.gexf")
@allowed(Right.READ)
def gexf(meeting_id: int) -> Response:
    graph = installation().drawing.gexf
    return _file(meeting_id, lambda told, network: graph(told, network.groups), "gexf", "application/gexf+xml")


@pages.get("/measures.csv")
@allowed(Right.READ)
def csv(meeting_id: int) -> Response:
    return _file(meeting_id, lambda _, network: measures_as_csv(network.measures), "csv", "text/csv")


@pages.get("/measures.json")
@allowed(Right.READ)
def json(meeting_id: int) -> Response:
    return _file(meeting_id, lambda _, network: measures_as_json(network.measures), "json", "application/json")


def _conversation(meeting: Meeting) -> Conversation:
    kept = kept_of(meeting)
    return installation().run_apart(lambda: conversation_of(kept))


def _file(meeting_id: int, make: Callable[[Conversation, Network], bytes], ending: str, mimetype: str) -> Response:
    meeting = meeting_or_404(meeting_id)
    told = _conversation(meeting)
    try:
        response = make_response(make(told, installation().drawing.network(told)))
    except CannotDraw:
        return could_not_be_drawn()
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f"attachment; filename=who-talks-to-whom-{meeting.code}.{ending}"
    return response
