"""The product's parts for live news with nothing behind them: an application that sends what it is asked to.

`start` runs it as the product is run, in a process of its own. The tests of fan-out and `make bench` both use it.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from engineio.packet import MESSAGE, Packet
from flask import Flask, request
from flask_socketio import SocketIO, join_room, leave_room
from socketio import Manager

from board_qa.live import collecting_garbage
from board_qa.live.fanout import FanOut
from board_qa.live.gevent_fixes import Gateway
from tests.support.places import ROOT, free_port

SETTINGS = [
    "--worker-class=board_qa.live.serving.ServingWorker",
    "--workers=1",
    "--worker-connections=20000",
    "--backlog=4096",
    "--no-control-socket",
    "--log-level=warning",
]


@contextmanager
def start(*before: str, fast: bool = True) -> Iterator[str]:
    """Its address. `before` stands before its command: `taskset -c 0`."""
    port = free_port()
    command = [*before, sys.executable, "-m", "gunicorn", *SETTINGS, f"--bind=127.0.0.1:{port}", f"{__name__}:make()"]
    environ = os.environ | {"FAST_FANOUT": "1" if fast else "0", "PYTHONPATH": str(ROOT)}
    # Not where the product's own settings of gunicorn are found.
    process = subprocess.Popen(command, cwd=ROOT / "tests", env=environ, start_new_session=True)
    try:
        yield until_it_answers(f"http://127.0.0.1:{port}")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until_it_answers(address: str) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            requests.get(f"{address}/cost", timeout=2)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            return address
    raise RuntimeError(f"nothing answered at {address}")


def make() -> Any:
    """For gunicorn."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    app = Flask(__name__)
    manager = FanOut() if os.environ["FAST_FANOUT"] == "1" else Manager()
    socketio = SocketIO(app, async_mode="gevent", client_manager=manager, serve_client=False)
    _rooms(socketio)
    _pages(app, socketio)
    collecting_garbage.rarely()
    return Gateway(app.wsgi_app)


def _rooms(socketio: SocketIO) -> None:
    socketio.on_event("connect", lambda *_: join_room("room"))
    socketio.on_event("join", join_room)
    socketio.on_event("leave", leave_room)


def _pages(app: Flask, socketio: SocketIO) -> None:
    @app.get("/emit")
    def emit() -> dict[str, int]:
        message = {"n": int(request.args["n"]), "pad": "x" * int(request.args["bytes"])}
        at = time.monotonic_ns()
        socketio.emit("delta", message, to=request.args.get("to", "room"))
        return {"at": at}

    @app.get("/binary")
    def binary() -> dict[str, int]:
        socketio.emit("delta", {"n": int(request.args["n"]), "pad": b"\0\xff" * 100}, to="room")
        return {}

    @app.get("/turns")
    def turns() -> dict[str, int]:
        """So many messages, of which every third is put into the queue, as pings and answers are."""
        pad = "x" * int(request.args["bytes"])
        for n in range(int(request.args["many"])):
            if n % 3:
                socketio.emit("delta", {"n": n, "pad": pad}, to="room")
                continue
            text = socketio.server.packet_class(2, data=["delta", {"n": n, "pad": pad}], namespace="/").encode()
            for _, client in socketio.server.manager.get_participants("/", "room"):
                socketio.server._send_eio_packet(client, Packet(MESSAGE, text))
        return {}

    @app.get("/cost")
    def cost() -> dict[str, int]:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        quick = len(getattr(socketio.server.manager, "_websockets", ()))
        return {"cpu": time.process_time_ns(), "memory": pages * resource.getpagesize(), "quick": quick}
