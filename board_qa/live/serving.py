"""gunicorn's gevent worker with a quick end: a stop waits for what is being answered, not for whoever only listens."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import gevent
from gunicorn.http.errors import InvalidHeader, LimitRequestLine, UnsupportedTransferCoding
from gunicorn.workers.ggevent import GeventWorker

from board_qa.live import NEWS
from board_qa.live.refusing import TOO_LONG, Overheard, refuse

# Websockets and long polls are not told goodbye: some clients take that for an order not to come back, and one that is
# gone would never take it.


class ServingWorker(GeventWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Knows what each connection is open for. gunicorn's own waits for all of them, until it is killed."""

    # Seconds in which who opens a connection has said what for. For what comes next on it there is `keepalive`.
    first_head = 20.0
    # Whether the public comes by https.
    secure = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._open: set[socket.socket] = set()
        self._answering: set[socket.socket] = set()
        self._listening: set[socket.socket] = set()
        self._unheard: set[gevent.Greenlet] = set()  # those of connections that asked for nothing yet

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Ctrl-C comes twice, from the terminal and from gunicorn's first process: both ask for the same stop.

        gunicorn's own handler ends the process a tenth of a second later, in the middle of a post.
        """
        self.handle_exit(sig, frame)

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        this = gevent.getcurrent()
        self._open.add(client)
        self._unheard.add(this)
        try:
            super().handle(listener, client, addr)
        finally:
            self._open.discard(client)
            self._unheard.discard(this)

    def timeout_ctx(self) -> Any:
        """Time for a whole head, also one that comes a byte at a time; then the connection ends."""
        this = gevent.getcurrent()
        if this not in self._unheard:
            return super().timeout_ctx()
        self._unheard.discard(this)
        return gevent.Timeout(self.first_head, False)

    def handle_request(self, listener_name: Any, req: Any, sock: socket.socket, addr: Any) -> Any:
        busy = self._listening if req.path.startswith(NEWS) else self._answering
        busy.add(sock)
        try:
            return super().handle_request(listener_name, req, sock, addr)
        finally:
            busy.discard(sock)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        status = TOO_LONG if isinstance(exc, LimitRequestLine) else self._told(req, addr, exc)
        refuse(client, status, self.secure)

    def _told(self, req: Any, addr: Any, exc: BaseException) -> str:
        """gunicorn writes it to the log and chooses the status."""
        if isinstance(exc, UnsupportedTransferCoding):  # not a lack of ours, as gunicorn's 501 would say
            exc = InvalidHeader("TRANSFER-ENCODING")
        answer = Overheard()
        super().handle_error(req, answer, addr, exc)
        return answer.status

    def hang_up(self) -> None:
        """End what is open only to wait: screens, which come back, and what was kept or opened for a next request.

        A request that has come already is answered: what has arrived can still be read.
        """
        _shut(self._listening, socket.SHUT_RDWR)
        _shut(self._open - self._answering - self._listening, socket.SHUT_RD)

    def cut_off(self) -> None:
        """End every connection, also in the middle of an answer."""
        _shut(self._open, socket.SHUT_RDWR)


def _shut(connections: Iterable[socket.socket], how: int) -> None:
    for connection in list(connections):
        with suppress(OSError):  # it is gone already
            connection.shutdown(how)
