"""One meeting on three networks at once, set up by settings alone, while the server is killed on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from board_qa.practice.bluesky.network import BOARD_HANDLE, BlueskyNetwork
from board_qa.practice.bluesky.server import BlueskyServer
from board_qa.practice.mastodon.server import MastodonServer
from board_qa.practice.network import PracticeNetwork
from board_qa.rehearsal.__main__ import wait
from board_qa.system.clock import utc_now
from tests.support.board import token_on
from tests.support.running import Running, running

WORDS = "Ask us about #ThreeBoards"
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


@pytest.fixture
def town() -> Iterator[Town]:
    bluesky, mastodon = BlueskyNetwork(utc_now), PracticeNetwork(utc_now)
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


@pytest.mark.server
def test_one_press_is_one_post_on_each_and_each_answer_comes_back_once_however_often_the_server_is_killed(
    town: Town,
) -> None:
    live, outbox = town.live, town.live.ports.store.outbox
    meeting = live.meeting(hashtag="ThreeBoards")
    http, path = live.sign_in(), f"{live.address}/desk/meetings/{meeting.id}/call"
    ticked = {f"networks-{place}-on": "y" for place in range(3)}
    form = {"text": WORDS, "csrf_token": token_on(http.get(path, timeout=10).text), **ticked}
    http.post(path, data=form, timeout=10).raise_for_status()
    town.restart()
    wait("the call to go out", lambda: all(post.state == "sent" for post in outbox.of_meeting(meeting.id)))
    calls = {post.channel: post.native_id for post in outbox.of_meeting(meeting.id)}
    assert sorted(calls) == sorted(NETWORKS)
    assert town.published() == {name: [WORDS] for name in NETWORKS}

    town.answer(calls)
    town.restart()
    questions = live.ports.store.questions
    wait("every answer", lambda: len(questions.of_meeting(meeting.id)) >= len(NETWORKS))

    assert sorted(question.words for question in questions.of_meeting(meeting.id)) == [
        f"How long, on {name}?" for name in sorted(NETWORKS)
    ]
    assert town.published() == {name: [WORDS] for name in NETWORKS}
    assert "app-password" not in live.log() + repr(live.server)
