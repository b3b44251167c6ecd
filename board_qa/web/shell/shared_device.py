"""Devices that many people use, such as a tablet in a lobby: nothing of one person's is there for the next.

A cookie says that a device is one. Its history remembers the address of no private page: that of the question that was
just asked stands at HERE, and the cookie of the visit says which it is, for minutes or until "Finish". Every other
private page stays closed there.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from flask import has_request_context
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from board_qa.domain.questions.sending_again import AT_ONCE
from board_qa.web.shell import cookies

# Stands for the token of the question that was just asked. No token is that short.
HERE = "here"
# Somebody else's turn comes before that, on a device that many people use.
VISIT_LASTS = AT_ONCE
# As long as browsers keep a cookie at all. Every visit begins it anew.
STAYS_SHARED = timedelta(days=400)


class SharedBy(StrEnum):
    """Who said that a device is shared: somebody at it, who may take it back, or the board of a device of its own."""

    PERSON = "person"
    BOARD = "board"


class ClosedHere(Forbidden):
    """A private page on a device that many people use: the next one could open it."""


def shared_by() -> SharedBy | None:
    """Who said that this device is shared; None where nobody has."""
    said = cookies.read(cookies.SHARED) if has_request_context() else ""
    return SharedBy(said) if said in tuple(SharedBy) else None


def token_here(token: str) -> str:
    """The token of the private page at this address. Raises ClosedHere on a shared device, but for the page at HERE."""
    if token != HERE and not shared_by():
        return token
    visit = cookies.read(cookies.VISIT)
    if token != HERE or not visit:
        raise ClosedHere
    return visit


def begin_visit(response: Response, token: str) -> None:
    """The question of this token was just asked here."""
    cookies.keep(response, cookies.VISIT, token, VISIT_LASTS)


def end_visit(response: Response) -> None:
    """What was of one person's goes: the way to their question, and what they support."""
    cookies.forget(response, cookies.VISIT, cookies.SUPPORTER)


def share(response: Response, by: SharedBy) -> None:
    cookies.keep(response, cookies.SHARED, by, STAYS_SHARED)


def unshare(response: Response) -> None:
    end_visit(response)
    cookies.forget(response, cookies.SHARED)
