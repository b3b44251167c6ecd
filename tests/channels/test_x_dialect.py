"""Names of fields change and change back: authors and long texts are missing for one call at most."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.networks.posts import Post, ReadRequest
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON, StoppedClock

SEARCH = ReadRequest("search", "77", "", 10, hashtags=("Tag",), not_before=NOON)
LONG = "#Tag " + "word " * 80 + "end?"


def read(practice: RunningNetwork) -> Post:
    (post,) = practice.channel.read(SEARCH).posts
    return post


def test_names_that_change_and_change_back_leave_out_no_author_and_no_long_text(practice: RunningNetwork) -> None:
    practice.says("maria", LONG)
    for names in ("tweet", "post", "tweet", "post", "tweet", "tweet"):
        practice.network.field_names = names
        post = read(practice)
        assert (post.author_handle, post.text, post.posted_at) == ("maria", LONG, NOON)


def test_a_change_costs_one_refused_call(practice: RunningNetwork) -> None:
    practice.says("maria", LONG)
    calls = []
    for names in ("tweet", "post", "post", "tweet", "tweet"):
        practice.network.field_names = names
        before = len(practice.network.calls)
        read(practice)
        calls.append(len(practice.network.calls) - before)

    assert calls == [1, 2, 1, 2, 1]


class Moody:
    """A server that refuses what it is told to refuse, and says its name."""

    def __init__(self) -> None:
        self.app = Flask("moody")
        self.refuses: set[str] = set()
        self.seen: list[dict[str, str]] = []
        self.app.add_url_rule("/2/tweets/search/recent", view_func=self.search)

    def search(self) -> Any:
        self.seen.append(dict(request.args))
        asked = {part for value in request.args.values() for part in value.split(",")} | set(request.args)
        if refused := sorted(asked & self.refuses):
            return jsonify(detail=f"The query parameter [{refused[0]}] is not one of [a,b]"), 400
        return jsonify(data=[{"id": "1", "text": "Why?"}], meta={})


@pytest.fixture
def moody(clock: StoppedClock) -> Iterator[tuple[Moody, XChannel]]:
    server = Moody()
    http = make_server("127.0.0.1", 0, server.app, threaded=True)
    Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield server, XChannel(f"http://127.0.0.1:{http.server_port}", PRACTICE_KEYS, clock)
    http.shutdown()
    http.server_close()


@pytest.mark.parametrize("name", ["user.fields", "expansions", "start_time", "note_tweet", "display_text_range"])
def test_what_a_server_does_not_know_is_left_out_alone_and_asked_for_again_after_a_while(
    moody: tuple[Moody, XChannel], clock: StoppedClock, name: str
) -> None:
    server, channel = moody
    whole = whole_request(server, channel)
    server.refuses = {name}
    channel.read(SEARCH)
    assert parts(server.seen[-1]) == whole - {name}
    server.refuses = set()
    clock.advance(minutes=9)
    channel.read(SEARCH)
    assert name not in parts(server.seen[-1])
    clock.advance(minutes=1)

    assert whole_request(server, channel) == whole


def test_a_server_that_knows_no_names_at_all_is_asked_for_them_again_after_a_while(
    moody: tuple[Moody, XChannel], clock: StoppedClock
) -> None:
    server, channel = moody
    server.refuses = {"tweet.fields", "post.fields"}
    channel.read(SEARCH)
    assert "expansions" in server.seen[-1]
    server.refuses = {"post.fields"}
    clock.advance(minutes=10)
    channel.read(SEARCH)

    assert "note_tweet" in server.seen[-1]["tweet.fields"]


def whole_request(server: Moody, channel: XChannel) -> set[str]:
    channel.read(SEARCH)
    return parts(server.seen[-1])


def parts(asked: dict[str, str]) -> set[str]:
    fields = {part for name in ("tweet.fields", "post.fields") for part in asked.get(name, "").split(",")}
    return set(asked) | fields
