"""The cookies there are, and how each beside the desk's session is set: for this site alone, and for no script."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.wrappers import Response

from board_qa.web.shell.installation import installation

SUPPORTER = "supporter"  # a random number, by which one's own support is known
SHARED = "shared"  # that many people use this device, and who said so
VISIT = "visit"  # on such a device alone: the key to the page of the question that was just asked
DEVICE = "device"  # of who runs the meeting: a random number, by which an account knows this device
DESK = "desk"  # who is signed in, and what the desk has to tell them: set by Flask
OF_THE_PUBLIC = (SUPPORTER, SHARED, VISIT)


def keep(response: Response, cookie: str, value: str, lasts: timedelta) -> None:
    response.set_cookie(
        cookie, value, max_age=lasts, httponly=True, samesite="Lax", secure=installation().settings.secure
    )


def forget(response: Response, *cookies: str) -> None:
    for cookie in cookies:
        response.delete_cookie(cookie, httponly=True, samesite="Lax", secure=installation().settings.secure)
