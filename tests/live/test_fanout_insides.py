"""What board_qa/live/fanout.py reads of its libraries and they do not document.

Where one of these fails, a library was changed: read what it does now beside fanout.py, mend that, and write the new
figures down here. Until then FAST_FANOUT=0 runs the service without.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import engineio
import engineio.socket
import gevent
import gevent.socket
import pytest
import simple_websocket.ws
import socketio
from engineio.async_drivers import gevent as driver
from flask import Flask
from flask_socketio import SocketIO

from board_qa.bootstrap.web_process import make_web_process
from board_qa.config.reading import read_settings
from board_qa.live.fanout import FanOut
from tests.support.places import ROOT

PACKAGES = ("flask-socketio", "python-socketio", "python-engineio", "simple-websocket", "gevent", "gunicorn")
# The first figures of the SHA-256 of each function's text.
READ = {
    socketio.Manager.emit: "566510ea2de39d65",
    socketio.Manager.get_participants: "7d78ad681c95de5b",
    socketio.Server._handle_eio_connect: "4be135c046ed6bcc",
    socketio.Server._handle_eio_message: "65f309c138d634eb",
    socketio.Server._send_eio_packet: "5fa452fb118c3565",
    engineio.socket.Socket.poll: "d7d705066fd3b948",
    engineio.socket.Socket.send: "f8b2738ee5d48ab2",
    engineio.socket.Socket.close: "05fac55831999f25",
    engineio.socket.Socket.check_ping_timeout: "ccddc110d9836176",
    engineio.socket.Socket._upgrade_websocket: "02f6ac05441609d3",
    engineio.socket.Socket._websocket_handler: "58afe122719282de",
    driver.SimpleWebSocketWSGI: "ef4f852b672632e5",
    driver.WebSocketWSGI: "d35186ab85c7df5d",
    simple_websocket.ws.Base.send: "5dd75a306f1fab59",
    simple_websocket.ws.Base.close: "c3b710ade5278edb",
    gevent.socket.socket.send: "2debaeee798921d7",
}


def test_the_packages_are_those_that_were_read() -> None:
    pinned = dict(re.findall(r'"([\w-]+)(?:\[\w+\])?==([\w.]+)"', (ROOT / "pyproject.toml").read_text()))

    assert {name: version(name) for name in PACKAGES} == {name: pinned[name] for name in PACKAGES}


@pytest.mark.parametrize("part", READ, ids=lambda part: f"{part.__module__}.{part.__qualname__}")
def test_each_part_that_was_read_says_what_it_said(part: Callable[..., Any]) -> None:
    assert sha256(inspect.getsource(part).encode()).hexdigest()[:16] == READ[part]


def test_a_client_has_what_tells_whether_it_can_take_a_message() -> None:
    client = engineio.socket.Socket(engineio.Server(async_mode="gevent"), "id")
    client.queue.put("something")

    assert client.queue.qsize() == 1
    assert (client.closing, client.closed, client.upgraded) == (False, False, False)
    assert client.last_ping > 0
    assert client._websocket_handler.__self__ is client


def test_what_is_put_into_a_queue_counts_until_its_reader_has_it() -> None:
    """A reader that was woken but has not run yet: a message that was sent now would overtake."""
    queue = engineio.Server(async_mode="gevent").create_queue()
    reader = gevent.spawn(queue.get)
    gevent.sleep(0)
    queue.put("something")

    assert queue.qsize() == 1
    assert (reader.get(), queue.qsize()) == ("something", 0)


def test_the_systems_own_socket_is_under_gevents_and_does_not_wait() -> None:
    ours, theirs = gevent.socket.socketpair()

    assert type(ours) is gevent.socket.socket
    assert ours._sock.send(b"x") == 1
    assert theirs.recv(1) == b"x"
    assert ours._sock.gettimeout() == 0


def test_the_manager_is_asked_to_begin_before_the_first_websocket_is_made() -> None:
    app = SocketIO(Flask(__name__), async_mode="gevent", client_manager=FanOut())
    stock = app.server.eio._async
    app.server._handle_eio_connect("id", {})

    assert app.server.eio._async["websocket"] == app.server.manager._websocket
    assert stock["websocket"] is driver.WebSocketWSGI  # other servers have their own
    assert {name: value for name, value in app.server.eio._async.items() if name != "websocket"} == {
        name: value for name, value in stock.items() if name != "websocket"
    }


@pytest.mark.parametrize(("setting", "manager"), [("1", FanOut), ("0", socketio.Manager)])
def test_a_setting_goes_back_to_the_stock_way(tmp_path_factory: Any, setting: str, manager: type) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('b')}/b.db", "FAST_FANOUT": setting}
    process = make_web_process(read_settings(environ))

    assert type(process.socketio.server.manager) is manager


def test_everybody_else_has_a_turn_in_the_middle_of_a_message_to_many() -> None:
    flask = Flask(__name__)
    app = SocketIO(flask, async_mode="gevent", client_manager=FanOut(at_a_time=2))
    clients = [app.test_client(flask) for _ in range(5)]
    gevent.sleep(0)  # what others left to do is done: nothing is before somebody else
    somebody_else = gevent.spawn(lambda: [len(client.get_received()) for client in clients])
    app.emit("delta", {"n": 1})
    heard_by_then = somebody_else.get(block=False)
    heard = [len(client.get_received()) for client in clients]

    assert sum(heard_by_then) == 2
    assert [before + after for before, after in zip(heard_by_then, heard, strict=True)] == [1] * 5
