"""The pages for requests that the web server refuses by itself, before our pages are asked."""

from __future__ import annotations

import socket
from contextlib import suppress

from board_qa.live.headers import on_every_answer
from board_qa.live.plain_page import POLICY, plain_page

TOO_LONG = "414 URI Too Long"
_FRONT, _FRONT_WELSH = '<p><a href="/">Go to the front page</a></p>', '<p><a href="/cy/">Ewch i’r dudalen flaen</a></p>'
# Our own forms never make such an address; a hand or another site can.
_LONG_ADDRESS = plain_page(
    "This address is too long",
    f"""\
<p>Go back to find what you typed, shorten it and try again. To search for a long text, enter only its first words.</p>
{_FRONT}""",
    "Mae’r cyfeiriad hwn yn rhy hir",
    f"""\
<p>Ewch yn ôl i gael yr hyn a deipioch, ei gwtogi a rhoi cynnig arall arni. I chwilio am destun hir,
mae’r geiriau cyntaf yn ddigon.</p>
{_FRONT_WELSH}""",
)
_UNREADABLE = plain_page(
    "We cannot read what your browser sent",
    f"""\
<p>Nothing was stored. Go back to find what you typed, then try again. If this page comes again, delete the cookies of
this site, or use another browser.</p>
{_FRONT}""",
    "Ni allwn ddarllen yr hyn a anfonodd eich porwr",
    f"""\
<p>Ni chafodd dim ei gadw. Ewch yn ôl i gael yr hyn a deipioch, yna rhowch gynnig arall arni. Os daw’r dudalen hon eto,
dilëwch gwcis y wefan hon, neu defnyddiwch borwr arall.</p>
{_FRONT_WELSH}""",
)
_OUR_FAULT = plain_page(
    "Something went wrong",
    "<p>This is our fault, not yours. Go back to find what you typed, and try again in a minute.</p>",
    "Aeth rhywbeth o’i le",
    "<p>Ein bai ni yw hyn, nid eich bai chi. Ewch yn ôl i gael yr hyn a deipioch, a rhowch gynnig arall arni ymhen "
    "munud.</p>",
)
# How much is read and dropped after the answer: pieces, and seconds.
_PIECES, _PATIENCE = 64, 1.0


class Overheard:
    """Takes what the web server would answer in the place of the connection, for its status."""

    def __init__(self) -> None:
        self._said = b""

    @property
    def status(self) -> str:
        """Such as "400 Bad Request"."""
        return self._said.split(b"\r\n", 1)[0].decode("latin-1").partition(" ")[2] or "500 Internal Server Error"

    def sendall(self, data: bytes) -> None:
        self._said += data

    def gettimeout(self) -> float:
        return 0.0


def refuse(client: socket.socket, status: str, secure: bool) -> None:
    """Send the page. What is still coming is read and dropped, so that the answer is not lost with the connection.

    `secure`: the public comes by https.
    """
    page = _page(status)
    with suppress(OSError):  # it is gone already
        client.sendall(_head(status, len(page), secure) + page)
        client.shutdown(socket.SHUT_WR)
        if page is not _OUR_FAULT:
            _drop_the_rest(client)


def _page(status: str) -> bytes:
    if status == TOO_LONG:
        return _LONG_ADDRESS
    return _UNREADABLE if status.startswith("4") else _OUR_FAULT


def _head(status: str, length: int, secure: bool) -> bytes:
    headers = dict(on_every_answer(secure)) | {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": POLICY,
        "Connection": "close",
        "Content-Length": str(length),
    }
    return "\r\n".join([f"HTTP/1.1 {status}", *(f"{name}: {said}" for name, said in headers.items()), "", ""]).encode()


def _drop_the_rest(client: socket.socket) -> None:
    client.settimeout(_PATIENCE)
    for _ in range(_PIECES):
        if not client.recv(8192):
            return
