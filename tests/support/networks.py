"""Networks that do harm, as proxies in front of a real server: what some firewalls, hotels and trains do to sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto


class Harm(Enum):
    """What a network does to a websocket; everything else passes."""

    NONE = auto()
    SILENT = auto()  # opens it, and passes nothing on after that in either direction
    SWALLOWED = auto()  # never answers
    FORBIDDEN = auto()  # is answered with an error, as is polling in its place
    SILENT_ALTOGETHER = auto()  # never answers, and neither does polling in its place
    SILENT_LATER = auto()  # passes on what comes at first, and falls silent when it is told to


class Network:
    """A proxy of its own port in front of a server on this machine."""

    def __init__(self, port: int, harm: Harm) -> None:
        self._port, self._harm = port, harm
        self._open: set[socket.socket] = set()
        self.silent = threading.Event()
        self.websockets = 0
        self._asked = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection there is, without a word."""
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def has_been_asked_for_websockets(self, count: int) -> None:
        """Wait until so many have been tried through it."""
        with self._asked:
            assert self._asked.wait_for(lambda: self.websockets >= count, timeout=20)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._port)) as server, suppress(OSError):
            self._open |= {client, server}
            back = threading.Thread(target=self._back, args=(server, client), daemon=True)
            back.start()
            self._forth(client, server)
            server.shutdown(socket.SHUT_WR)
            back.join()
        self._open -= {client, server}

    def _forth(self, client: socket.socket, server: socket.socket) -> None:
        harmed = False
        while data := client.recv(65536):
            if b"\r\nupgrade: websocket\r\n" in data.lower():
                harmed = True
                self._count_websocket()
            if b" /socket.io/" in data.split(b"\r\n", 1)[0]:
                if self._harm is Harm.FORBIDDEN:
                    client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                elif self._harm is not Harm.SILENT_ALTOGETHER and not (harmed and self._harm is Harm.SWALLOWED):
                    server.sendall(data)
            elif not (harmed and self._swallows()):
                server.sendall(data)

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        harmed = False
        with suppress(OSError):
            while data := server.recv(65536):
                if harmed and self._swallows():
                    continue
                if data.startswith(b"HTTP/1.1 101 "):
                    harmed = True
                    head, _, frames = data.partition(b"\r\n\r\n")
                    data = head + b"\r\n\r\n" + (b"" if self._swallows() else frames)
                client.sendall(data)
            client.shutdown(socket.SHUT_WR)

    def _count_websocket(self) -> None:
        with self._asked:
            self.websockets += 1
            self._asked.notify_all()

    def _swallows(self) -> bool:
        return self._harm is Harm.SILENT or (self._harm is Harm.SILENT_LATER and self.silent.is_set())


@contextmanager
def network(port: int, harm: Harm = Harm.NONE) -> Iterator[Network]:
    passing = Network(port, harm)
    yield passing
    passing.close()
