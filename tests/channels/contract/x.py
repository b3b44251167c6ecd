"""X, as its practice network stands in for it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.x.server import PracticeServer
from tests.channels.contract.harness import Asked
from tests.channels.contract.practised import Practised
from tests.support.doubles import StoppedClock


class X(Practised):
    endpoints: ClassVar = {
        Asked.PUBLISH: ("create",),
        Asked.DELETE: ("delete",),
        Asked.READ: ("search", "mentions"),
        Asked.LOOK_UP: ("lookup",),
        Asked.FOLLOWERS: ("user",),
    }

    def __init__(self, clock: StoppedClock) -> None:
        network = PracticeNetwork(clock)
        server = PracticeServer(network, PRACTICE_KEYS).start()
        super().__init__(network, server, XChannel(server.base_url, PRACTICE_KEYS, clock, cap=25_000_000))

    def reset(self, until: datetime) -> dict[str, str]:
        return {"x-rate-limit-reset": str(int(until.timestamp()))}
