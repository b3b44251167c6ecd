"""Public pages are answered from memory while nothing was stored since: the same bytes for everybody, before Flask.

A crowd in a room opens the same few pages in the same seconds. Only what says itself that everybody may have it is
kept: an answer to somebody without any cookie of ours, with a version of its own, and with no cookie in it. Who has one
is given what is kept where their cookie makes no difference: somebody who is signed in, anywhere, and somebody who
supported a question, where the page does not ask who that is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.http import parse_cookie, parse_etags
from werkzeug.wrappers import Response

from board_qa.web.operators.figures import figures_of
from board_qa.web.shell import cookies
from board_qa.web.shell.installation import Installation, installation_of
from board_qa.web.shell.kept import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENDPOINT = "memory"  # as the figures for operators name it
# A page takes some 60 kB, and a board has a handful of pages for each meeting, in two languages.
_PAGES = 300
# Of what a page is not shown again before we were asked (web/public/pages.py).
_FOR_EVERYBODY = "no-cache"
_OF_ONE_VISITOR = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_COOKIE")
# Where what is asked of Flask has room for the cookies by which a page is another one.
_LOOKED_AT = "board_qa.looked_at"
# What an answer without a body does not say of it (RFC 9110, 15.4.5).
_OF_THE_BODY = ("Content-Type", "Content-Length")
# A page may be kept by our own proxy for a second (deploy/nginx), which tells nobody. Not the news: who fetches them
# knows that there are some.
_FOR_A_SECOND = ("X-Accel-Expires", "1")
_OF_ONE_ANSWER = "Date"  # whatever serves it says it, each time anew


@dataclass(frozen=True)
class _Moment:
    """All that a page holds for: this installation, what was stored, and this second, since some of what a page says
    depends on the time."""

    installation: Installation
    stored: Hashable
    second: datetime

    def is_still(self, other: _Moment) -> bool:
        same = self.second == other.second and self.stored == other.stored
        return same and self.installation is other.installation


@dataclass(frozen=True)
class _Page:
    """`by_supporter`: it is another one for somebody who supported a question."""

    at: _Moment
    etag: str
    headers: list[tuple[str, str]]
    body: bytes
    by_supporter: bool

    def is_for(self, ours: frozenset[str]) -> bool:
        """Whether somebody with these cookies of ours may be given it: by whoever has none, it was asked for."""
        return ours <= {cookies.DESK, cookies.SUPPORTER} and not (self.by_supporter and cookies.SUPPORTER in ours)


class PageMemory:
    """WSGI middleware. Where a page may have changed, its view is asked only whether it did."""

    def __init__(self, app: Flask, answers: WSGIApplication) -> None:
        self._app, self._answers = app, answers
        self._pages: Kept[_Page] = Kept(_PAGES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._from_memory(environ, start_response) if _may_be_kept(environ) else None
        return self._answers(environ, start_response) if answer is None else answer

    def _from_memory(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        """The answer that is for everybody, or to somebody without a cookie of ours; None for one of their own."""
        began, ours = perf_counter(), self._cookies_of_ours(environ)
        try:
            key, now = _key(environ), self._now()
        except Exception:  # whatever is wrong with the store, who is asked now knows how to say it
            return None
        page = self._pages.find(key)
        if ours and not (page and page.is_for(ours)):
            return None
        if page and page.at.is_still(now):
            status = _answer(page, environ, start_response)
            figures_of(self._app).count_request(ENDPOINT, "GET", status, perf_counter() - began)
            return [page.body] if status == 200 else []
        asking, looked_at = _asking(environ, page), set[str]()
        response = Response.from_app(self._answers, asking | {_LOOKED_AT: looked_at})
        if page := _page(response, page, now, cookies.SUPPORTER in looked_at):
            self._pages.keep(key, page)
        if ours and not (page and page.is_for(ours)):
            return None
        if page is None:
            return response.make_conditional(environ)(environ, start_response)
        return [page.body] if _answer(page, environ, start_response) == 200 else []

    def _cookies_of_ours(self, environ: WSGIEnvironment) -> frozenset[str]:
        """Which there are. Nothing of ours asks for those that another site of the board's left."""
        if "HTTP_COOKIE" not in environ:
            return frozenset()
        secure = installation_of(self._app).settings.secure
        return cookies.that_change_pages(parse_cookie(environ).keys(), secure)

    def _now(self) -> _Moment:
        here = installation_of(self._app)
        second = here.ports.clock().replace(microsecond=0)
        return _Moment(here, here.ports.store.version(), second)


def install(app: Flask) -> None:
    app.wsgi_app = PageMemory(app, app.wsgi_app)  # type: ignore[method-assign]


def note_cookie(environ: WSGIEnvironment, cookie: str) -> None:
    """This page is another one for whoever has this cookie."""
    environ.get(_LOOKED_AT, set()).add(cookie)


def _may_be_kept(environ: WSGIEnvironment) -> bool:
    """Whether what is asked may be the same for everybody."""
    return environ["REQUEST_METHOD"] == "GET" and not {"HTTP_RANGE", "HTTP_UPGRADE"} & environ.keys()


def _key(environ: WSGIEnvironment) -> tuple[Any, ...]:
    names = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(environ.get(name, "") for name in names)


def _asking(environ: WSGIEnvironment, known: _Page | None) -> WSGIEnvironment:
    """The same request by anybody, for the whole page or for whether it is still the one that is known."""
    whole = {name: value for name, value in environ.items() if name not in _OF_ONE_VISITOR}
    return whole | ({"HTTP_IF_NONE_MATCH": f'"{known.etag}"'} if known else {})


def _page(response: Response, known: _Page | None, at: _Moment, by_supporter: bool) -> _Page | None:
    """What is kept of an answer; None where it is not for everybody."""
    if known and response.status_code == 304:
        return replace(known, at=at, by_supporter=by_supporter)
    headers, (etag, weak) = response.headers, response.get_etag()
    if response.status_code != 200 or headers.get("Cache-Control") != _FOR_EVERYBODY or "Set-Cookie" in headers:
        return None
    if etag is None or weak:
        return None
    body = response.get_data()
    return _Page(at, etag, [one for one in headers if one[0] != _OF_ONE_ANSWER], body, by_supporter)


def _answer(page: _Page, environ: WSGIEnvironment, start_response: StartResponse) -> int:
    """Begin the answer, and say its status: 304 where the browser has the page."""
    if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(page.etag):
        start_response("304 NOT MODIFIED", [(name, value) for name, value in page.headers if name not in _OF_THE_BODY])
        return 304
    start_response("200 OK", [*page.headers, _FOR_A_SECOND] if _is_for_a_proxy(page, environ) else page.headers)
    return 200


def _is_for_a_proxy(page: _Page, environ: WSGIEnvironment) -> bool:
    of_a_page = any(name == "Content-Type" and value.startswith("text/html") for name, value in page.headers)
    return of_a_page and "HTTP_COOKIE" not in environ
