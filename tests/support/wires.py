"""A wire between the product and PostgreSQL, which can be cut just before or just after a COMMIT."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Cut(Enum):
    NEVER = "never"
    BEFORE_COMMIT = "before the server hears of it"
    AFTER_COMMIT = "before its answer comes back"


class Wire:
    """Carries what is said, once for each connection, on a thread for each direction."""

    def __init__(self, url: str, folder: str) -> None:
        self.cut, self.is_up = Cut.NEVER, True
        there = conninfo_to_dict(url)
        self._host, self._port = str(there.get("host", "localhost")), int(there.get("port", 5432) or 5432)
        self.url = make_conninfo(url, host=folder, port=5432, sslmode="disable", gssencmode="disable")
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(f"{folder}/.s.PGSQL.5432")
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self.is_up:
                    server = self._server()
                    threading.Thread(target=self._ask, args=(client, server), daemon=True).start()
                    threading.Thread(target=self._answer, args=(client, server), daemon=True).start()
                else:
                    client.close()

    def _server(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, self._port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        return server

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(65_536):
                if b"COMMIT" in said and self.cut is not Cut.NEVER:
                    if self.cut is Cut.AFTER_COMMIT:
                        self._lose_the_answer(said, server)
                    break
                server.sendall(said)
        hang_up(client, server)

    def _lose_the_answer(self, said: bytes, server: socket.socket) -> None:
        """The other thread reads what comes back, and passes nothing on; the server is done when it ends."""
        self.answered = threading.Event()
        server.sendall(said)
        self.answered.wait(5)

    def _answer(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65_536):
                if self.cut is Cut.AFTER_COMMIT and b"COMMIT" in said:
                    self.answered.set()
                    return
                client.sendall(said)
        hang_up(client, server)

    def close(self) -> None:
        hang_up(self._listening)


def hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wire(url: str) -> Iterator[Wire]:
    with tempfile.TemporaryDirectory(prefix="wire") as folder:
        carrying = Wire(url, str(Path(folder)))
        yield carrying
        carrying.close()
