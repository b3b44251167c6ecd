"""What gunicorn's gevent worker needs in front of it. ARCHITECTURE.md has the figures."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket
from gevent.lock import BoundedSemaphore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)


class SendAllSocket:
    """A socket whose `send` sends everything.

    simple-websocket calls `send` and ignores how much of a frame it took; a slow client then gets a corrupt
    stream. One writer at a time, or two frames mix.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = BoundedSemaphore()
        self._writers = 0  # how many write, or wait until they may
        # One try of the system's own send. What is encrypted goes the slow way.
        plain: Any = sock if type(sock) is gevent.socket.socket else None
        self._try: Callable[[bytes], int] = plain._sock.send if plain else _cannot

    def send(self, data: bytes, *flags: int) -> int:
        self._writers += 1
        try:
            with self._lock:
                self._socket.sendall(data, *flags)
        finally:
            self._writers -= 1
        return len(data)

    def send_at_once(self, data: bytes) -> bool:
        """Send without waiting; False, and nothing was sent, where somebody else writes or the client is slow.

        What the client did not take of a frame that it began to take follows before anything else.
        """
        if self._writers:
            return False
        try:
            sent = self._try(data)
        except OSError:  # full, or gone: whoever writes next finds out which
            return False
        if sent < len(data):
            self._writers += 1
            self._lock.acquire()  # nobody has it
            gevent.spawn(self._send_rest, data[sent:])
        return True

    def _send_rest(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            log.debug("a client went away in the middle of a message: %s", error)
        finally:
            self._lock.release()
            self._writers -= 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def _cannot(_data: bytes) -> int:
    raise BlockingIOError


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
