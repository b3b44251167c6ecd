"""Whether a request asks for a websocket as RFC 6455 has it, before the library that opens one is asked.

That one fails in the middle of an answer where it cannot read the request: a fault of ours in the log, as often as
somebody sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import ProtocolError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def asks_for_websocket(environ: WSGIEnvironment) -> bool:
    return bool(environ.get("HTTP_UPGRADE"))


def can_be_opened(environ: WSGIEnvironment) -> bool:
    """Whether simple-websocket will read it: it writes the headers down again and has wsproto read and answer them."""
    lines = [f"{name[5:].replace('_', '-')}: {value}\r\n" for name, value in environ.items() if name[:5] == "HTTP_"]
    connection = WSConnection(ConnectionType.SERVER)
    try:
        connection.receive_data("".join(["GET / HTTP/1.1\r\n", *lines, "\r\n"]).encode())
        asked = next(connection.events(), None)
        connection.send(AcceptConnection(extensions=[PerMessageDeflate()]))
    except (ProtocolError, ValueError):
        return False
    return isinstance(asked, Request)
