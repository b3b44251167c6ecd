"""Answers of the servers that we ask: by a line that can be trusted, whole within a time, no larger than a size, and
no deeper than a depth.

The libraries wait for each piece of an answer alone, so a server that sends a byte now and then could hold up whoever
asked it without an end, and one that sends on and on would fill the memory.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from io import BufferedReader, BytesIO, RawIOBase
from time import monotonic
from typing import TYPE_CHECKING, Any

import gevent
import requests
import urllib3
from gevent.monkey import is_module_patched
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError

from board_qa.certificates import Trust, host_of
from board_qa.depth import too_deep

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Bytes, unpacked. A page of a hundred posts with all that X tells of them is one twentieth of it.
LARGEST = 10_000_000
_PART = 65_536


class TooLarge(requests.RequestException):
    """More than any answer that we ask for has."""


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Raises TimeoutError when so many seconds are over, in gunicorn's processes: there a line's own time begins anew
    with each byte that comes by TLS (gevent/ssl.py), so that one record of it could take hours."""
    if seconds is None or not is_module_patched("socket"):
        yield
        return
    # No Exception, so that nothing on its way takes it for an address that does not answer, and tries another.
    with gevent.Timeout(seconds) as over:
        try:
            yield
        except gevent.Timeout as timeout:
            if timeout is not over:
                raise
            raise TimeoutError from timeout


def in_time(line: socket.socket) -> BufferedReader:
    """To read one answer from a line, whose time limit is the one of the whole answer."""
    return BufferedReader(_InTime(line))


class _InTime(RawIOBase):
    def __init__(self, line: socket.socket) -> None:
        self._line, self._bytes = line, line.makefile("rb", buffering=0)
        seconds = line.gettimeout()
        self._until = None if seconds is None else monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        """Raises TimeoutError."""
        if self._until is not None:
            left = self._until - monotonic()
            if left <= 0:
                raise TimeoutError
            self._line.settimeout(left)
        return self._bytes.readinto(buffer)

    def close(self) -> None:
        self._bytes.close()
        super().close()


class _Answer(HTTPResponse):
    def __init__(self, sock: socket.socket, *values: Any, **named: Any) -> None:
        super().__init__(sock, *values, **named)
        self.fp.close()
        self.fp = in_time(sock)


class _Line(HTTPConnection):
    response_class = _Answer


class _SecureLine(HTTPSConnection):
    response_class = _Answer


class _Lines(urllib3.HTTPConnectionPool):
    ConnectionCls = _Line


class _SecureLines(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureLine


class WholeAnswers(HTTPAdapter):
    """For sessions of requests."""

    def __init__(self) -> None:
        super().__init__()
        self._trust = Trust()

    def mount_on(self, session: requests.Session) -> None:
        """From now on it takes no other."""
        session.mount("https://", self)
        session.mount("http://", self)

    def init_poolmanager(self, *values: Any, **named: Any) -> None:
        super().init_poolmanager(*values, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _Lines, "https": _SecureLines}

    def proxy_manager_for(self, *values: Any, **named: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(*values, **named)
        manager.pool_classes_by_scheme = {"http": _Lines, "https": _SecureLines}
        return manager

    def send(
        self, request: requests.PreparedRequest, *values: Any, timeout: Any = None, **named: Any
    ) -> requests.Response:
        """`timeout`: seconds to connect, and for the answer. Raises requests.RequestException: TooLarge among them."""
        seconds = sum(timeout) if isinstance(timeout, tuple) else timeout
        try:
            with within(seconds):
                return self._send(request, *values, timeout=timeout, **named)
        except TimeoutError as error:
            raise requests.ReadTimeout(error) from error

    def _send(self, request: requests.PreparedRequest, *values: Any, **named: Any) -> requests.Response:
        host = host_of(request.url or "")
        try:
            response = super().send(request, *values, **named)
        except requests.RequestException as error:
            self._trust.note(host, error)
            raise
        self._trust.is_there(host)
        whole = _whole(response.raw)
        response.raw = BytesIO(b"" if too_deep(whole) else whole)  # nobody can read it
        return response


def _whole(answer: urllib3.HTTPResponse) -> bytes:
    whole = bytearray()
    try:
        with closing(answer):
            for part in answer.stream(_PART, decode_content=True):
                whole += part
                if len(whole) > LARGEST:
                    raise TooLarge
    except ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except HTTPError as error:
        raise requests.ConnectionError(error) from error
    return bytes(whole)
