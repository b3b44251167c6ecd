"""The page for an address that is too long: the web server refuses it before our pages are asked."""

from __future__ import annotations

import socket
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256

# Of pages that no application of ours makes.
STYLE = "body{font:19px/1.5 Arial,sans-serif;max-width:40em;margin:2em auto;padding:0 1em;color:#212b32}"
STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
# Our own forms never make such an address; a hand or another site can. Nothing of it was read, so the language of the
# page is not known.
_TOO_LONG = f"""\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>This address is too long</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>This address is too long</h1>
<p>Go back to find what you typed, shorten it and try again. To search for a long text, enter only its first words.</p>
<p><a href="/">Go to the front page</a></p>
<section lang="cy">
<h2>Mae’r cyfeiriad hwn yn rhy hir</h2>
<p>Ewch yn ôl i gael yr hyn a deipioch, ei gwtogi a rhoi cynnig arall arni. I chwilio am destun hir,
mae’r geiriau cyntaf yn ddigon.</p>
<p><a href="/cy/">Ewch i’r dudalen flaen</a></p>
</section>
</main>
</body>
</html>
""".encode()
_HEAD = (
    "HTTP/1.1 414 URI Too Long\r\nContent-Type: text/html; charset=utf-8\r\n"
    f"Content-Security-Policy: default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'\r\n"
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
