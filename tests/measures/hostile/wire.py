"""HTTP as an attacker writes it: bytes on a socket, in which no library refuses anything beforehand."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from tests.measures.hostile.inputs import as_bytes

PATIENCE = 60.0  # seconds
BOUNDARY = "zqboundary"
_TAKEN_IN = 5_000_000  # bytes of an answer; the largest file is far below


@dataclass(frozen=True)
class Answer:
    """`status` 0: the connection ended without one, as it may where what was sent is not HTTP."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Wire:
    """One connection, which is kept while the server keeps it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def send(self, request: bytes, method: str = "GET") -> Answer:
        """Once more on a new connection where the one that was kept had ended meanwhile."""
        kept = self._socket is not None
        answer = self._try(request, method)
        return self._try(request, method) if kept and answer.status == 0 else answer

    def _try(self, request: bytes, method: str) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
        with suppress(OSError):  # refused in the middle: the answer is there all the same
            self._socket.sendall(request)
        try:
            came = http.client.HTTPResponse(self._socket, method=method)
            came.begin()
            body = came.read(_TAKEN_IN)
            answer = Answer(came.status, tuple(came.getheaders()), body)
            if came.will_close:
                self.close()
        except TimeoutError:
            raise
        except (http.client.HTTPException, OSError):
            self.close()
            return Answer(0)
        return answer

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def request(method: str, path: bytes, headers: Mapping[str, bytes], body: bytes | None = None) -> bytes:
    """A whole request. A `Host` of ours stands first where the headers name none."""
    named = {"Host": b"127.0.0.1"} | dict(headers)
    if body is not None:
        named.setdefault("Content-Length", str(len(body)).encode())
    lines = [
        method.encode() + b" " + path + b" HTTP/1.1",
        *(name.encode() + b": " + said for name, said in named.items()),
    ]
    return b"\r\n".join([*lines, b"", body or b""])


def form(fields: Iterable[tuple[str, str]]) -> bytes:
    pairs = (f"{_quoted(name)}={_quoted(value)}" for name, value in fields)
    return "&".join(pairs).encode()


def multipart(fields: Iterable[tuple[str, str]], name: str, filename: str, content: bytes) -> bytes:
    """As a browser sends a file. The name of the file is as hostile as its content, and its quotes are not escaped."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'.encode() + as_bytes(value) + b"\r\n"
        for key, value in fields
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="'.encode()
    file = head + as_bytes(filename) + b'"\r\nContent-Type: text/csv\r\n\r\n' + content + b"\r\n"
    return b"".join([*parts, file, f"--{BOUNDARY}--\r\n".encode()])


def quoted(value: str) -> bytes:
    """A value as part of an address."""
    return _quoted(value).encode()


def _quoted(value: str) -> str:
    return quote_from_bytes(as_bytes(value), safe="")
