"""Who is signed in, for the pages of the desk that are open: they show nothing of anybody once that is nobody."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from board_qa.services.accounts import signing_in
from board_qa.web.shell.guards import session_token
from board_qa.web.shell.installation import ports

pages = Blueprint("signed_in", __name__)


@pages.get("/signed-in")
def account() -> BaseResponse:
    """The number of the account, the token that forms of its pages need now, and in how many seconds the session ends
    if nobody uses it; no number where nobody is signed in.

    It is asked by pages and by nobody, so it is no use of the session, whatever the browser says of who asks.
    """
    token = session_token()
    person = signing_in.session_owner(ports(), token) if token else None
    if person is None:
        return jsonify(account=None, token="", lasts=0)
    lasts = int(signing_in.lasts(ports(), person, token).total_seconds())
    return jsonify(account=person.id, token=generate_csrf(), lasts=lasts)
