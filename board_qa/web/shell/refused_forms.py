"""Why a form was refused before anything looked into it, and what helps. None of it is the fault of who sent it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

from board_qa.domain.text.saying import gettext_noop
from board_qa.web.shell.installation import installation
from board_qa.web.shell.same_site import opened_without_https, ours_without_https


@dataclass(frozen=True)
class Explanation:
    """What the page says; `address` is where it works, if the advice names it."""

    heading: str
    advice: str
    address: str = ""


_ELSEWHERE = Explanation(
    gettext_noop("This form came from another site"),
    gettext_noop("We only take questions sent from our own page, to protect you. Open our page and ask there."),
)
_FROM_NOWHERE = Explanation(
    _ELSEWHERE.heading,
    gettext_noop(
        "Your browser or your network hides which page the form was on. Go back and copy what you typed, then try "
        "another browser, or a window that is not private."
    ),
)
_EXPIRED = Explanation(
    "This page was open for too long",
    "Somebody signed in or out in this browser after you opened it. Go back, reload the page and send it again.",
)
_NO_COOKIE = Explanation(
    "Your browser did not send a cookie",
    "The desk needs one to know who you are. Allow cookies for this site, open the page again and send the form again. "
    "If you closed the browser since you opened the page, reloading the page is enough.",
)


def from_elsewhere() -> Explanation:
    """The form was on no page of ours, or the browser does not say on which."""
    if ours_without_https(request.headers, installation().settings):
        return without_https()
    return _FROM_NOWHERE if request.headers.get("Origin") == "null" else _ELSEWHERE


def without_its_token() -> Explanation:
    """A form of the desk came without the token that goes with the cookie of its page."""
    if opened_without_https(request.headers, installation().settings):
        return without_https()
    came = request.cookies.get(current_app.config["SESSION_COOKIE_NAME"])
    return _EXPIRED if came else _NO_COOKIE


def without_https() -> Explanation:
    """The page was opened by http where the address is https."""
    public_url = installation().settings.public_url
    page = request.path if request.path.startswith("/sign-in") else "/"
    return Explanation(
        gettext_noop("This page was opened without https"),
        gettext_noop(
            "Your browser keeps our cookies only at the address that begins with https. Open {address} instead."
        ),
        public_url + page,
    )
