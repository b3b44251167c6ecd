"""Whether the service works, for those who run it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from board_qa.web.shell.installation import ports

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def health() -> Response:
    """200 when the database answers; says whether a worker is collecting and sending."""
    holder = ports().store.leases.holder("worker", ports().clock())
    return jsonify(database="ok", worker="running" if holder else "not running")
