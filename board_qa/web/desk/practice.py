"""Practice mode only: make the practice network misbehave, so that a team has seen it before the day."""

from __future__ import annotations

from typing import Any

import requests
from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("practice", __name__, url_prefix="/desk/meetings/<number:meeting_id>/practice")

# What a moderator can try: its name on the desk, and the fault as the practice network takes it.
FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "wait": ("X asks us to wait", {"on": "any", "status": 429, "times": 4}),
    "down": ("X is down", {"on": "any", "status": 503, "times": 12}),
    "keys": ("The keys are refused", {"on": "any", "status": 401, "times": 4}),
    "credit": ("The account is out of credit", {"on": "any", "status": 402, "times": 4}),
    "unclear": ("X publishes a post and does not confirm it", {"on": "create", "status": 503, "commit": True}),
}


@pages.post("/<any(wait, down, keys, credit, unclear):name>")
@allowed(Right.MODERATE)
def fault(meeting_id: int, name: str) -> BaseResponse:
    """Switch a fault on at the practice network, whose address the worker has left in the store."""
    address = ports().store.sources.metadata("X", "practice_address")
    if not installation().settings.practice or not address:
        abort(404)
    words, body = FAULTS[name]
    try:
        requests.post(f"{address}/practice/faults", json=body, timeout=3).raise_for_status()
    except requests.RequestException:
        flash("The practice network does not answer. Check that the worker is running.")
    else:
        flash(f"The practice network now has this problem: {words}. See what it does under Sources.")
    return redirect(url_for("desk.queue", meeting_id=meeting_id), 303)
