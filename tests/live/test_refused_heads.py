"""What the web server refuses by itself, before a page of ours is asked, is a page like our others."""

from __future__ import annotations

import logging
import os
from email.message import Message
from http.client import parse_headers
from io import BytesIO

import gevent
import gevent.socket
import pytest
import requests
from gunicorn.config import Config

from board_qa.live.serving import ServingWorker
from tests.live.test_slow_senders import connected
from tests.support.running import Running

HEAD = b"GET /zanzibar HTTP/1.1\r\nHost: localhost\r\n"
REFUSED = {
    "no request": (b"<zanzibar>\r\n\r\n", 400),
    "no method": (b"zanz(bar / HTTP/1.1\r\n\r\n", 400),
    "no version": (b"GET / HTTP/zanzibar\r\n\r\n", 400),
    "no version of ours": (b"GET /zanzibar HTTP/9.9\r\n\r\n", 400),
    "no name": (HEAD + b"zanzi bar: x\r\n\r\n", 400),
    "no value": (HEAD + b"A: zanzi\x00bar\r\n\r\n", 400),
    "two lengths": (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    "no coding": (HEAD + b"Transfer-Encoding: zanzibar\r\n\r\n", 400),
    "an expectation": (HEAD + b"Expect: zanzibar\r\n\r\n", 417),
    "a large head": (HEAD + b"A: " + b"zanzibar" * 10_000 + b"\r\n\r\n", 431),
    "many lines": (HEAD + b"A: zanzibar\r\n" * 200 + b"\r\n", 431),
    "a long address": (b"GET /" + b"zanzibar" * 1_000 + b" HTTP/1.1\r\n\r\n", 414),
}


def read(answer: bytes) -> tuple[str, Message, str]:
    """Its first line, its headers, and its page."""
    first, _, rest = answer.partition(b"\r\n")
    head, _, page = rest.partition(b"\r\n\r\n")
    return first.decode(), parse_headers(BytesIO(head + b"\r\n\r\n")), page.decode()


def whole(connection: object) -> bytes:
    return b"".join(iter(lambda: connection.recv(65_536), b""))  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_gets_a_page_with_the_headers_of_all_answers(live: Running, what: str) -> None:
    sent, status = REFUSED[what]
    with connected(live) as connection:
        connection.sendall(sent)
        first, headers, page = read(whole(connection))

    assert first.startswith(f"HTTP/1.1 {status} ")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert (headers["Cache-Control"], headers["Connection"]) == ("no-store", "close")
    assert "Strict-Transport-Security" not in headers
    assert int(headers["Content-Length"]) == len(page.encode())
    assert "zanz" not in page
    assert '<section lang="cy">' in page


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "Script-Name"])
def test_nobody_says_under_which_address_the_service_is(live: Running, name: str) -> None:
    answer = requests.get(f"{live.address}/help", headers={name: "/evil"}, timeout=20)

    assert (answer.status_code, "/evil" in answer.text) == (200, False)


def answer_of(worker: ServingWorker, sent: bytes) -> bytes:
    ours, theirs = gevent.socket.socketpair()
    listener = gevent.socket.socket()
    theirs.sendall(sent)
    theirs.shutdown(gevent.socket.SHUT_WR)
    gevent.spawn(worker.handle, listener, ours, ("127.0.0.1", 1)).join(timeout=20)
    answer = whole(theirs)
    for one in (theirs, listener):
        one.close()
    return answer


@pytest.mark.parametrize("secure", [True, False])
def test_where_the_public_comes_by_https_it_is_kept_to_it_by_refusals_as_well(secure: bool) -> None:
    worker = ServingWorker(0, os.getpid(), [], None, 30, Config(), logging.getLogger("gunicorn.error"))
    worker.secure = secure
    _, headers, _ = read(answer_of(worker, b"nonsense\r\n\r\n"))

    assert headers.get_all("Strict-Transport-Security") == (["max-age=31536000; includeSubDomains"] if secure else None)


class BrokenWorker(ServingWorker):
    """One with a fault of ours in it, where no page of ours is there to say so."""

    def handle_request(self, *_: object) -> None:
        raise RuntimeError("zanzibar")


def test_a_fault_of_ours_is_said_to_be_ours_and_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("tests.refused")
    log.access = lambda *_: None  # type: ignore[attr-defined]  # gunicorn's own logger has it
    worker = BrokenWorker(0, os.getpid(), [], None, 30, Config(), log)
    first, headers, page = read(answer_of(worker, HEAD + b"\r\n"))

    assert first == "HTTP/1.1 500 Internal Server Error"
    assert "This is our fault, not yours" in page
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "zanzibar" not in page
    assert "RuntimeError: zanzibar" in caplog.text
