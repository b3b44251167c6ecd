"""The three practice networks of a rehearsal. They outlive the server: what they hold is what was really posted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from board_qa.config.practice_keys import PRACTICE_APP_PASSWORD, PRACTICE_KEYS, PRACTICE_TOKEN
from board_qa.practice.bluesky.network import BOARD_HANDLE, BlueskyNetwork
from board_qa.practice.bluesky.server import BlueskyServer
from board_qa.practice.crowd import ON_BLUESKY, ON_MASTODON, SCRIPT, Crowd, Turn
from board_qa.practice.mastodon.network import MastodonNetwork
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.serving import Serving
from board_qa.practice.state import Fault
from board_qa.practice.x.server import PracticeServer
from board_qa.system.clock import utc_now

_HASTE = 10  # times the audience's own pace
_FOR_EVER = 600.0  # seconds: longer than anybody waits for an answer


@dataclass(frozen=True)
class Rehearsed:
    """One practice network on a port of its own, with its audience."""

    network: PracticeNetwork | BlueskyNetwork
    server: Serving
    script: tuple[Turn, ...]

    def posts_of_the_board(self) -> Counter[str]:
        """Those that answer nobody."""
        return Counter(self.network.texts(of_the_board=True)) - Counter(text for _, text in self.network.answers())

    def followers_of_the_board(self) -> int:
        return self.network.followers_of_the_board()

    def answers_of_the_board(self) -> list[tuple[str, str]]:
        return self.network.answers()

    def posts_of_the_audience(self) -> set[str]:
        return set(self.network.texts(of_the_board=False))

    def keep_silent(self, endpoint: str, after_doing_it: bool = False) -> Callable[[], bool]:
        """The next call of this kind gets no answer, and is done all the same or never; whether it has come in."""
        fault = Fault(endpoint, commit=after_doing_it, silent=_FOR_EVER)
        self.network.faults.append(fault)
        return lambda: fault.times == 0

    def play(self) -> None:
        """The audience answers the first call, ten times as fast as its script. Takes some seconds."""
        crowd = Crowd(self.network, self.script)
        call = self.network.published()[-1]
        deadline = time.monotonic() + self.script[-1].after + 2
        while time.monotonic() < deadline:
            crowd.answer(call)
            time.sleep(0.2)


def start() -> dict[str, Rehearsed]:
    """Each network by its name, in the order of the desk."""
    x, bluesky, mastodon = PracticeNetwork(utc_now), BlueskyNetwork(utc_now), MastodonNetwork(utc_now)
    x.follow(x.board_id, 4_120)
    bluesky.follow(bluesky.board_did, 385)
    mastodon.follow(mastodon.board_id, 210)
    at_x, at_mastodon = PracticeServer(x, PRACTICE_KEYS), MastodonServer(mastodon, PRACTICE_TOKEN)
    at_bluesky = BlueskyServer(bluesky, BOARD_HANDLE, PRACTICE_APP_PASSWORD)
    # As on some servers, what is sent twice is there twice: nothing but our own care prevents it.
    at_mastodon.api.heeds_keys = False
    return {
        "X": Rehearsed(x, at_x.start(), _hastened(SCRIPT)),
        "Bluesky": Rehearsed(bluesky, at_bluesky.start(), _hastened(ON_BLUESKY)),
        "Mastodon": Rehearsed(mastodon, at_mastodon.start(), _hastened(ON_MASTODON)),
    }


def settings(networks: Mapping[str, Rehearsed]) -> dict[str, str]:
    """What points the product at Bluesky and Mastodon; of X it is told by its keys."""
    return {
        "BLUESKY_URL": networks["Bluesky"].server.base_url,
        "BLUESKY_HANDLE": BOARD_HANDLE,
        "BLUESKY_APP_PASSWORD": PRACTICE_APP_PASSWORD,
        "MASTODON_URL": networks["Mastodon"].server.base_url,
        "MASTODON_TOKEN": PRACTICE_TOKEN,
    }


def _hastened(script: tuple[Turn, ...]) -> tuple[Turn, ...]:
    return tuple(replace(turn, after=turn.after / _HASTE) for turn in script)
