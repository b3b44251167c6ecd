"""Who may come in: sessions held by the server, forms from our own pages only, and the headers that say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wrappers import Response as BaseResponse

from board_qa import addresses
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Right, may, may_any
from board_qa.domain.questions.history import Actor
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.accounts import second_step, signing_in
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.shell.installation import installation, ports
from board_qa.web.shell.same_site import from_a_page_of_ours, opened_without_https, report

View = TypeVar("View", bound=Callable[..., Any])

# The one inline script is the NHS template's own, named here by its hash; nothing else may run.
_CSP = (
    "default-src 'none'; script-src 'self' 'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='; "
    "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
# Characters. An address in an address grows with each "%", and servers take about 4,000 of them.
_LONGEST_TARGET = 3_000


class FromElsewhere(Forbidden):
    """The form was sent from a page that is not ours."""


class OpenedWithoutHttps(BadRequest):
    """The page was opened by http, so that the browser keeps no cookie of ours, and what is sent needs one."""


class NotYourRole(Forbidden):
    """Somebody is signed in whose role does not allow this; `rights` are those of which one is needed."""

    def __init__(self, *rights: Right) -> None:
        super().__init__()
        self.rights = rights


def session_token() -> str:
    """The visitor's session token from their signed cookie; '' if none."""
    return str(session.get("token", ""))


def go_on_by(token: str) -> None:
    """The session goes on by another token."""
    session["token"] = token


def moderator() -> Moderator | None:
    """Who is signed in, by the server's own record of sessions, with all that the board asks for."""
    person = _signed_in()
    return None if person is None or second_step.lacks(ports(), person) else person


def _signed_in() -> Moderator | None:
    token = session_token()
    person = signing_in.session_owner(ports(), token) if token else None
    if person is not None and not _looks_by_itself():
        with suppress(StoreUnavailable):  # what can be read is shown, also where nothing can be written
            signing_in.note_use(ports(), token)
    return person


def _looks_by_itself() -> bool:
    """Whether a page that is open fetches what is new, and nobody need be there: nothing is pressed by reading."""
    return (request.method == "GET" and "X-By-Script" in request.headers) or "still" in request.args


def actor() -> Actor:
    """The signed-in moderator as an actor, in a view that requires one."""
    person: Moderator = g.moderator
    return Actor(person.name, person.id)


def moderators_only(view: View) -> View:
    """Send everyone else to sign in, and whoever lacks security codes to turn them on; a script gets a 401."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if second_step.lacks(ports(), g.moderator):
            note(SecurityEvent.LACKS_CODES)
            return _send_to(url_for("codes.page"))
        return view(*args, **kwargs)

    return also_without_codes(guarded)  # type: ignore[return-value]  # wraps keeps the view's own signature


def also_without_codes(view: View) -> View:
    """For the few pages that somebody needs who has yet to turn security codes on."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        g.moderator = _signed_in()
        if g.moderator is None:
            note(SecurityEvent.NOT_SIGNED_IN)
            return _send_to(url_for("auth.sign_in", next=_wanted_page()))
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]  # wraps keeps the view's own signature


def _send_to(page: str) -> BaseResponse:
    """On to another page; a script that asked gets a 401 it can read."""
    if wants_json():
        abort(401)
    return redirect(page)


def _wanted_page() -> str:
    """Where whoever signs in goes on to: without its search where that would make too long an address."""
    if request.method != "GET":
        return url_for("meetings.index")
    target = request.full_path.rstrip("?")
    return target if len(quote(target, safe="")) <= _LONGEST_TARGET else request.path


def allowed(*rights: Right) -> Callable[[View], View]:
    """Let in those whose role has one of these rights, by the role they have in the database at this very request.

    Raises NotYourRole for everybody else who is signed in.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not may_any(g.moderator.role, rights):
                raise NotYourRole(*rights)
            return view(*args, **kwargs)

        return moderators_only(guarded)  # type: ignore[return-value]  # wraps keeps the view's own signature

    return guard


def rights() -> dict[str, bool]:
    """What whoever is signed in may do, for templates: a page offers no button that would be refused."""
    person: Moderator | None = g.get("moderator")
    return {right.value: person is not None and may(person.role, right) for right in Right}


def session_lasts() -> int:
    """In how many seconds the session of whoever is signed in ends, if nobody uses it; 0 where nobody can tell now."""
    with suppress(StoreUnavailable):  # the page that says so is drawn with this as well
        return int(signing_in.lasts(ports(), g.moderator, session_token()).total_seconds())
    return 0


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def refuse_other_sites() -> None:
    """Every change comes from our own pages: browsers say where a form was, and we look.

    The public's form carries nobody's authority and so has no token; this is its whole defence. The desk's forms
    carry a CSRF token as well. Raises FromElsewhere.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if not from_a_page_of_ours(request.headers, installation().settings):
        report_other_site()
        raise FromElsewhere


def report_other_site() -> None:
    """Write to the log what to set where the page that sent this is ours: a line in a minute, whoever sends it."""
    here = installation()
    if here.few_lines.left_out("other site", "", here.ports.clock()) is not None:
        report(request.headers, here.settings)


def require_https() -> None:
    """For what needs a cookie to work. Raises OpenedWithoutHttps where the browser would not keep it."""
    if opened_without_https(request.headers, installation().settings):
        raise OpenedWithoutHttps


def add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _CSP)
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return response


def install(app: Flask) -> None:
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)
    app.context_processor(lambda: {"may": rights(), "moderator": g.get("moderator"), "session_lasts": session_lasts})


def back_to(target: str, fallback: str) -> BaseResponse:
    """Go on to a page of ours, never to another site's."""
    path = _without_our_origin(target)
    ours = re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", path)
    return redirect(path if ours else fallback)


def _without_our_origin(target: str) -> str:
    """The path of an address of ours that was given in full, however it is written; any other as it is."""
    with suppress(ValueError):
        if addresses.origin(target) == addresses.origin(installation().settings.public_url):
            _, _, path, query, _ = urlsplit(target)
            return urlunsplit(("", "", path or "/", query, ""))
    return target
