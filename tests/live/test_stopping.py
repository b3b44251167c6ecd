"""A stop in the middle of a meeting: whoever comes next collects and sends at once."""

from __future__ import annotations

import os
import signal

import pytest
import requests
import socketio

from board_qa.rehearsal.__main__ import wait
from tests.support.running import Running, running


def holder(product: Running) -> str:
    return product.core.store.leases.holder("worker", product.core.clock())


def screens(product: Running) -> list[socketio.Client]:
    """A websocket, a long poll and a kept-alive connection, as a boardroom has them open."""
    code = product.meeting().code
    clients = []
    for transport in ("websocket", "polling"):
        client = socketio.Client(reconnection=False)
        client.connect(product.address, auth={"code": code}, transports=[transport])
        clients.append(client)
    return clients


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_lease_is_given_back_though_screens_are_open(how: signal.Signals) -> None:
    with running() as product, requests.Session() as browser:
        clients = screens(product)
        browser.get(f"{product.address}/healthz", timeout=10)
        wait("the worker", lambda: holder(product) != "")
        os.kill(product.server.pid, how)

        assert product.server.wait() == 0
        assert holder(product) == ""
        for client in clients:
            client.disconnect()
