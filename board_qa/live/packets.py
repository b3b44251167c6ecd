"""What a screen may say over its socket: its introduction, that it is still there and that it goes. No more is read.

Left to themselves the libraries read anything. What they cannot read they print, as often as somebody sends it, and a
poll with a packet of no kind that they know waits for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet
from wsproto.frame_protocol import CloseReason

from board_qa.depth import too_deep
from board_qa.live import NEWS
from board_qa.live.handshakes import asks_for_websocket, can_be_opened

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Bytes. An introduction is far smaller than this.
MAX_INBOUND = 4096
# Engine.IO's "close" and "pong", and its "message" with Socket.IO's "connect" or "disconnect".
_SAID = (b"1", b"3", b"40", b"41")
_BETWEEN = b"\x1e"
# As many as engine.io takes in one request.
_AT_ONCE = 16
# Why a socket is closed whose frames are none, or no text (RFC 6455, 7.4.1).
_BROKEN = (CloseReason.PROTOCOL_ERROR, CloseReason.INVALID_FRAME_PAYLOAD_DATA)
_REFUSED = b"Not a message"
_HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(_REFUSED)))]


# Tells of a request in which something else came.
Tell = Callable[["WSGIEnvironment"], None]


class Said(Packet):  # type: ignore[misc]  # python-socketio ships no types
    """A packet of Socket.IO. What a screen sent and cannot be read, or is of another kind, says that it goes."""

    def __init__(
        self,
        packet_type: int = EVENT,
        data: Any = None,
        namespace: str | None = None,
        id: int | None = None,  # python-socketio's own name for it
        binary: bool | None = None,
        encoded_packet: Any = "",
    ) -> None:
        super().__init__(packet_type, data, namespace, id, binary)
        if encoded_packet != "":
            self._take(encoded_packet)

    def _take(self, said: Any) -> None:
        try:
            self.decode(said)
        except (ValueError, TypeError, RecursionError):
            self.packet_type = DISCONNECT
        if self.packet_type not in (CONNECT, DISCONNECT):
            self.packet_type = DISCONNECT


class OnlyPackets:
    """WSGI: what is posted by a screen that polls is such packets, and a websocket is asked for as it should be. All
    else is refused."""

    def __init__(self, answer: WSGIApplication, tell: Tell) -> None:
        self._answer, self._tell = answer, tell

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(NEWS):
            return self._answer(environ, start_response)
        if environ["REQUEST_METHOD"] == "POST":
            said = environ["wsgi.input"].read(MAX_INBOUND + 1)
            environ, taken = environ | {"wsgi.input": BytesIO(said)}, _fits(said)
        else:
            taken = not asks_for_websocket(environ) or can_be_opened(environ)
        if taken and _asks_as_pages_do(environ):
            return self._answer(environ, start_response)
        self._tell(environ)
        start_response("400 Bad Request", list(_HEADERS))
        return [_REFUSED]


def _asks_as_pages_do(environ: WSGIEnvironment) -> bool:
    """Not in the way of browsers that are long gone: older versions, or a script in place of JSON (`j`)."""
    asked = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return "j" not in asked and asked.get("EIO") == ["4"] and asked.get("transport") in (["polling"], ["websocket"])


def _fits(said: bytes) -> bool:
    packets = said.split(_BETWEEN)
    return len(said) <= MAX_INBOUND and len(packets) <= _AT_ONCE and all(map(_is_packet, packets))


def _is_packet(said: bytes) -> bool:
    try:
        text = said.decode()
    except UnicodeDecodeError:
        return False
    if too_deep(said):
        return False
    if not text.startswith("40"):
        return said.startswith(_SAID)
    packet = Said(encoded_packet=text[1:])
    return packet.packet_type == CONNECT and packet.namespace in (None, "/")


class _Heard:
    """A websocket whose screen hung up where it said something else."""

    def __init__(self, websocket: Any, tell: Tell) -> None:
        self._websocket, self._tell = websocket, tell

    def wait(self) -> str | None:
        said = self._websocket.wait()
        if isinstance(said, str) and _fits(said.encode("utf-8", "replace")):
            return said
        wire = self._websocket.ws
        if said is not None or wire.incoming_message_len > MAX_INBOUND or wire.close_reason in _BROKEN:
            self._tell(wire.environ)
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._websocket, name)


def hear_only_packets(server: Any, tell: Tell) -> None:
    """`server` is that of python-socketio. tests/live/test_fanout_insides.py holds what this reads of it."""
    _hear_only_frames(server.eio, tell)
    _hear_one_introduction(server, tell)


def _hear_one_introduction(server: Any, tell: Tell) -> None:
    """A page of ours says once who it is, and once more only where it was not let in."""
    stock: Callable[[str, str], Any] = server.eio.handlers["message"]

    def message(socket_id: str, said: str) -> Any:
        if said.startswith(str(CONNECT)) and server.manager.sid_from_eio_sid(socket_id, "/") is not None:
            tell(server.environ[socket_id])
            said = str(DISCONNECT)
        return stock(socket_id, said)

    server.eio.on("message", message)


def _hear_only_frames(transport: Any, tell: Tell) -> None:
    stock: Callable[..., Any] = transport._async["websocket"]

    def websocket(handler: Callable[[Any], Any], server: Any) -> Any:
        made = stock(lambda one: handler(_Heard(one, tell)), server)
        made.server_args["max_message_size"] = MAX_INBOUND  # of what comes of one, whether it is whole or not
        return made

    transport._async = {**transport._async, "websocket": websocket}
