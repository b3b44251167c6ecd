"""What every answer says, whoever makes it: a page, a file, what is sent to a screen that polls, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Seconds: browsers come by https for a year, whatever is typed.
_A_YEAR = 31_536_000
_AS_IT_SAYS = ("X-Content-Type-Options", "nosniff")  # nothing is taken for something else than it says that it is
# Pages have a policy of their own. What has none, a file or what a screen hears, has nothing to load.
_NOTHING = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
# What may be kept, or is a key and tells nobody where its reader came from, says so itself.
_FOR_ITS_READER = [("Cache-Control", "no-store"), ("Referrer-Policy", "same-origin")]
_ALWAYS = [_AS_IT_SAYS, ("Content-Security-Policy", _NOTHING), *_FOR_ITS_READER]
_BY_HTTPS = ("Strict-Transport-Security", f"max-age={_A_YEAR}; includeSubDomains")


def on_every_answer(secure: bool) -> list[tuple[str, str]]:
    """`secure`: the public comes by https."""
    return [*_ALWAYS, _BY_HTTPS] if secure else _ALWAYS


def _with_letters(header: tuple[str, str]) -> tuple[str, str]:
    """Plain text says its letters: that of engine.io says none."""
    name, value = header
    return (name, f"{value}; charset=utf-8") if (name.lower(), value) == ("content-type", "text/plain") else header


class OnEveryAnswer:
    """WSGI: adds these headers to what has none of them."""

    def __init__(self, answer: WSGIApplication, secure: bool) -> None:
        """`secure`: the public comes by https."""
        self._answer = answer
        self._headers = on_every_answer(secure)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            said = {name.lower() for name, _ in headers}
            more = [header for header in self._headers if header[0].lower() not in said]
            return start_response(status, [*map(_with_letters, headers), *more], *error)

        return self._answer(environ, start)
