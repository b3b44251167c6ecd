"""Practice mode only: make a practice network misbehave, so that a team has seen it before the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from babel.lists import format_list
from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.roles import Right
from board_qa.web.shell.guards import allowed
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("practice", __name__, url_prefix="/desk/meetings/<number:meeting_id>/practice")

_ANY, _POSTING = "any", "posting"
# What posting is called on each network that can be practised on.
_POSTS_BY = {"X": "create", "Bluesky": "put_record", "Mastodon": "create"}


def practised() -> str:
    """The networks that are played here, as a sentence names them."""
    return format_list(list(installation().channels), locale="en_GB")


@dataclass(frozen=True)
class Problem:
    """What a network does, in words that follow its name, and the fault as the practice network takes it."""

    words: str
    on: str
    fault: Mapping[str, Any]
    networks: frozenset[str] = field(default=frozenset(_POSTS_BY))


PROBLEMS = {
    "wait": Problem("asks us to wait", _ANY, {"status": 429, "times": 4}),
    "down": Problem("is down", _ANY, {"status": 503, "times": 12}),
    # Longer than any channel waits for an answer.
    "silent": Problem("does not answer", _ANY, {"silent": 15, "times": 2}),
    "keys": Problem("refuses the keys", _ANY, {"status": 401, "times": 4}),
    "credit": Problem("is out of credit", _ANY, {"status": 402, "times": 4}, frozenset({"X"})),  # the others are free
    "refused": Problem("refuses the next post", _POSTING, {"status": 403}),
    "unclear": Problem("publishes the next post and does not confirm it", _POSTING, {"status": 503, "commit": True}),
}


def practice_problems() -> dict[str, dict[str, str]]:
    """The problems that each network can have, by its name."""
    return {
        network: {name: problem.words for name, problem in PROBLEMS.items() if network in problem.networks}
        for network in installation().channels
    }


@pages.post(f"/<network>/<any({', '.join(PROBLEMS)}):name>")
@allowed(Right.MODERATE)
def fault(meeting_id: int, network: str, name: str) -> BaseResponse:
    """Switch a fault on at a practice network, whose address the worker has left in the store."""
    problem, address = PROBLEMS[name], ports().store.sources.metadata(network, "practice_address")
    if not installation().settings.practice or network not in problem.networks or not address:
        abort(404)
    body = {**problem.fault, "on": _POSTS_BY[network] if problem.on == _POSTING else _ANY}
    try:
        requests.post(f"{address}/practice/faults", json=body, timeout=3).raise_for_status()
    except requests.RequestException:
        flash(f"The practice network for {network} does not answer. Check that the worker is running.")
    else:
        flash(f"The practice network now has this problem: {network} {problem.words}. See what it does under Sources.")
    return redirect(url_for("desk.queue", meeting_id=meeting_id), 303)
