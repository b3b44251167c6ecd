"""Public pages are answered from memory while nothing was stored since: the same bytes for everybody, before Flask.

A crowd in a room opens the same few pages in the same seconds. Only what says itself that everybody may have it is
kept: an answer to somebody without any cookie, with a version of its own, and with no cookie in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response

from board_qa.web.operators.figures import figures_of
from board_qa.web.shell.installation import Installation, installation_of
from board_qa.web.shell.kept import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENDPOINT = "memory"  # as the figures for operators name it
# A page takes some 60 kB, and a board has a handful of pages for each meeting, in two languages.
_PAGES = 300
# Of what a page is not shown again before we were asked (web/public/pages.py).
_FOR_EVERYBODY = "no-cache"
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
# What an answer without a body does not say of it (RFC 9110, 15.4.5).
_OF_THE_BODY = ("Content-Type", "Content-Length")
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
    at: _Moment
    etag: str
    headers: list[tuple[str, str]]
    body: bytes


class PageMemory:
    """WSGI middleware. Where a page may have changed, its view is asked only whether it did."""

    def __init__(self, app: Flask, answers: WSGIApplication) -> None:
        self._app, self._answers = app, answers
        self._pages: Kept[_Page] = Kept(_PAGES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _may_be_kept(environ):
            return self._answers(environ, start_response)
        began = perf_counter()
        try:
            key, now = _key(environ), self._now()
        except Exception:  # whatever is wrong with the store, who is asked now knows how to say it
            return self._answers(environ, start_response)
        page = self._pages.find(key)
        if page and page.at.is_still(now):
            status = _answer(page, environ, start_response)
            figures_of(self._app).count_request(ENDPOINT, "GET", status, perf_counter() - began)
            return [page.body] if status == 200 else []
        response = Response.from_app(self._answers, _asking(environ, page))
        page = _page(response, page, now)
        if page is None:
            return response.make_conditional(environ)(environ, start_response)
        self._pages.keep(key, page)
        return [page.body] if _answer(page, environ, start_response) == 200 else []

    def _now(self) -> _Moment:
        here = installation_of(self._app)
        second = here.ports.clock().replace(microsecond=0)
        return _Moment(here, here.ports.store.version(), second)


def install(app: Flask) -> None:
    app.wsgi_app = PageMemory(app, app.wsgi_app)  # type: ignore[method-assign]


def _may_be_kept(environ: WSGIEnvironment) -> bool:
    """Whether what is asked may be the same for everybody."""
    return environ["REQUEST_METHOD"] == "GET" and not {"HTTP_COOKIE", "HTTP_RANGE", "HTTP_UPGRADE"} & environ.keys()


def _key(environ: WSGIEnvironment) -> tuple[Any, ...]:
    names = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(environ.get(name, "") for name in names)


def _asking(environ: WSGIEnvironment, known: _Page | None) -> WSGIEnvironment:
    """The same request, for the whole page or for whether it is still the one that is known."""
    whole = {name: value for name, value in environ.items() if name not in _CONDITIONS}
    return whole | ({"HTTP_IF_NONE_MATCH": f'"{known.etag}"'} if known else {})


def _page(response: Response, known: _Page | None, at: _Moment) -> _Page | None:
    """What is kept of an answer; None where it is not for everybody."""
    if known and response.status_code == 304:
        return replace(known, at=at)
    headers, (etag, weak) = response.headers, response.get_etag()
    if response.status_code != 200 or headers.get("Cache-Control") != _FOR_EVERYBODY or "Set-Cookie" in headers:
        return None
    if etag is None or weak:
        return None
    body = response.get_data()
    return _Page(at, etag, [one for one in headers if one[0] != _OF_ONE_ANSWER], body)


def _answer(page: _Page, environ: WSGIEnvironment, start_response: StartResponse) -> int:
    """Begin the answer, and say its status: 304 where the browser has the page."""
    if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(page.etag):
        start_response("304 NOT MODIFIED", [(name, value) for name, value in page.headers if name not in _OF_THE_BODY])
        return 304
    start_response("200 OK", page.headers)
    return 200
