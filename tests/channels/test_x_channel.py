"""What only the adapter can get wrong: the address, the signature, the time limit, other servers' habits."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, jsonify, redirect, request
from werkzeug.serving import make_server

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import ReadRequest
from board_qa.practice.state import Fault
from board_qa.system.clock import utc_now
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON, outgoing

SEARCH = ReadRequest("search", "77", "board", 10, hashtags=("Tag",), not_before=NOON - timedelta(days=6))


@pytest.mark.parametrize("wrong", [0, 1, 2, 3])
def test_every_one_of_the_four_keys_matters(practice: RunningNetwork, wrong: int) -> None:
    keys = list(PRACTICE_KEYS)
    keys[wrong] = "wrong"
    channel = XChannel(practice.server.base_url, (keys[0], keys[1], keys[2], keys[3]), utc_now)

    with pytest.raises(ChannelError) as refused:
        channel.account()
    assert refused.value.kind is ChannelErrorKind.AUTH


def test_a_server_that_is_not_there_cannot_have_taken_the_post() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(ChannelError) as refused:
        XChannel(nobody, PRACTICE_KEYS, utc_now).publish(outgoing("hello"))

    assert refused.value.kind is ChannelErrorKind.TRANSIENT


class OtherServer:
    """An X-compatible server of somebody else's: numbers for ids, small pages, no fractions, its own errors."""

    def __init__(self) -> None:
        self.app = Flask("other")
        self.seen: list[dict[str, Any]] = []
        self.since_too_old = False
        self.app.add_url_rule("/2/tweets/search/recent", view_func=self.search)

    def search(self) -> Any:
        self.seen.append(dict(request.args))
        if "tweet.fields" in request.args or "post.fields" in request.args:
            return jsonify(errors=[{"message": "unknown fields parameter"}]), 400
        if self.since_too_old and "since_id" in request.args:
            return jsonify(errors=[{"message": "since_id must be newer", "parameters": {"since_id": ["1"]}}]), 400
        if "next_token" not in request.args:
            return jsonify(data=[{"id": 101, "text": "first", "author_id": 5}, {"no": "id"}], meta={"next_token": "b"})
        return jsonify(data=[{"id": 100, "text": "second", "created_at": "2026-11-23T11:00:00Z"}], meta={})


@pytest.fixture
def other() -> Iterator[tuple[OtherServer, XChannel]]:
    server = OtherServer()
    http = make_server("127.0.0.1", 0, server.app, threaded=True)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield server, XChannel(f"http://127.0.0.1:{http.server_port}", PRACTICE_KEYS, utc_now)
    http.shutdown()
    http.server_close()


def test_a_server_that_knows_no_field_names_is_read_without_them(other: tuple[OtherServer, XChannel]) -> None:
    server, channel = other
    page = channel.read(SEARCH)

    assert [(post.native_id, post.text) for post in page.posts] == [("101", "first")]
    assert page.next_page == "b"
    channel.read(SEARCH)
    assert len(server.seen) == 4  # it is asked in the right words at once the second time


class SendingElsewhere:
    """A server that answers everything with an address on its machine's other name."""

    def __init__(self) -> None:
        self.app = Flask("sending elsewhere")
        self.seen: list[str] = []
        self.app.add_url_rule("/<path:route>", view_func=self.send, methods=["GET", "POST"])

    def send(self, route: str) -> Any:
        self.seen.append(request.host)
        return redirect(f"http://localhost:{request.environ['SERVER_PORT']}/{route}", 307)


def test_a_server_that_sends_us_elsewhere_is_not_followed() -> None:
    server = SendingElsewhere()
    http = make_server("127.0.0.1", 0, server.app, threaded=True)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    channel = XChannel(f"http://127.0.0.1:{http.server_port}", PRACTICE_KEYS, utc_now)
    with pytest.raises(ChannelError):
        channel.read(SEARCH)
    with pytest.raises(ChannelError):
        channel.publish(outgoing("hello"))
    http.shutdown()
    http.server_close()

    assert set(server.seen) == {f"127.0.0.1:{http.server_port}"}


class Refusing:
    """A server that refuses some parameter or value in X's own words, which list every name it knows."""

    def __init__(self, refused: str) -> None:
        self.app = Flask("refusing")
        self.seen: list[dict[str, str]] = []
        self.refused = refused
        self.app.add_url_rule("/2/tweets/search/recent", view_func=self.search)

    def search(self) -> Any:
        self.seen.append(dict(request.args))
        if self.refused in request.args or any(self.refused in value.split(",") for value in request.args.values()):
            known = "[expansions,max_results,post.fields,query,since_id,start_time,tweet.fields,user.fields]"
            return jsonify(
                title="Invalid Request", detail=f"The query parameter [{self.refused}] is not one of {known}"
            ), 400
        return jsonify(
            data=[{"id": "101", "text": "first", "author_id": "5"}],
            meta={},
            includes={"users": [{"id": "5", "username": "maria", "name": "Maria"}]},
        )


