"""A Mastodon server that somebody else wrote, set up by settings alone: what our own stand-in cannot show.

`mastodon-mock` runs as a process of its own, by the computer's clock, and knows nothing of us.
"""

from __future__ import annotations

import html
import importlib.util
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from board_qa.bootstrap.web_process import make_web_process
from board_qa.config.reading import read_settings
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import State
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.rehearsal.__main__ import wait
from board_qa.services.meetings import meetings
from board_qa.system.clock import utc_now
from tests.channels.contract.conftest import TAG, Rounds
from tests.channels.contract.harness import Asked, Failure
from tests.support.doubles import StoppedClock, details, outgoing

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(importlib.util.find_spec("mastodon_mock") is None, reason="mastodon-mock is not installed"),
]

OURS = "mock_token"  # of the account that the server begins with
CREATE, DELETE, TAGGED = (
    ("POST", "/api/v1/statuses"),
    ("DELETE", "/api/v1/statuses/*"),
    ("GET", "/api/v1/timelines/tag/*"),
)


class MastodonMock:
    """The server, and what people do on it."""

    cannot: frozenset[str] = frozenset()
    channel: Channel

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = ["serve", "--in-memory", "--port", str(port), "--domain", "mastodon.example", "--log-level", "error"]
        self._process = subprocess.Popen([sys.executable, "-m", "mastodon_mock", *command])
        wait("the server", self._answers)
        self._tokens: dict[str, str] = {}

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/api/v1/instance", timeout=5).ok
        except requests.ConnectionError:
            return False

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)

    def begin_anew(self) -> None:
        self._ask("POST", "/api/v1/_mock/reset")
        self._tokens.clear()

    def says(self, handle: str, text: str, reply_to: str = "", late: float = 0, visibility: str = "public") -> str:
        assert not late, "it shows everything at once"
        answers = {"in_reply_to_id": reply_to} if reply_to else {}
        return str(self._as(handle, *CREATE, status=text, visibility=visibility, **answers)["id"])

    def fails_at(self, call: tuple[str, str], effect: str, **how: Any) -> None:
        """The next time that it is asked for this."""
        method, path = call
        rule = {"match": {"methods": [method], "path": path}, "effect": {"type": effect, **how}, "count": 1}
        self._ask("POST", "/api/v1/_mock/faults", json=rule)

    def edits(self, post_id: str, text: str) -> None:
        self._as("maria", "PUT", f"/api/v1/statuses/{post_id}", status=text)

    def deletes(self, post_id: str) -> None:
        self._as("maria", "DELETE", f"/api/v1/statuses/{post_id}")

    def published(self) -> list[tuple[str, str]]:
        account_id, _ = self.channel.account()
        found = self._ask("GET", f"/api/v1/accounts/{account_id}/statuses", headers={"Authorization": f"Bearer {OURS}"})
        return [(_text(status["content"]), status["in_reply_to_id"] or "") for status in reversed(found)]

    def _as(self, handle: str, method: str, path: str, **form: str) -> Any:
        if handle not in self._tokens:
            joined = self._ask("POST", "/api/v1/_mock/dev_user", json={"username": handle})
            self._tokens[handle] = joined["access_token"]
        return self._ask(method, path, data=form, headers={"Authorization": f"Bearer {self._tokens[handle]}"})

    def _ask(self, method: str, path: str, **what: Any) -> Any:
        answer = requests.request(method, self.url + path, timeout=10, **what)
        answer.raise_for_status()
        return answer.json()

    def follows_us(self, handle: str) -> None:
        account_id, _ = self.channel.account()
        self._as(handle, "POST", f"/api/v1/accounts/{account_id}/follow")

    # Our own practice network has these.

    def is_followed(self, handle: str, followers: int) -> str:
        raise NotImplementedError

    def we_are_followed(self, followers: int) -> None:
        raise NotImplementedError

    def edits_in_silence(self, post_id: str, text: str) -> None:
        raise NotImplementedError

    def hides(self, handle: str, hidden: bool = True) -> None:
        raise NotImplementedError

    def leaves_out_the_name(self, handle: str, left_out: bool = True) -> None:
        raise NotImplementedError

    def fails(self, asked: Asked, how: Failure, until: datetime | None = None, after: int = 0) -> None:
        raise NotImplementedError


def _text(content: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", content))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MastodonMock]:
    made = MastodonMock()
    folder = tmp_path_factory.mktemp("product")
    made.channel = set_up_by_settings(folder, made.url)
    yield made
    made.stop()


def set_up_by_settings(folder: Path, url: str) -> Channel:
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/board.db",
        "SECRET_KEY": "a" * 64,
        "MASTODON_URL": url,
        "MASTODON_TOKEN": OURS,
    }
    process = make_web_process(read_settings(environment))
    process.installation.ports.store.open()
    (channel,) = process.installation.channels.values()
    return channel


@pytest.fixture
def clock() -> StoppedClock:
    """It begins with the server's."""
    return StoppedClock(utc_now())


@pytest.fixture
def rounds(server: MastodonMock, ports: Ports, clock: StoppedClock, alex: Actor) -> Rounds:
    server.begin_anew()
    meeting: Meeting = meetings.create(ports, details(clock()))
    return Rounds(ports, clock, server, meeting, alex)


