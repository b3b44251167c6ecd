"""Toy, as its practice network stands in for it."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import ClassVar

from board_qa.practice.network import PracticeNetwork
from tests.channels.contract.harness import Asked
from tests.channels.contract.practised import Practised
from tests.channels.toy.channel import ToyChannel
from tests.channels.toy.server import ToyServer
from tests.support.doubles import StoppedClock


class Toy(Practised):
    cannot = frozenset({"OUT_OF_CREDIT", "leave_out"})  # it is free, and a post always says who wrote it
    endpoints: ClassVar = {
        Asked.PUBLISH: ("publish",),
        Asked.DELETE: ("delete",),
        Asked.READ: ("naming", "talk"),
        Asked.LOOK_UP: ("lookup",),
        Asked.FOLLOWERS: ("followers",),
        Asked.FOLLOWERS_OF: ("followers",),
    }

    def __init__(self, clock: StoppedClock) -> None:
        network = PracticeNetwork(clock)
        server = ToyServer(network, "key").start()
        super().__init__(network, server, ToyChannel(server.base_url, "key", clock))

    def reset(self, until: datetime) -> dict[str, str]:
        return {"Retry-After": format_datetime(until, usegmt=True)}
