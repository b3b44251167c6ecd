"""Who sends a byte at a time, half of something or far too much: refused within a time, and nobody else waits."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import ExitStack

import gevent
import gevent.socket
import pytest
import requests
from gunicorn.config import Config

from board_qa.live.bodies import WholeBodies
from board_qa.live.serving import ServingWorker
from tests.support.running import Running

LONGEST = 1_000


class Dribbling:
    """A body that never comes to its end."""

    def read(self, _size: int) -> bytes:
        gevent.sleep(0.01)
        return b"a"


class HastyWorker(ServingWorker):
    first_head = 0.05


def status_of(answered: WholeBodies, **environ: object) -> str:
    told: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/"} | environ
    b"".join(answered(environ, lambda status, *_: told.append(status)))  # type: ignore[arg-type]
    return told[0]


@pytest.mark.parametrize("said", [{"CONTENT_LENGTH": "900"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_body_that_comes_a_byte_at_a_time_is_refused_before_any_page_is_asked(said: dict[str, str]) -> None:
    def nobody(_environ: object, _start: object) -> list[bytes]:
        raise AssertionError

    status = status_of(WholeBodies(nobody, LONGEST, within=0.05), **said, **{"wsgi.input": Dribbling()})

    assert status == "408 Request Timeout"


def test_a_head_that_comes_a_byte_at_a_time_ends_its_connection() -> None:
    worker = HastyWorker(0, os.getpid(), [], None, 30, Config(), logging.getLogger("gunicorn.error"))
    ours, theirs = gevent.socket.socketpair()
    listener = gevent.socket.socket()
    theirs.sendall(b"GET / HTTP/1.1\r\nHost: loc")
    serving = gevent.spawn(worker.handle, listener, ours, ("127.0.0.1", 1))
    serving.join(timeout=20)

    assert serving.ready()
    assert theirs.recv(1) == b""
    for one in (theirs, listener):
        one.close()


def connected(live: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", live.server.port), timeout=20)


def answer_to(live: Running, *sent: bytes) -> bytes:
    """All that comes until the connection ends, or the first of it."""
    with connected(live) as connection:
        for piece in sent:
            connection.sendall(piece)
        return connection.recv(65_536)


POST = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(
    "rest",
    [
        b"Transfer-Encoding: chunked\r\n\r\nno number\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n0\r\n\r\n",
        b"Transfer-Encoding: nonsense\r\n\r\n",
    ],
)
def test_a_body_whose_pieces_are_not_what_they_say_is_refused_and_no_fault_of_ours(live: Running, rest: bytes) -> None:
    before = live.log().count("Traceback")
    answer = answer_to(live, POST, rest)

    assert answer.startswith(b"HTTP/1.1 400 "), answer
    assert live.log().count("Traceback") == before


def test_half_a_form_is_never_taken_for_a_whole_one(live: Running) -> None:
    meeting = live.meeting()
    form = b"question=Why+is+the+ward+closed%3F&key=half-a-form"
    head = f"POST /{meeting.code}/questions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(form) + 9}\r\n"
    with connected(live) as connection:
        connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + form)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65_536)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert list(live.ports.store.questions.of_meeting(meeting.id)) == []


def test_a_form_in_pieces_without_a_length_is_read_like_any_other(live: Running) -> None:
    meeting = live.meeting()
    page = f"{live.address}/{meeting.code}/questions"
    form = iter([b"question=Why+is+the+", b"ward+closed%3F&key=in-pieces"])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = requests.post(page, data=form, headers=headers, timeout=20)

    assert answer.status_code == 200, answer.text
    assert [one.source.text for one in live.ports.store.questions.of_meeting(meeting.id)] == ["Why is the ward closed?"]


def test_who_sends_far_too_much_reads_that_it_was_too_much(live: Running) -> None:
    meeting = live.meeting()
    page = f"{live.address}/{meeting.code}/questions"
    for size in (300_000, 5_000_000):
        answer = requests.post(page, data={"question": "a" * size}, timeout=20)
        assert answer.status_code == 413
        assert "That is too much text" in answer.text


def _send_for_ever(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"a" * 1_000_000)


def test_who_never_stops_sending_is_cut_off_and_others_are_answered_meanwhile(live: Running) -> None:
    endless = POST + b"Content-Length: 99999999999\r\n\r\n"
    with connected(live) as connection:
        connection.sendall(endless)
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            _send_for_ever(connection)
        assert requests.get(f"{live.address}/healthz", timeout=20).status_code == 200


def test_with_a_thousand_half_open_connections_others_are_answered(live: Running) -> None:
    begun = [b"", b"GET / HTTP/1.1\r\nHost: loc", POST + b"Content-Length: 100\r\n\r\nques"]
    with ExitStack() as room:
        for number in range(1_000):
            room.enter_context(connected(live)).sendall(begun[number % len(begun)])
        assert requests.get(f"{live.address}/healthz", timeout=20).json()["database"] == "ok"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 200 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"b" * 100_000 + b"\r\n\r\n", b"431"),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
    ],
)
def test_a_head_that_is_too_large_is_refused(live: Running, head: bytes, status: bytes) -> None:
    assert answer_to(live, head).split()[1] == status