def test_what_was_approved_goes_out_once_however_often_it_is_sent(server: MastodonMock, rounds: Rounds) -> None:
    rounds.call()
    server.channel.publish(rounds.outbox()[0])
    rounds.send(30)

    assert server.published() == [(f"Ask us! {TAG}", "")]
    assert rounds.outbox()[0].state is OutboxState.SENT


@pytest.mark.parametrize(("effect", "how"), [("status", {"status": 503}), ("malformed", {})])
def test_an_unclear_answer_never_makes_two_posts_or_none(
    server: MastodonMock, rounds: Rounds, effect: str, how: dict[str, int]
) -> None:
    server.fails_at(CREATE, effect, **how)
    rounds.approve(f"Ask us! {TAG}")
    rounds.send(120)

    assert server.published() == [(f"Ask us! {TAG}", "")]


def test_replies_mentions_and_posts_with_the_hashtag_come_in_once(server: MastodonMock, rounds: Rounds) -> None:
    call, board = rounds.call(), server.channel.account()[1]
    server.says("maria", "How long?", reply_to=call)
    server.says("jo", f"How much? {TAG}")
    server.says("sam", f"@{board} how come?")
    server.says("ann", f"@{board} all at once? {TAG}", reply_to=call)
    rounds.read(3)

    assert rounds.texts() == ["How long?", f"How much? {TAG}", f"@{board} how come?", f"all at once? {TAG}"]
    assert rounds.queue()[0].source.author_handle == "maria@127.0.0.1"


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_what_is_not_said_in_public_never_comes_in(server: MastodonMock, rounds: Rounds, visibility: str) -> None:
    call, board = rounds.call(), server.channel.account()[1]
    server.says("maria", f"@{board} between us? {TAG}", reply_to=call, visibility=visibility)
    server.says("jo", f"How much? {TAG}")
    rounds.read(3)

    assert rounds.texts() == [f"How much? {TAG}"]


def test_more_than_one_page_comes_in_whole_and_in_order(server: MastodonMock, rounds: Rounds) -> None:
    for number in range(45):
        server.says("maria", f"Question {number}? {TAG}")
    rounds.read()

    assert rounds.texts() == [f"Question {number}? {TAG}" for number in range(45)]


def test_an_edit_is_seen_and_a_deletion_withdraws(server: MastodonMock, rounds: Rounds) -> None:
    asked = server.says("maria", "How long?", reply_to=rounds.call())
    rounds.read()
    server.edits(asked, "How much longer?")
    rounds.read(3)
    assert rounds.texts() == ["How much longer?"]
    server.deletes(asked)
    rounds.read(5)

    assert rounds.queue()[0].state is State.WITHDRAWN


def test_what_is_taken_back_is_gone_and_may_be_taken_back_again(server: MastodonMock, rounds: Rounds) -> None:
    rounds.call()
    (call,) = rounds.outbox()
    for _ in range(2):
        server.channel.delete(call)

    assert (server.published(), server.channel.look_up([call.native_id]).gone) == ([], frozenset({call.native_id}))


def test_an_unclear_answer_to_a_deletion_is_settled_by_asking_again(server: MastodonMock, rounds: Rounds) -> None:
    rounds.call()
    (call,) = rounds.outbox()
    server.fails_at(DELETE, "malformed")
    with pytest.raises(ChannelError) as unclear:
        server.channel.delete(call)
    server.channel.delete(call)

    assert (unclear.value.kind, server.published()) == (ChannelErrorKind.AMBIGUOUS, [])


def test_another_account_s_post_is_not_deleted(server: MastodonMock, rounds: Rounds) -> None:
    asked = server.says("maria", "How long?", reply_to=rounds.call())
    with pytest.raises(ChannelError) as refused:
        server.channel.delete(replace(rounds.outbox()[0], native_id=asked))

    assert refused.value.kind is ChannelErrorKind.BLOCKED
    assert len(server.channel.look_up([asked]).posts) == 1


def test_both_ways_of_saying_how_long_to_wait_are_understood(server: MastodonMock, rounds: Rounds) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=7)
    for said in (until.isoformat(), str(int(until.timestamp()))):
        server.fails_at(CREATE, "ratelimit", headers={"X-RateLimit-Reset": said})
        with pytest.raises(ChannelError) as refused:
            server.channel.publish(outgoing("Ask us!"))
        assert (refused.value.kind, refused.value.until) == (ChannelErrorKind.RATE_LIMITED, until)
    server.fails_at(TAGGED, "ratelimit")
    rounds.read()

    assert timedelta(minutes=3) < rounds.resting() < timedelta(minutes=5)


def test_it_tells_its_own_limits_and_refuses_what_is_longer(server: MastodonMock) -> None:
    server.channel.learn_limits()
    assert server.channel.measure("a" * 500).fits
    with pytest.raises(ChannelError) as refused:
        server.channel.publish(outgoing("a" * 501))

    assert (refused.value.kind, "500" in refused.value.detail) == (ChannelErrorKind.BAD_REQUEST, True)


def test_it_tells_how_many_follow_us(server: MastodonMock) -> None:
    server.begin_anew()
    account_id, _ = server.channel.account()
    before, _ = server.channel.followers(account_id)
    server.follows_us("maria")

    assert server.channel.followers(account_id) == (before + 1, ())
