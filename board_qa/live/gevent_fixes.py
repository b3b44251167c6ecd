"""What gunicorn's gevent worker needs in front of it. ARCHITECTURE.md has the figures."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import gevent
from gevent.lock import BoundedSemaphore

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
    """WSGI middleware: takes turns, refuses compression, writes whole frames."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # A kept-alive connection whose next request is waiting never yields by itself: let the others go first.
        gevent.sleep(0)
        # Compressing 400-byte messages costs each viewer up to 260 KiB of memory and saves nothing.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if "gunicorn.socket" in environ:
            environ["gunicorn.socket"] = SendAllSocket(environ["gunicorn.socket"])
        return self._app(environ, start_response)
