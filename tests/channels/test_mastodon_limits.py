"""How long a status may be is each server's own affair: the worker asks it, and every process counts by its word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, jsonify, redirect
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from board_qa.bootstrap.networks import KeptLimits
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import Source
from board_qa.ports import Ports
from board_qa.practice.serving import Quiet
from board_qa.practice.state import Fault
from board_qa.services.networks.collecting import learn_limits
from board_qa.worker import Worker
from tests.channels.contract.mastodon import Mastodon
from tests.channels.contract.practised import Kept
from tests.support.doubles import StoppedClock, outgoing

ADDRESS = "https://board.nhs.uk/meetings/2026/november/agenda-and-papers"  # 61 characters


def told(length: Any = 5_000, of_a_link: Any = 25) -> dict[str, Any]:
    return {"configuration": {"statuses": {"max_characters": length, "characters_reserved_per_url": of_a_link}}}


@dataclass
class Server:
    """Tells of itself under the addresses that it knows, and answers everything else with 404."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def app(self) -> Flask:
        app = Flask("a_server", static_folder=None)
        app.add_url_rule("/<path:path>", "any", self.answer)
        return app

    def answer(self, path: str) -> Any:
        self.asked.append(path)
        if path.endswith("/"):
            return redirect(f"/{path.rstrip('/')}", 301)  # as routers of other servers do
        if path not in self.answers:
            return Response('{"error": "Not found"}', 404, mimetype="application/json")
        answer = self.answers[path]
        return answer if isinstance(answer, Response) else jsonify(answer)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    http = make_server("127.0.0.1", 0, made.app(), request_handler=Quiet)
    made.address = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    http.shutdown()
    http.server_close()


@pytest.fixture
def network(clock: StoppedClock) -> Iterator[Mastodon]:
    made = Mastodon(clock)
    yield made
    made.stop()


def channel(server: Server, kept: Kept, token: str = "token") -> MastodonChannel:
    return MastodonChannel(server.address, token, StoppedClock(), kept)


def measured(channel: MastodonChannel) -> tuple[int, int]:
    """As how many characters an address counts, and how many there may be."""
    measure = channel.measure(ADDRESS)
    return measure.length, measure.limit


def test_until_a_server_says_otherwise_it_counts_as_mastodon_does(server: Server) -> None:
    assert measured(channel(server, Kept())) == (23, 500)
    assert server.asked == []


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_what_the_server_says_holds_in_every_process(server: Server, version: str) -> None:
    kept = Kept()
    server.answers[f"api/{version}/instance"] = told()
    channel(server, kept).learn_limits()
    server.asked.clear()

    assert measured(channel(server, kept)) == (25, 5_000)
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [({}, (23, 500)), ({"configuration": None}, (23, 500)), ({"configuration": {"statuses": []}}, (23, 500)),
     (told(None, None), (23, 500)), (told("many", 0), (23, 500)),
     (told(-1, 30), (30, 500)), (told(140, 23), (23, 140)), (told(10**9, 10**9), (23, 500))],
)  # fmt: skip
def test_what_a_server_does_not_say_sensibly_is_as_on_mastodon(
    server: Server, answer: Any, expected: tuple[int, int]
) -> None:
    kept = Kept()
    server.answers["api/v2/instance"] = answer
    channel(server, kept).learn_limits()

    assert measured(channel(server, kept)) == expected


def test_what_another_account_s_server_said_is_not_believed_of_this_one(server: Server) -> None:
    kept = Kept()
    server.answers["api/v2/instance"] = told()
    channel(server, kept, "one").learn_limits()

    assert measured(channel(server, kept, "another")) == (23, 500)


def test_a_server_without_an_answer_leaves_what_it_said_before(server: Server) -> None:
    kept = Kept()
    server.answers["api/v2/instance"] = told()
    channel(server, kept).learn_limits()
    server.answers["api/v2/instance"] = Response("", 503)
    with pytest.raises(ChannelError) as unclear:
        channel(server, kept).learn_limits()

    assert (unclear.value.kind, measured(channel(server, kept))) == (ChannelErrorKind.TRANSIENT, (25, 5_000))


def test_a_worker_asks_when_it_begins_and_once_a_day_whether_or_not_anything_is_read(
    ports: Ports, clock: StoppedClock, network: Mastodon
) -> None:
    worker = Worker(ports, [network.channel], "a")
    for _ in range(3):
        worker.tick()
        clock.advance(hours=11)
    assert network.network.calls == ["instance"]
    network.server.api.length = 1_000
    clock.advance(days=1)
    worker.tick()

    assert network.channel.measure("Ask us!").limit == 1_000


def test_trouble_with_it_is_not_shown_as_trouble_with_reading_and_passes(
    ports: Ports, clock: StoppedClock, network: Mastodon
) -> None:
    network.server.api.length = 1_000
    network.network.faults.append(Fault("instance"))
    learn_limits(ports, network.channel)
    assert ports.store.sources.get("Mastodon") == Source("Mastodon")
    learn_limits(ports, network.channel)
    assert network.network.calls == ["instance"]
    clock.advance(minutes=1)
    learn_limits(ports, network.channel)

    assert network.channel.measure("Ask us!").limit == 1_000


def test_the_store_keeps_it_for_the_process_that_asks_nobody(ports: Ports, server: Server) -> None:
    server.answers["api/v2/instance"] = told()
    MastodonChannel(server.address, "token", ports.clock, KeptLimits(ports.store, "Mastodon")).learn_limits()

    elsewhere = MastodonChannel(server.address, "token", ports.clock, KeptLimits(ports.store, "Mastodon"))
    assert measured(elsewhere) == (25, 5_000)


def test_a_post_that_only_this_server_takes_goes_out_there(network: Mastodon) -> None:
    post = outgoing("a" * 800)
    with pytest.raises(ChannelError) as refused:
        network.channel.publish(post)
    assert refused.value.kind is ChannelErrorKind.BAD_REQUEST
    network.server.api.length = 1_000
    network.channel.learn_limits()

    assert network.channel.measure(post.text).fits
    assert network.channel.publish(post)[0]
