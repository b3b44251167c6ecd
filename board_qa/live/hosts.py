"""By which names this service may be asked: a request that names another one is nobody's, and is answered plainly.

Else a page of somebody else's, whose name leads to this machine, would pass for one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

from board_qa.live.plain_page import POLICY, plain_page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What may be asked by any host: whatever balances load knows the machine, and no name.
FOR_ANY_HOST = ("/healthz", "/readyz")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"((?:{_LABEL}\.)*{_LABEL}|\[[0-9a-f:.]{{2,45}}\])\.?(?::[0-9]{{0,5}})?")
_LONGEST = 260  # characters of a name with its port
_HERE = "localhost"
_NOBODYS = plain_page(
    "Nothing is at this address",
    "<p>Check it on the poster, in the email or on the page that you have it from.</p>",
    "Nid oes dim yn y cyfeiriad hwn",
    "<p>Edrychwch arno eto ar y poster, yn yr e-bost neu ar y dudalen lle cawsoch chi ef.</p>",
)
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(_NOBODYS))),
    ("Content-Security-Policy", POLICY),
    ("Cache-Control", "no-store"),
]


def asked_for(environ: WSGIEnvironment) -> str:
    """The host of a request without capitals, its port and a dot at the end; "" where it is no name of a machine."""
    host = environ.get("HTTP_HOST", "").lower()
    found = _HOST.fullmatch(host) if len(host) <= _LONGEST else None
    return found[1] if found else ""


def nobodys(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The answer to a request that names nobody here."""
    start_response("404 Not Found", list(_HEADERS))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [_NOBODYS]


def for_any_host(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The same request under a name that every part of the service can read."""
    return environ | {"HTTP_HOST": _HERE}


class OnlyOurs:
    """WSGI: only requests that name this board come through.

    A number is always ours: no page of anybody else's has that for an address.
    """

    def __init__(self, answer: WSGIApplication, names: Collection[str] | None, refuse: WSGIApplication) -> None:
        """`names`: by which the board may be asked; None for every name of a machine. `refuse` answers the others."""
        self._answer, self._names, self._refuse = answer, names, refuse

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = asked_for(environ)
        if host and (self._names is None or host in (_HERE, *self._names) or _is_number(host)):
            return self._answer(environ, start_response)
        if environ.get("PATH_INFO") in FOR_ANY_HOST:
            return self._answer(for_any_host(environ), start_response)
        return self._refuse(environ, start_response)


def _is_number(host: str) -> bool:
    with suppress(ValueError):
        return bool(ip_address(host.strip("[]")))
    return False
