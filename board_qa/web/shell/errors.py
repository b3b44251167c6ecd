"""From error to answer: one table, one page, one JSON shape."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from board_qa.domain.meetings.rules import SIGNPOSTS
from board_qa.domain.questions.support import EVERY, MORE
from board_qa.domain.questions.transitions import NotAllowed
from board_qa.domain.text.saying import gettext_noop, offered
from board_qa.phrases.history import what_happened
from board_qa.ports.questions import Conflict
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.accounts.guesses import TooManyTries
from board_qa.services.accounts.people import NoLongerAdministrator
from board_qa.services.questions.supporting import NotWaiting, TooManyFromOneNetwork
from board_qa.services.questions.undoing import NothingToUndo
from board_qa.web.operators.security_log import SecurityEvent, note
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import refused_forms
from board_qa.web.shell.guards import FromElsewhere, NotYourRole, OpenedWithoutHttps, moderator, wants_json
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import say
from board_qa.web.shell.refused_forms import Explanation
from board_qa.web.shell.shared_device import VISIT_LASTS, ClosedHere
from board_qa.web.shell.words import not_allowed, not_your_role

log = logging.getLogger(__name__)

_TOLD = 5  # changes that one refusal tells of; the next one tells the next

# Status: heading, what to do. In the catalogue is what can happen on a public page.
_PAGES = {
    400: (
        gettext_noop("There is a problem with this request"),
        gettext_noop("Go back, check what was sent and try again."),
    ),
    401: ("Sign in to continue", "Your session has ended. Sign in again; nothing you did before is lost."),
    403: (gettext_noop("This is not allowed from here"), gettext_noop("Open the page from this site and try again.")),
    404: (
        gettext_noop("Page not found"),
        gettext_noop("Check the address or the code. If you copied a private link, check that you copied all of it."),
    ),
    405: (
        gettext_noop("Page not found"),
        gettext_noop("This page cannot be opened by its address. Go to the front page and start from there."),
    ),
    409: ("Somebody else changed this first", ""),
    413: (
        gettext_noop("That is too much text"),
        gettext_noop("Shorten it and send it again. Go back to find what you typed."),
    ),
    429: (gettext_noop("Too many attempts"), gettext_noop("Wait 15 minutes, then try again.")),
    503: (
        gettext_noop("Sorry, the service is busy"),
        gettext_noop("Nothing was stored. Wait a minute, then try again."),
    ),
    500: (
        gettext_noop("Sorry, there is a problem with this service"),
        gettext_noop(
            "Try again in a moment. If you sent a question and saw no receipt, go back and send it again: "
            "it is only counted once."
        ),
    ),
}
_NOT_READ = gettext_noop("Wait a minute, then reload this page.")
_KEPT = gettext_noop("Nothing was stored. What you sent is kept on this page: wait a minute, then send it again.")
_NOT_KEPT = "Nothing was stored. Go back, wait a minute, then fill it in and send it again."
# Fields that no page repeats.
_SECRET = frozenset({"password", "current", "new", "again", "code", "security_code"})
RETRY_AFTER = "60"  # seconds
# What a page says that asks nothing of the store, which may be what failed.
_WITHOUT_STORE: dict[str, Any] = {"signposts": SIGNPOSTS, "social_media_linked": False}
_NO_LONGER = (
    "You are no longer an administrator",
    "Another administrator changed your role or closed your account a moment ago. Nothing you did was stored.",
)
_NOT_AT_THE_DESK = ("Page not found", "The desk has no such meeting or page. Check the address.")
_NOT_WAITING = (
    gettext_noop("This question is no longer waiting"),
    gettext_noop(
        "The board has reached this question, so you cannot support it any more. Go back to see what happened to it."
    ),
)
_FULL_NETWORK = (
    gettext_noop("Many people on your network support this question"),
    gettext_noop("To stop fake support, we now count only {limit} more people a minute. Try again in a minute."),
)

_CLOSED_HERE = (
    gettext_noop("Private pages do not open on this device"),
    gettext_noop(
        "Other people use this device too. The private page of a question stays open here for {minutes} minutes "
        "after the question was sent, or until somebody presses “Finish”. We still have the question: open its "
        "private page on your own device."
    ),
)


@dataclass(frozen=True, kw_only=True)
class ErrorPage(SitePage):
    """What went wrong and what to do, where a link in the advice is one. `kept` is the form that was sent, to be sent
    once more.
    """

    heading: str
    advice: str
    with_link: bool = False
    kept: tuple[tuple[str, str], ...] = ()


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _without_its_token)
    app.register_error_handler(FromElsewhere, _from_elsewhere)
    app.register_error_handler(OpenedWithoutHttps, lambda _: _refused(400, refused_forms.without_https()))
    app.register_error_handler(ClosedHere, _closed_here)
    app.register_error_handler(NotYourRole, _not_your_role)
    app.register_error_handler(NoLongerAdministrator, _no_longer_administrator)
    app.register_error_handler(Conflict, _changed_meanwhile)
    app.register_error_handler(NotAllowed, lambda e: answer(409, "This cannot be done now", not_allowed(e)))
    app.register_error_handler(
        NothingToUndo,
        lambda _: answer(
            409,
            "Nothing was undone",
            "What you did last is undone already, or is something else now. Check what Undo names, then press again.",
        ),
    )
    app.register_error_handler(NotWaiting, lambda _: answer(409, *_NOT_WAITING))
    app.register_error_handler(TooManyFromOneNetwork, _full_network)
    app.register_error_handler(TooManyTries, _too_many_tries)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, heading: str, advice: str, desk_page: str = "", told: int = 0, **more: Any) -> Response:
    """The page, or for a script the one JSON shape: `{"error": heading, "advice": what to do}`, with what it `told`.

    `desk_page` is the template for somebody who is signed in; `more` are other fields of an ErrorPage.
    """
    heading, advice = offered(heading, say()), offered(advice, say())
    if wants_json():
        response = jsonify(error=heading, advice=advice, **({"told": told} if told else {}))
    else:
        response = make_response(_page(heading, advice, desk_page, **more))
    response.status_code = status
    return response


def _page(heading: str, advice: str, desk_page: str, **more: Any) -> str:
    """What was refused is refused also while the store is away."""
    try:
        if desk_page:
            return render_template(desk_page, heading=heading, advice=advice)
        return _public_page(heading, advice, **more)
    except StoreUnavailable:
        return _public_page(heading, advice, **{**more, **_WITHOUT_STORE})


def _public_page(heading: str, advice: str, signposts: tuple[str, ...] = (), **more: Any) -> str:
    page = ErrorPage(signposts=signposts or help_now(), heading=heading, advice=advice, **more)
    return render_template("public/error.html", view=page)


def _refused(status: int, why: Explanation) -> Response:
    return answer(status, why.heading, offered(why.advice, say()).format(address=why.address), with_link=True)


def _without_its_token(_: CSRFError) -> Response:
    note(SecurityEvent.FORM_NOT_OURS)
    return _refused(400, refused_forms.without_its_token())


def _from_elsewhere(_: FromElsewhere) -> Response:
    note(SecurityEvent.FORM_OF_ANOTHER_SITE)
    return _refused(403, refused_forms.from_elsewhere())


def _not_your_role(error: NotYourRole) -> Response:
    note(SecurityEvent.WRONG_ROLE)
    advice = not_your_role(g.moderator.role, error.rights)
    return answer(403, "Your role does not include this", advice, "desk/not_allowed.html")


def _no_longer_administrator(_: NoLongerAdministrator) -> Response:
    note(SecurityEvent.WRONG_ROLE)
    return answer(403, *_NO_LONGER)


def _too_many_tries(_: TooManyTries) -> Response:
    note(SecurityEvent.HELD_OFF)
    return answer(429, *_PAGES[429])


def _closed_here(_: ClosedHere) -> Response:
    note(SecurityEvent.RECEIPT_CLOSED_HERE)
    heading, advice = _CLOSED_HERE
    return answer(403, heading, offered(advice, say()).format(minutes=VISIT_LASTS // timedelta(minutes=1)))


def _full_network(_: TooManyFromOneNetwork) -> Response:
    note(SecurityEvent.SUPPORT_HELD_OFF)
    heading, advice = _FULL_NETWORK
    response = answer(429, heading, offered(advice, say()).format(limit=MORE))
    response.headers["Retry-After"] = str(int(EVERY.total_seconds()))
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        note(SecurityEvent.TOO_LARGE)
    if error.response is not None and status < 400:
        return Response(status=status)
    if status == 404 and _at_the_desk():
        return answer(404, *_NOT_AT_THE_DESK, "desk/not_found.html")
    return answer(status, *_PAGES.get(status, _PAGES[400]))


def _changed_meanwhile(conflict: Conflict) -> Response:
    """What others did since is told, also where one did something oneself after it, in another window. For a script,
    `told` is the revision up to which it is."""
    change, me, seen = conflict.change, g.get("moderator"), request.form.get("expected", type=int)
    questions = ports().store.questions
    question = questions.get(change.question_id) if change and change.question_id else None
    theirs = questions.by_others_since(question, me.id, seen, _TOLD) if question and me and seen is not None else []
    if theirs:
        return answer(409, _PAGES[409][0], what_happened(*theirs), told=theirs[-1].revision)
    return answer(409, _PAGES[409][0], what_happened(change))


def _at_the_desk() -> bool:
    """Whether somebody is signed in who looked for a page of the desk."""
    if not request.path.startswith("/desk/"):
        return False
    try:
        g.moderator = moderator()  # an address that is no page asked nobody to sign in
    except StoreUnavailable:
        g.moderator = None
    return g.moderator is not None


def _unavailable(error: StoreUnavailable) -> Response:
    """The page holds the form that was sent, which "back" would often not find. A script has it still."""
    log.error("the database could not be used: %s", error)
    advice, kept = _PAGES[503][1], _repeatable()
    if request.method in ("GET", "HEAD"):
        advice = _NOT_READ
    elif not wants_json():
        advice = _KEPT if kept else _NOT_KEPT
    response = answer(503, _PAGES[503][0], advice, **_WITHOUT_STORE, kept=kept)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _repeatable() -> tuple[tuple[str, str], ...]:
    """The form that was sent, to be sent once more; empty where it holds a password or a file."""
    return () if request.files or _SECRET & set(request.form) else tuple(request.form.items(multi=True))


def _unexpected(error: Exception) -> Response:
    log.error("a request failed: %s", type(error).__name__, exc_info=error)
    return answer(500, *_PAGES[500], **_WITHOUT_STORE)
