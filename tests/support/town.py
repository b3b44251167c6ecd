"""A board on three networks at once: the product as it runs, and a stand-in for each network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from board_qa.practice.bluesky.network import BOARD_HANDLE, BlueskyNetwork
from board_qa.practice.bluesky.server import BlueskyServer
from board_qa.practice.mastodon.network import MastodonNetwork
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import PracticeNetwork
from board_qa.system.clock import utc_now
from tests.support.running import Running, running

NETWORKS = ("X", "Bluesky", "Mastodon")


@dataclass
class Town:
    """The networks, and the product that is on all of them."""

    live: Running
    bluesky: BlueskyNetwork
    mastodon: PracticeNetwork

    def published(self) -> dict[str, list[str]]:
        two = {"X": self.live.network, "Mastodon": self.mastodon}
        found = {name: network.texts(of_the_board=True) for name, network in two.items()}
        return found | {"Bluesky": self.bluesky.texts(of_the_board=True)}

    def answer(self, calls: dict[str, str]) -> None:
        """Somebody answers the call on each of them."""
        for name, network in (("X", self.live.network), ("Mastodon", self.mastodon)):
            network.post(network.user("maria", "Maria"), f"How long, on {name}?", reply_to=calls[name])
        maria = self.bluesky.user("maria.test", "Maria")
        self.bluesky.post(maria, "How long, on Bluesky?", reply_to=calls["Bluesky"])

    def restart(self) -> None:
        self.live.server.kill()
        self.live.server.start()


@contextmanager
def three_networks() -> Iterator[Town]:
    """A server that is set up for all of them, by settings alone."""
    bluesky, mastodon = BlueskyNetwork(utc_now), MastodonNetwork(utc_now)
    servers = BlueskyServer(bluesky, BOARD_HANDLE, "app-password").start(), MastodonServer(mastodon, "token").start()
    accounts = {
        "BLUESKY_URL": servers[0].base_url,
        "BLUESKY_HANDLE": BOARD_HANDLE,
        "BLUESKY_APP_PASSWORD": "app-password",
        "MASTODON_URL": servers[1].base_url,
        "MASTODON_TOKEN": "token",
    }
    with running(**accounts) as live:
        yield Town(live, bluesky, mastodon)
    for server in servers:
        server.stop()
