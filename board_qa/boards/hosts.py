"""Which board answers, by the host that a browser asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from board_qa.live.long_addresses import STYLE, STYLE_HASH
from board_qa.system.log_lines import of_board

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What may be asked by any host: whatever balances load knows the machine, and no board.
FOR_ANY_HOST = ("/healthz", "/readyz")
_HOST = re.compile(r"([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{0,5})?")
_NOBODYS = f"""\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Nothing is at this address</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Nothing is at this address</h1>
<p>Check it on the poster, in the email or on the page that you have it from.</p>
<section lang="cy">
<h2>Nid oes dim yn y cyfeiriad hwn</h2>
<p>Edrychwch arno eto ar y poster, yn yr e-bost neu ar y dudalen lle cawsoch chi ef.</p>
</section>
</main>
</body>
</html>
""".encode()
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(_NOBODYS))),
    ("Content-Security-Policy", f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]


def asked_for(host: str) -> str:
    """The host of a request as boards are found by it: capitals, the port and a dot at the end say nothing."""
    found = _HOST.fullmatch(host.lower()) if len(host) < 300 else None
    return found[1].removesuffix(".") if found else ""


class ByHost:
    """WSGI: hands each request to the board whose host it names, and to nobody where it is no board's."""

    def __init__(
        self, boards: Mapping[str, tuple[str, WSGIApplication]], ours: WSGIApplication, operators: str
    ) -> None:
        """`boards`: by host, their names and applications. `ours` answers under the host of the operators."""
        self._boards, self._ours, self._operators = boards, ours, operators

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = asked_for(environ.get("HTTP_HOST", ""))
        board = self._boards.get(host)
        if board:
            name, answer = board
            with of_board(name):
                return answer(environ, start_response)
        if (host and host == self._operators) or environ.get("PATH_INFO") in FOR_ANY_HOST:
            return self._ours(environ, start_response)
        start_response("404 Not Found", list(_HEADERS))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [_NOBODYS]
