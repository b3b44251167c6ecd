"""The cookies there are, and how each beside the desk's session is set: for this site alone, and for no script.

Where the public uses https, browsers know each by a name that begins with HOST_ONLY: they take such a cookie from this
very host alone, by https, so that no other site of the same domain can put one of ours in place.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from board_qa.web.shell.installation import installation

SUPPORTER = "supporter"  # a random number, by which one's own support is known
SHARED = "shared"  # that many people use this device, and who said so
VISIT = "visit"  # on such a device alone: the key to the page of the question that was just asked
DEVICE = "device"  # of who runs the meeting: a random number, by which an account knows this device
DESK = "desk"  # who is signed in, and what the desk has to tell them: set by Flask
OF_THE_PUBLIC = (SUPPORTER, SHARED, VISIT)
HOST_ONLY = "__Host-"


def name_of(cookie: str, secure: bool) -> str:
    """What browsers know it by."""
    return f"{HOST_ONLY}{cookie}" if secure else cookie


def name_here(cookie: str) -> str:
    return name_of(cookie, installation().settings.secure)


def read(cookie: str) -> str:
    """What the visitor's browser sent; '' for nothing."""
    return request.cookies.get(name_here(cookie), "")


def that_change_pages(sent: Container[str], secure: bool) -> frozenset[str]:
    """Those of ours, among the names that a browser sent, by which a public page may be another one."""
    return frozenset(cookie for cookie in (DESK, *OF_THE_PUBLIC) if name_of(cookie, secure) in sent)


def keep(response: Response, cookie: str, value: str, lasts: timedelta) -> None:
    response.set_cookie(
        name_here(cookie), value, max_age=lasts, httponly=True, samesite="Lax", secure=installation().settings.secure
    )


def forget(response: Response, *cookies: str) -> None:
    for cookie in cookies:
        response.delete_cookie(name_here(cookie), httponly=True, samesite="Lax", secure=installation().settings.secure)
