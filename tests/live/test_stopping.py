"""A stop in the middle of a meeting: whoever comes next collects and sends at once."""

from __future__ import annotations

import os
import signal

import pytest
import requests
import socketio

from board_qa.rehearsal.__main__ import wait
from tests.support.running import Running, running

pytestmark = pytest.mark.server


def holder(installation: Running) -> str:
    return installation.ports.store.leases.holder("worker", installation.ports.clock())


def screens(installation: Running) -> list[socketio.Client]:
    """A websocket, a long poll and a kept-alive connection, as a boardroom has them open."""
    code = installation.meeting().code
    clients = []
    for transport in ("websocket", "polling"):
        client = socketio.Client(reconnection=False)
        client.connect(installation.address, auth={"code": code}, transports=[transport])
        clients.append(client)
    return clients


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_lease_is_given_back_though_screens_are_open(how: signal.Signals) -> None:
    with running() as installation, requests.Session() as browser:
        clients = screens(installation)
        browser.get(f"{installation.address}/healthz", timeout=10)
        wait("the worker", lambda: holder(installation) != "")
        os.kill(installation.server.pid, how)

        assert installation.server.wait() == 0
        assert holder(installation) == ""
        for client in clients:
            client.disconnect()
