"""Every network there is, each with a meeting whose call is out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutgoingPost, PostKind
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import Question
from board_qa.ports import Ports
from board_qa.services.networks import approving, publishing
from board_qa.services.networks.approving import Purpose
from board_qa.services.networks.collecting import collect
from board_qa.services.networks.our_account import account
from tests.channels.contract.bluesky import Bluesky
from tests.channels.contract.harness import Network
from tests.channels.contract.mastodon import Mastodon, OlderMastodon
from tests.channels.contract.toy import Toy
from tests.channels.contract.x import X
from tests.support.doubles import StoppedClock

NETWORKS: dict[str, Callable[[StoppedClock], Network]] = {
    "X": X,
    "Bluesky": Bluesky,
    "Mastodon": Mastodon,
    "an older Mastodon": OlderMastodon,
    "Toy": Toy,
}
TAG = "#AnytownBoard"


class Rounds:
    """The product and one network: what a board does on it, and what comes of it."""

    def __init__(self, ports: Ports, clock: StoppedClock, network: Network, meeting: Meeting, actor: Actor) -> None:
        self.ports, self.clock, self.network, self.meeting, self.actor = ports, clock, network, meeting, actor

    def read(self, rounds: int = 1) -> None:
        """Some rounds of reading, each when the next one is due."""
        for _ in range(rounds):
            self.clock.advance(minutes=1)
            collect(self.ports, self.network.channel)

    def read_until(self, seen: Callable[[], bool], rounds: int) -> None:
        """So many rounds at most, and when it is seen one more, which changes nothing any more."""
        for _ in range(rounds):
            self.read()
            if seen():
                self.read()
                return

    def approve(self, text: str, reply_to: str = "") -> None:
        purpose = Purpose(PostKind.REPLY, reply_to=reply_to) if reply_to else Purpose()
        approving.approve(self.ports, self.network.channel, self.meeting, text, self.actor, purpose)

    def send(self, seconds: int = 1) -> None:
        """The worker sends what is due, once a second."""
        for _ in range(seconds):
            publishing.send_due(self.ports, self.network.channel)
            self.clock.advance(seconds=1)

    def ask_who_we_are(self) -> None:
        account(self.ports, self.network.channel)

    def call(self) -> str:
        """Publish the call; its id."""
        self.approve(f"Ask us! {TAG}")
        self.send()
        return self.outbox()[0].native_id

    def outbox(self) -> list[OutgoingPost]:
        return self.ports.store.outbox.of_meeting(self.meeting.id)

    def queue(self) -> list[Question]:
        return self.ports.store.questions.of_meeting(self.meeting.id)

    def texts(self) -> list[str]:
        return [question.words for question in self.queue()]

    def problem(self) -> str:
        return self.ports.store.sources.get(self.network.channel.name).problem_kind

    def resting(self) -> timedelta:
        until = self.ports.store.sources.get(self.network.channel.name).resting_until
        return until - self.clock() if until else timedelta(0)


@pytest.fixture(params=NETWORKS)
def network(request: pytest.FixtureRequest, clock: StoppedClock) -> Iterator[Network]:
    made = NETWORKS[request.param](clock)
    yield made
    made.stop()


@pytest.fixture
def rounds(ports: Ports, clock: StoppedClock, network: Network, meeting: Meeting, alex: Actor) -> Rounds:
    return Rounds(ports, clock, network, meeting, alex)
