"""What gunicorn's gevent worker needs in front of it. ARCHITECTURE.md has the figures."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import gevent
from gevent.lock import BoundedSemaphore
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class SendAllSocket:
    """A socket whose `send` sends everything.

    simple-websocket calls `send` and ignores how much of a frame it took; a slow client then gets a corrupt
    stream. One writer at a time, or two frames mix.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = BoundedSemaphore()

    def send(self, data: bytes, *flags: int) -> int:
        with self._lock:
            self._socket.sendall(data, *flags)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


class Gateway:
    """WSGI middleware: takes turns, refuses compression, writes whole frames, and knows who waits."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._waiting: WeakSet[socket.socket] = WeakSet()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # A kept-alive connection whose next request is waiting never yields by itself: let the others go first.
        gevent.sleep(0)
        # Compressing 400-byte messages costs each viewer up to 260 KiB of memory and saves nothing.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if "gunicorn.socket" not in environ:
            return self._app(environ, start_response)
        connection = environ["gunicorn.socket"]
        environ["gunicorn.socket"] = SendAllSocket(connection)
        self._waiting.discard(connection)
        return ClosingIterator(self._app(environ, start_response), [lambda: self._waiting.add(connection)])

    def close_waiting(self) -> None:
        """End the connections whose browser keeps them for a next request: they would hold up a stop for a minute.

        A request that is being answered is answered; one that is just being sent is sent again by its browser.
        """
        for connection in list(self._waiting):
            with suppress(OSError):  # it is gone already
                connection.shutdown(socket.SHUT_RD)
