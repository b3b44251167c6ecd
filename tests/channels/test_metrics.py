"""What networks count of a post, and whom it answers: each tells its own part of it, and not known is not 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from board_qa.channels.mastodon import statuses
from board_qa.channels.x import posts as x_posts
from board_qa.domain.networks.posts import Metrics, Post, ReadRequest
from tests.channels.bluesky_servers import OtherServer, running, view
from tests.channels.test_bluesky_posts import SEARCH
from tests.channels.test_mastodon_channel import status
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON, StoppedClock

UNKNOWN = Metrics()
ODD: list[Any] = [None, "12", -1, True, 1.5, 2**63, [], {}]


@pytest.fixture
def other() -> Iterator[OtherServer]:
    with running() as server:
        yield server


def on_x(**item: Any) -> Post:
    (post,) = x_posts.posts({"data": [{"id": "9", "text": "Why?", **item}]}, NOON)
    return post


def on_mastodon(**changes: Any) -> Post:
    ((post,), _) = statuses.posts([status(**changes)], "board.example")
    return post


def on_bluesky(other: OtherServer, **changes: Any) -> Post:
    other.answers["searchPosts"] = {"posts": [{**view("1"), **changes}]}
    (post,) = other.channel(StoppedClock()).read(SEARCH).posts
    return post


@pytest.mark.parametrize("reposts", ["retweet_count", "repost_count"])
def test_x_tells_all_there_is_under_either_name(reposts: str) -> None:
    told = {"like_count": 5, reposts: 4, "reply_count": 3, "quote_count": 0, "impression_count": 900, "more": 1}

    assert on_x(public_metrics=told).metrics == Metrics(5, 4, 3, 0, 900)


def test_x_tells_how_many_follow_whoever_it_names_with_the_post() -> None:
    jo = {"id": "7", "username": "jo", "name": "Jo", "public_metrics": {"followers_count": 1_200}}
    body = {"data": [{"id": "9", "text": "Why?", "author_id": "7"}, {"id": "10", "text": "Why?", "author_id": "8"}]}

    assert [one.metrics.followers for one in x_posts.posts(body | {"includes": {"users": [jo]}}, NOON)] == [1_200, None]


@pytest.mark.parametrize(("told", "known"), [(35, 35), (0, 0), (-1, None), (None, None)])
def test_mastodon_tells_how_many_follow_whoever_does_not_hide_it(told: int | None, known: int | None) -> None:
    account = {**status()["account"], "followers_count": told}

    assert on_mastodon(account=account).metrics.followers == known


def test_the_followers_come_with_the_authors_and_cost_nothing_more(practice: RunningNetwork) -> None:
    practice.says("maria", "Why? #AnytownBoard")
    practice.network.follow(practice.network.user("maria", "Maria"), 340)
    page = practice.channel.read(ReadRequest("search", practice.network.board_id, "board", 10, ("AnytownBoard",)))

    assert [post.metrics.followers for post in page.posts] == [340]
    assert practice.network.billed() == sum(charge.amount for charge in page.charges)


def test_bluesky_tells_all_but_how_often_a_post_was_shown(other: OtherServer) -> None:
    post = on_bluesky(other, likeCount=5, repostCount=4, replyCount=3, quoteCount=0)

    assert post.metrics == Metrics(5, 4, 3, 0, None)


def test_mastodon_tells_quotes_where_the_server_counts_them() -> None:
    told = {"favourites_count": 5, "reblogs_count": 4, "replies_count": 0}

    assert on_mastodon(**told).metrics == Metrics(5, 4, 0, None, None)
    assert on_mastodon(**told, quotes_count=2).metrics == Metrics(5, 4, 0, 2, None)


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_count_is_not_known(other: OtherServer, odd: Any) -> None:
    assert on_x(public_metrics={"like_count": odd}).metrics == UNKNOWN
    assert on_x(public_metrics=odd).metrics == UNKNOWN
    assert on_mastodon(favourites_count=odd).metrics == UNKNOWN
    assert on_bluesky(other, likeCount=odd).metrics == UNKNOWN


def test_a_post_that_nobody_counted_is_not_one_that_nobody_liked(other: OtherServer) -> None:
    assert [on_x().metrics, on_mastodon().metrics, on_bluesky(other).metrics] == [UNKNOWN] * 3


def test_x_is_asked_for_the_counts_in_the_answer_it_is_asked_for_anyway(practice: RunningNetwork) -> None:
    asked = practice.says("maria", "Why? #AnytownBoard")
    practice.says("jo", "Yes, why?", reply_to=asked)
    practice.network.post(practice.network.user("ann", "Ann"), "RT @maria: Why?", repost_of=asked)
    practice.network.post(practice.network.user("bea", "Bea"), "This!", quotes=asked)
    practice.network.like(asked, 7, shown=400)
    found = practice.channel.look_up([asked])

    assert found.posts[0].metrics == Metrics(7, 1, 1, 1, 400)
    assert practice.network.billed() == sum(charge.amount for charge in found.charges) == 5_000


def test_whom_a_post_answers_is_told_by_id(other: OtherServer) -> None:
    jos = "at://did:plc:jo/app.bsky.feed.post/2"
    reply = {"parent": {"uri": jos}, "root": {"uri": "at://did:plc:board/app.bsky.feed.post/1"}}
    x = on_x(referenced_tweets=[{"type": "quoted", "id": "6"}, {"type": "replied_to", "id": "7"}],
             in_reply_to_user_id="70")  # fmt: skip
    mastodon = on_mastodon(in_reply_to_id="7", in_reply_to_account_id="70")
    bluesky = on_bluesky(other, record={**view("1")["record"], "reply": reply})

    assert (x.answers, x.answers_author) == ("7", "70")
    assert (mastodon.answers, mastodon.answers_author) == ("7", "70")
    assert (bluesky.answers, bluesky.answers_author) == (jos, "did:plc:jo")


def test_a_quote_answers_nobody(other: OtherServer) -> None:
    quoted = {"record": {"uri": "at://did:plc:jo/app.bsky.feed.post/2"}}
    x = on_x(referenced_tweets=[{"type": "quoted", "id": "6"}])
    bluesky = on_bluesky(other, record={**view("1")["record"], "embed": quoted})

    assert [(post.answers, post.answers_author) for post in (x, bluesky, on_mastodon())] == [("", "")] * 3


def test_what_was_passed_on_is_known_of_a_repost() -> None:
    x = on_x(referenced_tweets=[{"type": "retweeted", "id": "6"}])
    mastodon = on_mastodon(reblog={"id": "6", "content": "<p>Ask us!</p>"})

    assert [(post.is_repost, post.refers_to) for post in (x, mastodon)] == [(True, ("6",))] * 2


def test_what_a_record_says_of_its_own_likes_is_not_believed(other: OtherServer) -> None:
    record = {**view("1")["record"], "likeCount": 1_000_000}  # its author's app wrote it

    assert on_bluesky(other, record=record).metrics == UNKNOWN