@pytest.mark.parametrize("refused", ["start_time", "note_tweet", "tweet.fields", "entities"])
def test_what_a_server_refuses_is_left_out_and_nothing_else(refused: str) -> None:
    server = Refusing(refused)
    http = make_server("127.0.0.1", 0, server.app, threaded=True)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    channel = XChannel(f"http://127.0.0.1:{http.server_port}", PRACTICE_KEYS, utc_now)
    pages = [channel.read(SEARCH) for _ in range(2)]
    http.shutdown()
    http.server_close()

    assert [page.posts[0].author_handle for page in pages] == ["maria", "maria"]
    assert len(server.seen) == 3  # one refusal, and from then on the right words
    assert "conversation_id" in str(server.seen[-1])


def test_a_query_never_grows_longer_than_the_network_takes(other: tuple[OtherServer, XChannel]) -> None:
    server, channel = other
    calls = tuple(str(2_000_000_000_000_000_000 + n) for n in range(30))
    channel.read(ReadRequest("search", "77", "board", 10, hashtags=("Tag",), conversation_ids=calls))

    assert len(server.seen[-1]["query"]) <= 512
    assert calls[-1] in server.seen[-1]["query"]  # the newest call is the one that is being answered


def test_further_hashtags_are_asked_for_after_the_calls_and_only_as_far_as_they_fit(
    other: tuple[OtherServer, XChannel],
) -> None:
    server, channel = other
    hashtags, long = ("Tag", "NHSLeeds", "Leeds"), tuple(letter * 100 for letter in "ABCD")
    channel.read(ReadRequest("search", "77", "board", 10, hashtags=hashtags, conversation_ids=("9",)))
    assert server.seen[-1]["query"] == "(#Tag OR conversation_id:9 OR #NHSLeeds OR #Leeds) -is:retweet -from:board"
    channel.read(ReadRequest("search", "77", "board", 10, hashtags=long))
    assert [f"#{tag}" in server.seen[-1]["query"] for tag in long] == [True] * 4
    assert len(server.seen[-1]["query"]) <= 512
    calls = tuple(str(2_000_000_000_000_000_000 + n) for n in range(5))
    channel.read(ReadRequest("search", "77", "board", 10, hashtags=long, conversation_ids=calls))

    query = server.seen[-1]["query"]
    assert len(query) <= 512
    assert [f"#{tag}" in query for tag in long] == [True, True, False, False]
    assert all(call in query for call in calls)


def test_a_time_without_fractions_is_read(other: tuple[OtherServer, XChannel]) -> None:
    page = other[1].read(ReadRequest("search", "77", "board", 10, hashtags=("Tag",), page="b"))

    assert page.posts[0].posted_at.isoformat() == "2026-11-23T11:00:00+00:00"


def test_a_cursor_older_than_the_network_remembers_is_dropped(other: tuple[OtherServer, XChannel]) -> None:
    server, channel = other
    server.since_too_old = True

    assert channel.read(ReadRequest("search", "77", "board", 10, hashtags=("Tag",), cursor="1")).posts


def test_the_search_asks_for_hashtag_or_conversation_without_reposts_and_ourselves(
    other: tuple[OtherServer, XChannel],
) -> None:
    server, channel = other
    channel.read(ReadRequest("search", "77", "board", 10, hashtags=("Tag",), conversation_ids=("9",)))

    assert server.seen[-1]["query"] == "(#Tag OR conversation_id:9) -is:retweet -from:board"


def own_post(practice: RunningNetwork) -> OutgoingPost:
    post = outgoing("Ask us!")
    return replace(post, native_id=practice.channel.publish(post)[0])


@pytest.mark.parametrize(
    "body",
    ['{"data": {"deleted": true}}',
     '{"errors": [{"resource_id": "ID", "resource_type": "tweet", "title": "Not Found Error"}]}'],
)  # fmt: skip
def test_either_way_of_saying_that_a_post_is_gone_is_believed(practice: RunningNetwork, body: str) -> None:
    post = own_post(practice)
    practice.network.faults.append(Fault("delete", 200, body=body.replace("ID", post.native_id)))

    practice.channel.delete(post)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"data": {"deleted": false}}', '{"data": {"deleted": "maybe"}}'])
def test_a_deletion_that_is_not_confirmed_is_not_taken_for_one(practice: RunningNetwork, body: str) -> None:
    post = own_post(practice)
    practice.network.faults.append(Fault("delete", 200, body=body))
    with pytest.raises(ChannelError) as unclear:
        practice.channel.delete(post)

    assert unclear.value.kind is ChannelErrorKind.AMBIGUOUS


def test_with_a_post_go_all_its_versions(practice: RunningNetwork) -> None:
    post = own_post(practice)
    edited = practice.network.edit(post.native_id, "Ask us now!")
    practice.channel.delete(post)

    assert practice.channel.look_up([post.native_id, edited]).gone == {post.native_id, edited}


def test_another_account_s_post_is_refused_by_name(practice: RunningNetwork) -> None:
    asked = practice.says("maria", "How long?")
    with pytest.raises(ChannelError) as refused:
        practice.channel.delete(outgoing("", native_id=asked))

    assert (refused.value.kind, "not authorized" in refused.value.detail) == (ChannelErrorKind.BLOCKED, True)


def test_the_fifty_first_deletion_of_a_quarter_of_an_hour_has_to_wait(practice: RunningNetwork) -> None:
    post = own_post(practice)
    for _ in range(50):
        practice.channel.delete(post)
    with pytest.raises(ChannelError) as refused:
        practice.channel.delete(post)

    assert refused.value.until == practice.network.clock() + timedelta(minutes=15)
