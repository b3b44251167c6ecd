"""Mastodon, as its practice network stands in for it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.practice.mastodon.network import MastodonNetwork
from board_qa.practice.mastodon.server import MastodonServer
from tests.channels.contract.harness import Asked
from tests.channels.contract.practised import Kept, Practised
from tests.support.doubles import StoppedClock


class Mastodon(Practised):
    cannot = frozenset({"OUT_OF_CREDIT", "leave_out"})  # it is free, and a status always says who wrote it
    does_more = True
    endpoints: ClassVar = {
        Asked.PUBLISH: ("create",),
        Asked.DELETE: ("delete",),
        Asked.READ: ("context", "hashtag", "mentions"),
        Asked.LOOK_UP: ("lookup", "lookup_several"),
        Asked.FOLLOWERS: ("me",),
    }

    def __init__(self, clock: StoppedClock) -> None:
        network = MastodonNetwork(clock)
        self.server = MastodonServer(network, "token").start()
        api = self.server.api
        api.heeds_keys = api.tells_several = api.keeps_ids = self.does_more
        super().__init__(network, self.server, MastodonChannel(self.server.base_url, "token", clock, Kept()))

    def reset(self, until: datetime) -> dict[str, str]:
        return {"X-RateLimit-Reset": until.isoformat()}


class OlderMastodon(Mastodon):
    """A server that pays no heed to our keys, so that what is sent twice is two posts, tells of one post a call, and
    gives an edited post another id, as snac does: both ids name it, and so does its one address."""

    does_more = False
