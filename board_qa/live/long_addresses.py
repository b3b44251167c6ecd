"""The page for an address that is too long: the web server refuses it before our pages are asked."""

from __future__ import annotations

import socket
from contextlib import suppress

from board_qa.live.plain_page import POLICY, plain_page

# Our own forms never make such an address; a hand or another site can.
_TOO_LONG = plain_page(
    "This address is too long",
    """\
<p>Go back to find what you typed, shorten it and try again. To search for a long text, enter only its first words.</p>
<p><a href="/">Go to the front page</a></p>""",
    "Mae’r cyfeiriad hwn yn rhy hir",
    """\
<p>Ewch yn ôl i gael yr hyn a deipioch, ei gwtogi a rhoi cynnig arall arni. I chwilio am destun hir,
mae’r geiriau cyntaf yn ddigon.</p>
<p><a href="/cy/">Ewch i’r dudalen flaen</a></p>""",
)
_HEAD = (
    "HTTP/1.1 414 URI Too Long\r\nContent-Type: text/html; charset=utf-8\r\n"
    f"Content-Security-Policy: {POLICY}\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    f"Cache-Control: no-store\r\nConnection: close\r\nContent-Length: {len(_TOO_LONG)}\r\n\r\n"
).encode()
# How much is read and dropped after the answer: pieces, and seconds.
_PIECES, _PATIENCE = 64, 1.0


def refuse(client: socket.socket) -> None:
    """Send the page. What is still coming is read and dropped, so that the answer is not lost with the connection."""
    with suppress(OSError):  # it is gone already
        client.sendall(_HEAD + _TOO_LONG)
        client.shutdown(socket.SHUT_WR)
        client.settimeout(_PATIENCE)
        for _ in range(_PIECES):
            if not client.recv(8192):
                break
