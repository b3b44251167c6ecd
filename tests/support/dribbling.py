"""A server that says something, and then goes on a byte at a time for as long as anybody listens."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_BETWEEN = 0.02  # seconds from one byte to the next


@contextmanager
def dribbling(begins: bytes, goes_on: bytes) -> Iterator[int]:
    """On a port of this machine: what it says at once to whoever comes, and the byte that it says ever after."""
    ended = threading.Event()

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.sendall(begins)
            while not ended.wait(_BETWEEN):
                line.sendall(goes_on)

    def listen() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                threading.Thread(target=serve, args=(line,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=listen, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            ended.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
