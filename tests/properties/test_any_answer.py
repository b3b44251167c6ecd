"""Whatever a network answers: trouble with that network, or posts that can be kept, and never a fault of ours."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from board_qa.channels.bluesky.channel import BlueskyChannel
from board_qa.channels.mastodon.channel import MastodonChannel
from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.as_kept import NotAPost, as_kept, is_id, put_aside_as
from board_qa.domain.networks.errors import ChannelError
from board_qa.domain.networks.posts import Post, ReadRequest, UnreadablePost
from board_qa.mail.notify import NotifyMailer
from board_qa.ports.channels import Channel
from board_qa.ports.system import SignOnRefused, SignOnUnavailable
from board_qa.ports.telling import Delivery, Email, MailTrouble, MailUnclear
from board_qa.practice.serving import Quiet
from board_qa.system.ids import RandomIds
from board_qa.system.openid import OpenIdConnect
from tests.channels.bluesky_servers import SESSION, view
from tests.channels.contract.practised import Kept
from tests.channels.test_mastodon_channel import status
from tests.support.doubles import NOON, StoppedClock, outgoing
from tests.support.notify import KEY, TEMPLATE, id_of

_LONG, _DEEP = "x" * 3_000, json.loads("[" * 60 + "]" * 60)
_ODD: tuple[Any, ...] = (
    *(
        None,
        0,
        -1,
        10**30,
        1.5,
        True,
        "",
        "../..",
        "9" * 40,
        "\ud800",
        _LONG,
        _DEEP,
        [],
        {},
        [None],
        [[]],
        {"id": None},
    ),
    *("2026-11-23T11:00:00-99:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
)
# Which part of an answer is bent, and into what.
BENT = st.lists(st.tuples(st.integers(0, 500), st.sampled_from(_ODD)), max_size=4)

_TWEET = {"id": "9", "text": "Why?", "author_id": "7", "conversation_id": "8", "created_at": "2026-11-23T11:00:00.000Z",
          "lang": "en", "edit_history_tweet_ids": ["9"], "public_metrics": {"like_count": 1},
          "display_text_range": [0, 4],
          "referenced_tweets": [{"type": "replied_to", "id": "8"}], "entities": {"urls": [{"start": 0, "end": 1}]},
          "note_tweet": {"text": "Why?"}, "in_reply_to_user_id": "1"}  # fmt: skip
_OF_X: dict[str, Any] = {
    "data": [_TWEET], "includes": {"users": [{"id": "7", "username": "maria", "name": "Maria"}]},
    "meta": {"next_token": "n", "newest_id": "9"},
    "errors": [{"resource_type": "tweet", "resource_id": "5", "title": "Not Found"}],
}  # fmt: skip
_OF_MASTODON = status("9", in_reply_to_id="8", reblog=None) | {
    "descendants": [status("9")], "status": status("9"), "username": "board",
    "configuration": {"statuses": {"max_characters": 5, "characters_reserved_per_url": 2}},
}  # fmt: skip
_OF_BLUESKY: dict[str, Any] = SESSION | {
    "posts": [view("k")], "thread": {"post": view("k"), "replies": [{"post": view("l"), "replies": []}]}, "cursor": "c",
    "notifications": [{**view("k"), "reason": "reply"}], "profiles": [{"did": "did:plc:maria", "followersCount": 3}],
    "uri": "at://did:plc:board/app.bsky.feed.post/k", "cid": "c", "followersCount": 3, "value": {"text": "Why?"},
}  # fmt: skip
_OF_NOTIFY: dict[str, Any] = {"id": id_of(1), "reference": "key-1", "status": "delivered"}
_OF_NOTIFY["notifications"] = [dict(_OF_NOTIFY)]


class Server:
    """Answers everything with the same, but for a sign-in."""

    def __init__(self) -> None:
        self.answer: Any = {}

        @Request.application
        def app(request: Request) -> Response:
            answer = SESSION if request.path.endswith("Session") else self.answer
            return Response(json.dumps(answer), mimetype="application/json")

        self._http = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        self.address = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


def bent(answer: Any, changes: list[tuple[int, Any]]) -> Any:
    """The answer with some of its parts exchanged."""
    whole = [copy.deepcopy(answer)]
    for at, odd in changes:
        places = list(_places(whole))
        inside, key = places[at % len(places)]
        inside[key] = copy.deepcopy(odd)
    return whole[0]


def _places(inside: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in inside.items() if isinstance(inside, dict) else enumerate(inside):
        yield inside, key
        if isinstance(value, dict | list):
            yield from _places(value)


def kept(posts: tuple[Post, ...], unreadable: tuple[UnreadablePost, ...] = ()) -> None:
    for post in posts:
        with suppress(NotAPost):
            assert is_id(as_kept(post).author_id or "-")
    assert all(is_id(put_aside_as(post).native_id) for post in unreadable)


def asked_all(channel: Channel, ids: list[str]) -> None:
    """Ask for everything that a channel can be asked for, and put out a post."""

    def read(stream: str) -> None:
        asked = ReadRequest(stream, "7", "board", 20, ("Tag",), (ids[0],), "", NOON - timedelta(days=6))
        page = channel.read(asked)
        kept(page.posts, page.unreadable)

    ours = outgoing("Why?", reply_to=ids[0], native_id=ids[0])
    calls: list[Callable[[], object]] = [
        *(partial(read, one.name) for one in channel.streams),
        lambda: kept(channel.look_up(ids).posts),
        lambda: channel.account()[0].encode("utf-8", "replace"),
        lambda: channel.followers("7"),
        lambda: channel.followers_of(["7"]),
        lambda: channel.find_own("7", ours, NOON, ()),
        lambda: is_id(channel.publish(ours)[0]),
        lambda: channel.delete(ours),
        channel.learn_limits,
        lambda: channel.measure("Why? https://board.example/"),
    ]
    for call in calls:
        with suppress(ChannelError):
            call()


@settings(max_examples=20)  # each is some thirty calls
@given(changes=BENT)
def test_whatever_x_answers(server: Server, changes: list[tuple[int, Any]]) -> None:
    channel = XChannel(server.address, PRACTICE_KEYS, StoppedClock())
    for answer in (_OF_X, {**_OF_X, "data": _TWEET}, [_OF_X]):
        server.answer = bent(answer, changes)
        asked_all(channel, ["9", "5"])


@settings(max_examples=20)  # each is some thirty calls
@given(changes=BENT)
def test_whatever_a_mastodon_server_answers(server: Server, changes: list[tuple[int, Any]]) -> None:
    channel = MastodonChannel(server.address, "token", StoppedClock(), Kept())
    for answer in (_OF_MASTODON, [_OF_MASTODON]):
        server.answer = bent(answer, changes)
        asked_all(channel, ["9", "5"])


@settings(max_examples=20)  # each is some thirty calls
@given(changes=BENT)
def test_whatever_a_bluesky_server_answers(server: Server, changes: list[tuple[int, Any]]) -> None:
    channel = BlueskyChannel(server.address, "board.test", "password", StoppedClock(), Kept())
    for answer in (_OF_BLUESKY, [_OF_BLUESKY]):
        server.answer = bent(answer, changes)
        asked_all(channel, ["at://did:plc:board/app.bsky.feed.post/k", "at://did:plc:maria/app.bsky.feed.post/k"])


@settings(max_examples=40)
@given(changes=BENT)
def test_whatever_notify_answers(server: Server, changes: list[tuple[int, Any]]) -> None:
    mailer = NotifyMailer(server.address, TEMPLATE, KEY)
    server.answer = answer = bent(_OF_NOTIFY, changes)
    with suppress(MailUnclear):
        assert mailer.send(Email("maria@example.org", "Yours", "Yes.", "key-1")) == _OF_NOTIFY["id"]
    with suppress(MailTrouble):
        assert mailer.find("key-1") == _OF_NOTIFY["id"] or answer["notifications"] == []
    with suppress(MailTrouble):
        assert mailer.delivery(_OF_NOTIFY["id"]) == (Delivery.DELIVERED, "")


@settings(max_examples=40)
@given(changes=BENT)
def test_whatever_a_provider_answers(server: Server, changes: list[tuple[int, Any]]) -> None:
    there = server.address
    places = {"authorization_endpoint": "a", "token_endpoint": "t", "jwks_uri": "k", "userinfo_endpoint": "u"}
    server.answer = whole = {"issuer": there, **{name: f"{there}/{place}" for name, place in places.items()}}
    provider = OpenIdConnect(there, "board", "a secret", RandomIds(), StoppedClock())
    departure = provider.begin("https://board.example/back")
    server.answer = bent({**whole, "id_token": "a.b.c", "access_token": "a", "keys": [{"kty": "RSA"}]}, changes)
    with pytest.raises((SignOnRefused, SignOnUnavailable)):
        provider.finish(
            departure, f"https://board.example/back?code=c&state={departure.state}", "https://board.example"
        )
    with suppress(SignOnRefused, SignOnUnavailable):
        OpenIdConnect(there, "board", "a secret", RandomIds(), StoppedClock()).begin("https://board.example/back")
