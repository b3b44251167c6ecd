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
    """The number of the account, and the token that forms of its pages need now; neither where nobody is signed in.

    It is asked by pages and by nobody, so it is no use of the session, whatever the browser says of who asks.
    """
    token = session_token()
    person = signing_in.session_owner(ports(), token) if token else None
    if person is None:
        return jsonify(account=None, token="")
    return jsonify(account=person.id, token=generate_csrf())
