"""One message to many sockets, over real ones: whole, in order, to the right ones, and held up by nobody."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import socketio
import websocket
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from board_qa.live.fanout import frame
from board_qa.rehearsal.__main__ import wait
from tests.support import fanout_server

pytestmark = pytest.mark.server

HEARD_ALL, SLOW = 30, 20
MESSAGES, LARGE = 20, 60_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with fanout_server.start() as address:
        yield address


class Browser:
    """A websocket that reads when it is told to."""

    def __init__(self, address: str, room_for: int = 0) -> None:
        parts = urlsplit(address)
        self.plain = plain = socket.socket()
        if room_for:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_for)
        plain.settimeout(30)
        plain.connect((parts.hostname or "", parts.port or 0))
        url = f"{address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(url, socket=plain, skip_utf8_validation=True)
        self.text()
        self.socket.send("40")
        assert self.text().startswith("40")

    def text(self) -> str:
        return str(self.socket.recv())

    def next(self) -> Any:
        """The next message, after what pings there were."""
        while (text := self.text()) == "2":
            self.socket.send("3")
        name, message = json.loads(text.removeprefix("42"))
        assert name == "delta"
        return message

    def hurry(self) -> None:
        """From now on there is room."""
        self.plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)

    def numbers(self, many: int) -> list[int]:
        return [self.next()["n"] for _ in range(many)]


@pytest.fixture
def browser(server: str) -> Iterator[Callable[..., Browser]]:
    made: list[Browser] = []

    def start(room_for: int = 0) -> Browser:
        made.append(Browser(server, room_for))
        return made[-1]

    yield start
    for one in made:
        one.socket.close()
    wait("all are gone", lambda: not ask(server, "cost")["quick"])


def ask(address: str, what: str, **how: object) -> Any:
    return requests.get(
        f"{address}/{what}", params={name: str(value) for name, value in how.items()}, timeout=30
    ).json()


def test_of_fifty_screens_twenty_that_do_not_read_hold_nobody_up_and_miss_nothing(
    server: str, browser: Callable[..., Browser]
) -> None:
    quick = [browser() for _ in range(HEARD_ALL)]
    slow = [browser(room_for=4096) for _ in range(SLOW)]
    assert ask(server, "cost")["quick"] == HEARD_ALL + SLOW
    for n in range(MESSAGES):
        ask(server, "emit", n=n, bytes=LARGE)
        assert {one.next()["n"] for one in quick} == {n}  # while the others have read nothing

    for one in slow:
        one.hurry()
        for n in range(MESSAGES):
            assert one.next() == {"n": n, "pad": "x" * LARGE}


@pytest.mark.parametrize("size", [10, 400, 100_000])
@pytest.mark.parametrize("room_for", [0, 4096])
def test_what_was_queued_before_is_never_overtaken(
    server: str, browser: Callable[..., Browser], size: int, room_for: int
) -> None:
    listening = [browser(room_for) for _ in range(3)]
    ask(server, "turns", many=40, bytes=size)

    for one in listening:
        one.hurry()
        assert one.numbers(40) == list(range(40))


def test_a_client_that_began_with_polling_hears_all_in_order(server: str) -> None:
    heard: list[int] = []
    client = socketio.Client()
    client.on("delta", lambda message: heard.append(message["n"]))
    client.connect(server)  # it polls, and then changes over
    wait("it changed over", lambda: ask(server, "cost")["quick"] == 1)
    assert client.transport() == "websocket"
    for n in range(20):
        ask(server, "emit", n=n, bytes=400)
    wait("the news", lambda: len(heard) >= 20)
    client.disconnect()

    assert heard == list(range(20))


def test_a_client_that_only_polls_hears_it_the_stock_way(server: str) -> None:
    heard: list[int] = []
    client = socketio.Client()
    client.on("delta", lambda message: heard.append(message["n"]))
    client.connect(server, transports=["polling"])
    assert ask(server, "cost")["quick"] == 0
    for n in range(20):
        ask(server, "emit", n=n, bytes=400)
    wait("the news", lambda: len(heard) >= 20)
    client.disconnect()

    assert heard == list(range(20))


def test_only_those_in_the_room_hear(server: str, browser: Callable[..., Browser]) -> None:
    stays, moves = browser(), browser()
    moves.socket.send('42["leave","room"]')
    moves.socket.send('42["join","other"]')
    moves.socket.send('421["join","another"]')  # an answer is asked for, so that this is over when it comes
    assert moves.text().startswith("431")
    for n, to in enumerate(["room", "other", "nowhere", "room", "other", "another"]):
        ask(server, "emit", n=n, bytes=10, to=to)

    assert stays.numbers(2) == [0, 3]
    assert moves.numbers(3) == [1, 4, 5]


def test_bytes_go_the_stock_way_and_keep_their_place(server: str, browser: Callable[..., Browser]) -> None:
    listening = browser()
    ask(server, "emit", n=0, bytes=10)
    ask(server, "binary", n=1)
    ask(server, "emit", n=2, bytes=10)

    assert listening.next()["n"] == 0
    assert listening.text().startswith('451-["delta",{"n":1,')
    assert listening.socket.recv() == b"\0\xff" * 100
    assert listening.next()["n"] == 2


def test_a_client_that_went_away_in_silence_holds_nobody_up(server: str, browser: Callable[..., Browser]) -> None:
    stays, goes = browser(), browser(room_for=4096)
    for n in range(10):
        ask(server, "emit", n=n, bytes=LARGE)
    goes.plain.close()
    ask(server, "emit", n=10, bytes=10)

    assert stays.numbers(11) == list(range(11))


@pytest.mark.parametrize("text", ["", "4", "x" * 125, "x" * 126, "Pam lai? " * 14, "’" * 21_845, "x" * 65_536])
def test_a_message_is_framed_as_its_library_frames_it(text: str) -> None:
    assert frame(text) == Connection(ConnectionType.SERVER).send(TextMessage(data=text))
