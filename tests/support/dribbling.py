"""Servers that say something, and then go on a byte at a time for as long as anybody listens."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from pathlib import Path

_BETWEEN = 0.02  # seconds from one byte to the next
# How a record of TLS begins that is a handshake of 16,384 bytes.
TLS_RECORD = b"\x16\x03\x03\x40\x00"

Say = Callable[[socket.socket], Iterator[bytes]]


@contextmanager
def saying(say: Say) -> Iterator[int]:
    """On a port of this machine: what it says to whoever comes, one thing after the other."""
    ended = threading.Event()

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):
            for words in say(line):
                line.sendall(words)
                if ended.wait(_BETWEEN):
                    break

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


def dribbling(begins: bytes, goes_on: bytes) -> Say:
    """This at once, and that ever after."""
    return lambda _: chain([begins], repeat(goes_on))


def dribbling_below_tls(own: Path, words: bytes) -> Say:
    """These words after a good handshake, in one record of TLS, of which each byte comes by itself."""

    def say(line: socket.socket) -> Iterator[bytes]:
        comes, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own)
        tls = context.wrap_bio(comes, goes, server_side=True)
        asked = b""
        while not asked:
            try:
                asked = tls.read(4096)
            except ssl.SSLWantReadError:
                line.sendall(goes.read())
                comes.write(line.recv(65_536))
        line.sendall(goes.read())
        tls.write(words)
        record = goes.read()
        yield from (record[at : at + 1] for at in range(len(record)))

    return say


def dribbling_at_starttls(line: socket.socket) -> Iterator[bytes]:
    """A mail server that offers TLS, and begins it a byte at a time."""
    yield b"220 hello\r\n"
    line.recv(1024)
    yield b"250-hello\r\n250 STARTTLS\r\n"
    line.recv(1024)
    yield b"220 go on\r\n"
    yield from chain([TLS_RECORD], repeat(b"\2"))
