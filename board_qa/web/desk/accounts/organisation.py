"""Signing in with the account of one's organisation: there, and back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from board_qa.domain.accounts.sign_on import Departure
from board_qa.ports.system import SignOn, SignOnRefused, SignOnUnavailable
from board_qa.services.accounts import signing_on
from board_qa.web.desk.accounts.auth import SignInForm, go_on, sign_in_page, visitor
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.installation import installation, ports

pages = Blueprint("organisation", __name__, url_prefix="/sign-in/organisation")

_DEPARTURE, _THEN = "departure", "then"  # in the desk's cookie
_AWAY = "Your organisation’s sign-in service does not answer. Try again in a minute, or tell your IT team"
_REFUSED = "You were not signed in: it was cancelled, took too long, or was begun in another browser. Try again"
_NOT_ASKED = (
    "Your organisation’s sign-in service did not say that it has just asked who you are, so nothing changed. Try "
    "again, or ask your IT team to let it send “auth_time”"
)
_UNKNOWN = (
    "You signed in to your organisation, but nobody added you to this desk. Ask an administrator to add you with "
    "your email address or user name"
)
_HAS_ITS_OWN = (
    "The account with your name here has a password or security codes, so we do not take your organisation’s word for "
    "it. {} an administrator to take them away: then your organisation’s account lets you in"
)


def _why(refused: signing_on.NotLetIn) -> str:
    if not isinstance(refused, signing_on.HasItsOwn):
        return _UNKNOWN
    return _HAS_ITS_OWN.format("Sign in with those, or ask" if refused.by_password else "Ask")


@dataclass(frozen=True)
class LeavingPage:
    """`address` is the provider's, where whoever pressed the button is led; '' for who has yet to press it."""

    address: str = ""


@pages.get("")
def leave() -> BaseResponse | str | tuple[str, int]:
    """Off to the provider, by a link on a page of ours or an address that was typed.

    Another site could lead anybody here: whoever is signed in at the provider would be signed in here without a press
    (ASVS 7.6.2). They get a button, and so does whose browser does not say where they come from.
    """
    sign_on = _sign_on()
    if request.headers.get("Sec-Fetch-Site") not in ("same-origin", "none"):
        return render_template("desk/accounts/leave.html", view=LeavingPage())
    address = _departure(sign_on)
    return redirect(address, 303) if address else _away()


@pages.post("")
def press() -> str | tuple[str, int]:
    """The button. A page leads on from here, because our policy lets a form lead to this site alone."""
    address = _departure(_sign_on())
    return render_template("desk/accounts/leave.html", view=LeavingPage(address)) if address else _away()


def _departure(sign_on: SignOn) -> str:
    """Where the provider signs people in; '' where it does not answer."""
    try:
        departure = sign_on.begin(_back(), anew="anew" in request.args)
    except (SignOnRefused, SignOnUnavailable):
        return ""
    session[_DEPARTURE], session[_THEN] = asdict(departure), request.args.get("next", "")
    return departure.address


def _away() -> tuple[str, int]:
    return _not_in(_AWAY, SecurityEvent.ORGANISATION_AWAY, 503)


@pages.get("/back")
def come_back() -> BaseResponse | tuple[str, int]:
    """Whoever comes back was sent from this browser, once."""
    sign_on, left, then = _sign_on(), session.pop(_DEPARTURE, None), session.pop(_THEN, "")
    try:
        came_to = f"{_back()}?{request.query_string.decode()}"
        departure = _departed(left)
        who = sign_on.finish(departure, came_to, _back())
    except SignOnUnavailable:
        return _not_in(_AWAY, SecurityEvent.ORGANISATION_AWAY, 503, then)
    except SignOnRefused:
        return _not_in(_REFUSED, SecurityEvent.ORGANISATION_REFUSED, 403, then)
    if departure.anew and not signing_on.is_recent(who):
        return _not_in(_NOT_ASKED, SecurityEvent.ORGANISATION_REFUSED, 403, again=True)
    try:
        started = signing_on.sign_on(ports(), who, visitor())
    except signing_on.NotLetIn as refused:
        event = SecurityEvent.ORGANISATION_NOT_THEIRS if refused.account else SecurityEvent.ORGANISATION_UNKNOWN
        return _not_in(_why(refused), event, 403, then, account=refused.account)
    return go_on(started, SecurityEvent.SIGNED_IN_BY_ORGANISATION, then)


def _departed(left: Any) -> Departure:
    """What was kept in this browser; another version of the service may have kept something else."""
    try:
        return Departure(**left)
    except TypeError as error:
        raise SignOnRefused from error


def _sign_on() -> SignOn:
    return installation().sign_on or abort(404)


def _back() -> str:
    return installation().settings.public_url + url_for("organisation.come_back")


def _not_in(
    problem: str, event: SecurityEvent, status: int, then: str = "", again: bool = False, account: int | None = None
) -> tuple[str, int]:
    note(event, account)
    return sign_in_page(SignInForm(formdata=None), problem=problem, then=then, again=again), status
