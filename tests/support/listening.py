"""Whoever listens to the news over a real socket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import socketio


class Listener:
    """A Socket.IO client that keeps everything it ever hears."""

    def __init__(
        self, address: str, introduction: dict[str, Any], cookie: str = "", transports: Sequence[str] = ("websocket",)
    ) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.client.on("*", lambda event, data=None: self.heard.append((event, data)))
        headers = {"Cookie": cookie} if cookie else {}
        self.client.connect(address, headers=headers, auth=introduction, transports=list(transports))

    def deltas(self) -> list[dict[str, Any]]:
        return [data for event, data in self.heard if event == "delta"]

    def caught_up(self, revision: int) -> bool:
        return any(data.get("revision", 0) >= revision for _, data in self.heard)
