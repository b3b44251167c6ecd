"""Cookies that no browser of ours sends: bytes that are no text. They are taken for none, or each page would fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ReadableCookies:
    """WSGI: hands on only a header of cookies that can be read."""

    def __init__(self, answer: WSGIApplication) -> None:
        self._answer = answer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            environ.get("HTTP_COOKIE", "").encode("latin-1").decode()
        except UnicodeError:
            environ = {name: value for name, value in environ.items() if name != "HTTP_COOKIE"}
        return self._answer(environ, start_response)
