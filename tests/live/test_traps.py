"""The faults measured in the stock stack (ARCHITECTURE.md), each held down by a test on the real server."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import gevent
import gevent.socket
import pytest
import requests
import websocket
from gevent import ssl

from board_qa.live.gevent_fixes import SendAllSocket
from board_qa.practice.network import PracticeNetwork
from board_qa.system.clock import utc_now
from tests.support.running import Running

pytestmark = pytest.mark.server


def connect(live: Running) -> socket.socket:
    parts = urlsplit(live.address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20)


def test_with_more_than_a_thousand_connections_open_requests_are_still_answered(live: Running) -> None:
    idle = [connect(live) for _ in range(1100)]
    try:
        assert requests.get(f"{live.address}/healthz", timeout=20).json()["database"] == "ok"
    finally:
        for connection in idle:
            connection.close()


def test_a_browsers_offer_to_compress_is_not_taken_up(live: Running) -> None:
    with connect(live) as browser:
        browser.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
        )
        answer = browser.recv(65536).lower()

    assert answer.startswith(b"http/1.1 101")
    assert b"permessage-deflate" not in answer


def test_a_slow_reader_gets_every_byte_of_a_frame() -> None:
    data = bytes(range(256)) * 40_000
    ours, theirs = gevent.socket.socketpair()
    assert ours.send(data) < len(data)  # the trap: under gevent a plain send is short, and simple-websocket ignores it
    ours.close()
    theirs.close()

    ours, theirs = gevent.socket.socketpair()
    writing = gevent.spawn(SendAllSocket(ours).send, data)
    received = bytearray()
    while len(received) < len(data):
        received += theirs.recv(65536)

    assert writing.get() == len(data)
    assert bytes(received) == data


def test_two_writers_never_mix_their_frames() -> None:
    ours, theirs = gevent.socket.socketpair()
    whole = SendAllSocket(ours)
    frames = [bytes([n]) * 500_000 for n in (1, 2)]
    writers = [gevent.spawn(whole.send, frame) for frame in frames]
    received = bytearray()
    while len(received) < 1_000_000:
        received += theirs.recv(65536)
    gevent.joinall(writers, raise_error=True)

    assert bytes(received) in (frames[0] + frames[1], frames[1] + frames[0])


def test_what_is_sent_at_once_is_whole_and_never_in_the_middle_of_another_frame() -> None:
    ours, theirs = gevent.socket.socketpair()
    whole = SendAllSocket(ours)
    frames = [bytes([n]) * 500_000 for n in (1, 2, 3)]
    assert whole.send_at_once(frames[0])  # more than fits: the rest of it follows, before anything else
    writer = gevent.spawn(whole.send, frames[1])
    gevent.sleep(0)
    assert not whole.send_at_once(frames[2])  # somebody writes, and somebody waits
    received = bytearray()
    while len(received) < 1_000_000:
        received += theirs.recv(65536)
    writer.join()

    assert bytes(received) == frames[0] + frames[1]
    assert whole.send_at_once(b"then")
    assert theirs.recv(65536) == b"then"


def test_nothing_is_sent_at_once_to_a_client_that_is_full_or_gone_or_encrypted() -> None:
    ours, theirs = gevent.socket.socketpair()
    while ours.send(b"x" * 65536, 0, 0.0) == 65536:
        pass
    assert not SendAllSocket(ours).send_at_once(b"full")
    theirs.close()
    assert not SendAllSocket(ours).send_at_once(b"gone")

    plain, other = gevent.socket.socketpair()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    encrypted = context.wrap_socket(plain, server_hostname="board", do_handshake_on_connect=False)
    assert not SendAllSocket(encrypted).send_at_once(b"in the clear")
    other.setblocking(False)
    with pytest.raises(BlockingIOError):
        other.recv(1)


def test_a_kept_alive_connection_with_requests_waiting_does_not_starve_the_others(live: Running) -> None:
    waiting, answered = 3000, [0]
    with connect(live) as greedy, connect(live) as modest:

        def read() -> None:  # all the time: a full buffer would make the server yield by itself
            while answered[0] < waiting and (chunk := greedy.recv(1 << 16)):
                answered[0] += chunk.count(b"HTTP/1.1 200")

        reading = threading.Thread(target=read)
        reading.start()
        greedy.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * waiting)
        modest.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert modest.recv(65536).startswith(b"HTTP/1.1 200")
        before_the_modest_one = answered[0]
        reading.join()

    assert before_the_modest_one < waiting / 2


def test_a_message_larger_than_a_screen_ever_sends_ends_the_connection(live: Running) -> None:
    meeting = live.meeting()
    screen = websocket.create_connection(
        f"{live.address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket", timeout=20
    )
    screen.recv()
    with suppress(ConnectionResetError, BrokenPipeError):  # the rest of it is not read any more
        screen.send("40" + "x" * 100_000)
        while screen.recv():
            pass  # an empty answer is the end of the connection; without an end this times out

    assert requests.get(f"{live.address}/{meeting.code}", timeout=10).status_code == 200


def test_the_practice_network_is_read_and_written_by_several_threads_at_once() -> None:
    """sqlite-utils opens a savepoint to read as well: one thread's end took another's away."""
    network = PracticeNetwork(utc_now)

    def busy(number: int) -> list[str]:
        author = network.user(f"person{number}", "Person")
        posts = []
        for turn in range(60):
            posts.append(network.post(author, f"Post {turn} of {number}"))
            network.bill("post", posts[-1], 1)
            network.current()
            network.billed()
            network.is_gone(posts[-1])
        return posts

    with ThreadPoolExecutor(6) as threads:
        posts = [post for made in threads.map(busy, range(6)) for post in made]

    assert len(set(posts)) == len(network.current()) == network.billed() == 360
