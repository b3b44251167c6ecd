"""A server that is not the one that is meant."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat

from tests.support.wires import hang_up


@contextmanager
def in_its_place(port: int, *replies: bytes) -> Iterator[list[bytes]]:
    """Something that answers what it is asked with these in turn, the last one again and again; what it was asked."""
    asked: list[bytes] = []
    connected: list[socket.socket] = []

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connected.append(self.request)
            with suppress(OSError):
                for reply in chain(replies, repeat(replies[-1])):
                    said = self.request.recv(4096)
                    if not said:
                        break
                    asked.append(said)
                    self.request.sendall(reply)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", port), Answer) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield asked
        server.shutdown()
    for one in connected:
        hang_up(one)
