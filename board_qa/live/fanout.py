"""One message to many sockets: framed once, and written at once to each client that can take it.

python-socketio puts a message into a queue for each client, and a greenlet for each takes it out, frames it and writes
it: with 1,000 clients the last heard it 3 to 4 times later than from Node's socket.io. A client who is slow, or polls,
still gets it that way. This reads what its libraries do not document: tests/live/test_fanout_insides.py fails when that
changes, and FAST_FANOUT=0 does without.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as TransportPacket
from socketio import Manager
from socketio.packet import EVENT

from board_qa.live.gevent_fixes import SendAllSocket
from board_qa.live.turns import pause

_TEXT = 0x81  # the first byte of a whole message of text (RFC 6455)
# After so many clients, which take 10 ms, whoever waits for a page has a turn. No two messages to a room of more are
# made at the same time: the broadcaster's greenlet makes them all, so that none overtakes another.
AT_A_TIME = 500


def frame(text: str) -> bytes:
    """A message as a server sends it on a websocket."""
    data = text.encode()
    size = len(data)
    if size < 126:
        return bytes((_TEXT, size)) + data
    if size < 1 << 16:
        return bytes((_TEXT, 126)) + size.to_bytes(2, "big") + data
    return bytes((_TEXT, 127)) + size.to_bytes(8, "big") + data


class _Websocket:
    """A client's connection: what its library knows of it, and where its frames go."""

    __slots__ = ("_client", "_connection", "_queued", "_write")

    def __init__(self, client: Any, connection: Any) -> None:
        self._client, self._connection = client, connection
        self._queued: Callable[[], int] = client.queue.qsize
        self._write: Callable[[bytes], bool] = connection.sock.send_at_once

    def take(self, data: bytes, silent_since: float) -> bool:
        """Send this frame, unless something that was said before is still waiting to be sent, or the client is gone.

        The greenlet that sends what is queued takes all of it out first. Until it has written the last of it, it
        writes or waits to, and the socket refuses.
        """
        client = self._client
        if self._queued() or client.closing or not client.upgraded or not self._connection.connected:
            return False
        pinged = client.last_ping  # and not answered yet
        if pinged and pinged < silent_since:
            return False
        return self._write(data)


class FanOut(Manager):  # type: ignore[misc]  # python-socketio ships no types
    """Who is connected and to which room, with a quick way to tell all of them."""

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        super().__init__()
        self._at_a_time = at_a_time
        self._websockets: dict[str, _Websocket] = {}
        self._stock_websocket: Any = None

    def initialize(self) -> None:
        super().initialize()
        transport = self.server.eio
        self._stock_websocket = transport._async["websocket"]
        transport._async = {**transport._async, "websocket": self._websocket}

    def _websocket(self, handler: Any, server: Any) -> Any:
        """What answers a request for a websocket, also of a client that began with polling."""
        client = handler.__self__

        def handle(stock: Any) -> Any:
            connection = stock.ws
            if not isinstance(connection.sock, SendAllSocket):
                return handler(stock)
            ours = _Websocket(client, connection)
            self._websockets.setdefault(client.sid, ours)
            try:
                return handler(stock)
            finally:
                if self._websockets.get(client.sid) is ours:
                    del self._websockets[client.sid]

        return self._stock_websocket(handle, server)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **more: Any,
    ) -> None:
        """Tell a room. What is not plain text, or wants an answer, goes the stock way."""
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        encoded = None if callback else self._encode(event, arguments, namespace)
        if not isinstance(encoded, str):
            super().emit(event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **more)
            return
        packet = TransportPacket(MESSAGE, encoded)
        data_on_the_wire = frame(packet.encode())
        silent_since = time.time() - self.server.eio.ping_timeout
        skipped = skip_sid if isinstance(skip_sid, list) else (skip_sid,)
        for count, (sid, transport_id) in enumerate(self.get_participants(namespace, to or room), start=1):
            if sid not in skipped:
                websocket = self._websockets.get(transport_id)
                if websocket is None or not websocket.take(data_on_the_wire, silent_since):
                    self.server._send_eio_packet(transport_id, packet)
            if count % self._at_a_time == 0:
                pause()

    def _encode(self, event: str, arguments: list[Any], namespace: str) -> Any:
        return self.server.packet_class(EVENT, namespace=namespace, data=[event, *arguments]).encode()
