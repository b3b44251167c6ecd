"""What is sent has come whole before anybody answers it, or is refused: a byte at a time keeps nobody busy."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import gevent
from gunicorn.http.body import Body
from gunicorn.http.errors import ParseException

from board_qa.live.plain_page import POLICY, plain_page
from board_qa.live.turns import pause

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Seconds for all of it. The largest file that is taken comes within them at 64 kbit a second.
WITHIN = 30.0
# Bytes. What is longer than a form may be is read up to here and dropped, so that who sent it reads why.
DROPPED = 16 * 1024 * 1024
_PIECE = 64 * 1024
_DID_NOT_COME = plain_page(
    "What you sent did not reach us",
    "<p>Nothing was stored. Go back to find what you typed, then send it again.</p>",
    "Ni wnaeth yr hyn a anfonoch ein cyrraedd",
    "<p>Ni chafodd dim ei gadw. Ewch yn ôl i gael yr hyn a deipioch, yna anfonwch ef eto.</p>",
)
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(_DID_NOT_COME))),
    ("Content-Security-Policy", POLICY),
    ("Cache-Control", "no-store"),
]
_TOO_SLOW, _NOT_WHOLE = "408 Request Timeout", "400 Bad Request"


class _TooSlow(Exception):
    """It did not come in time."""


class _NotWhole(Exception):
    """It ended too early, or its pieces are not what they say."""


class WholeBodies:
    """WSGI: hands on what came with a request as if it had come at once, up to a byte more than may be."""

    def __init__(self, answer: WSGIApplication, longest: int, within: float = WITHIN) -> None:
        """`longest`: bytes that a form may have; who answers refuses more."""
        self._answer, self._longest, self._within = answer, longest, within

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
            return self._answer(environ, start_response)
        try:
            whole = self._taken_in(environ, int(length))
        except _TooSlow:
            return _refuse(_TOO_SLOW, environ, start_response)
        except (_NotWhole, OSError, ParseException):
            return _refuse(_NOT_WHOLE, environ, start_response)
        return self._answer(whole, start_response)

    def _taken_in(self, environ: WSGIEnvironment, length: int) -> WSGIEnvironment:
        body = environ["wsgi.input"]
        if length > DROPPED:
            _hang_up_after(body)
            return environ
        with gevent.Timeout(self._within, _TooSlow):
            kept = self._read(body, length)
        whole = environ | {"wsgi.input": BytesIO(kept), "CONTENT_LENGTH": str(len(kept))}
        whole.pop("HTTP_TRANSFER_ENCODING", None)
        return whole

    def _read(self, body: Any, length: int) -> bytes:
        """As many bytes as it says, or where it comes in pieces without a length, all of them."""
        kept, came, most = bytearray(), 0, length or DROPPED
        while came < most and (piece := body.read(min(_PIECE, most - came))):
            kept += piece[: self._longest + 1 - len(kept)]
            came += len(piece)
            if came > _PIECE:
                pause()
        if came < length:
            raise _NotWhole
        if came == DROPPED:
            _hang_up_after(body)
        return bytes(kept)


def _hang_up_after(body: Any) -> None:
    """Where the next request begins on this connection, nobody knows: gunicorn asks its body so."""
    if isinstance(body, Body):
        body.failed = True


def _refuse(status: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    _hang_up_after(environ["wsgi.input"])
    start_response(status, list(_HEADERS))
    return [_DID_NOT_COME]
