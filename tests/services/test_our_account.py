"""Another account's keys make another account: what was learned with some keys is of no use with others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from board_qa.channels.x.channel import XChannel
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.practice.network import PracticeNetwork
from board_qa.practice.state import Fault
from board_qa.practice.x.server import PracticeServer
from board_qa.services.networks import approving, publishing
from board_qa.services.networks.collecting import collect
from board_qa.services.networks.our_account import account
from board_qa.storage.sql.tables import TABLES
from tests.conftest import RunningNetwork
from tests.support.collecting import read, texts
from tests.support.doubles import StoppedClock

KEYS = ("real-key", "real-secret", "real-token", "real-token-secret")


@dataclass
class RealNetwork:
    """The real one: another server, other keys, another account of ours."""

    network: PracticeNetwork
    channel: XChannel
    clock: StoppedClock

    def read(self, ports: Ports) -> None:
        self.clock.advance(minutes=1)
        collect(ports, self.channel)


@pytest.fixture
def real(clock: StoppedClock) -> Iterator[RealNetwork]:
    network = PracticeNetwork(clock)
    for n in range(5):
        network.user(f"somebody{n}", "Somebody")
    network.board_id = network.user("AnytownBoard", "Anytown Board")
    server = PracticeServer(network, KEYS).start()
    yield RealNetwork(network, XChannel(server.base_url, KEYS, clock, cap=25_000_000), clock)
    server.stop()


@pytest.fixture
def practised(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str) -> None:
    """A call that was practised, with an answer, read so often that all cursors have moved."""
    practice.says("maria", "@PracticeBoard how long?", reply_to=call)
    read(ports, practice, clock, rounds=5)


@pytest.mark.parametrize(
    "me",
    [{"id": "9" * 3_000, "username": "board"}, {"id": "1/../../../2/tweets/9?a=", "username": "board"},
     {"id": "7", "username": "b" * 300_000}, {"id": "7", "username": "\u202ebo ard"}, {"id": "7", "username": ""}],
    ids=["id", "path", "long", "override", "none"],
)  # fmt: skip
def test_what_no_account_is_called_is_not_believed_of_ours(
    ports: Ports, practice: RunningNetwork, me: dict[str, str]
) -> None:
    practice.network.faults.append(Fault("me", 200, body=json.dumps({"data": me})))
    with pytest.raises(ChannelError) as trouble:
        account(ports, practice.channel)

    assert trouble.value.kind is ChannelErrorKind.TRANSIENT
    assert account(ports, practice.channel)[1] == "PracticeBoard"  # it is asked again


def test_mentions_of_the_real_account_are_found_after_practising(
    ports: Ports, meeting: Meeting, practised: None, real: RealNetwork
) -> None:
    real.network.post(real.network.user("jo", "Jo"), "@AnytownBoard how much?")
    real.read(ports)

    assert "@AnytownBoard how much?" in texts(ports, meeting)


def test_the_real_accounts_own_call_is_no_question(
    ports: Ports, meeting: Meeting, practised: None, real: RealNetwork, alex: Actor
) -> None:
    approving.approve(ports, real.channel, meeting, "Ask us, at last! #AnytownBoard", alex)
    publishing.send_due(ports, real.channel)
    real.network.post(real.network.board_id, "And @AnytownBoard says so too #AnytownBoard")
    real.read(ports)

    assert texts(ports, meeting) == ["@PracticeBoard how long?"]


def test_what_the_real_network_had_before_the_practice_cursor_is_read(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, real: RealNetwork
) -> None:
    real.network.post(real.network.user("jo", "Jo"), "First of all? #AnytownBoard")
    clock.advance(minutes=5)
    practice.says("maria", "Practised? #AnytownBoard")
    read(ports, practice, clock, rounds=5)
    real.read(ports)

    assert "First of all? #AnytownBoard" in texts(ports, meeting)


def test_the_same_words_that_were_practised_can_be_published_for_real(
    ports: Ports, meeting: Meeting, practised: None, real: RealNetwork, alex: Actor
) -> None:
    approving.approve(ports, real.channel, meeting, "Ask us! #AnytownBoard", alex)
    publishing.send_due(ports, real.channel)

    assert [post["text"] for post in real.network.current()] == ["Ask us! #AnytownBoard"]


def test_what_was_approved_while_practising_is_never_sent_with_the_real_keys(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, real: RealNetwork, alex: Actor
) -> None:
    approving.approve(ports, practice.channel, meeting, "Ask us! #AnytownBoard", alex)
    publishing.recover(ports, real.channel)
    publishing.send_due(ports, real.channel)

    (post,) = ports.store.outbox.of_meeting(meeting.id)
    assert (post.state, real.network.current()) == (OutboxState.CANCELLED, [])
    assert "another account" in post.problem


def test_a_rest_that_the_practice_network_asked_for_is_not_kept_by_the_real_one(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, real: RealNetwork
) -> None:
    tomorrow = str(int(clock().timestamp()) + 86_400)
    practice.network.faults.append(Fault("any", 429, {"x-rate-limit-reset": tomorrow}, times=9))
    read(ports, practice, clock)
    real.network.post(real.network.user("jo", "Jo"), "Why? #AnytownBoard")
    real.read(ports)

    assert texts(ports, meeting) == ["Why? #AnytownBoard"]


def test_the_keys_themselves_are_nowhere_in_the_database(
    ports: Ports, meeting: Meeting, real: RealNetwork, alex: Actor
) -> None:
    approving.approve(ports, real.channel, meeting, "Ask us! #AnytownBoard", alex)
    publishing.send_due(ports, real.channel)
    real.read(ports)
    database = ports.store.questions._db  # type: ignore[attr-defined]  # everything that is stored
    stored = json.dumps([database.rows(f"SELECT * FROM {name}") for name in TABLES], default=str)

    assert real.channel.fingerprint in stored
    assert [key for key in KEYS if key in stored] == []


def test_one_key_of_the_four_makes_another_fingerprint(clock: StoppedClock) -> None:
    made = {
        XChannel("http://127.0.0.1:1", keys, clock).fingerprint
        for keys in (KEYS, ("other", *KEYS[1:]), (*KEYS[:3], "other"), ("", "".join(KEYS), "", ""))
    }

    assert len(made) == 4
