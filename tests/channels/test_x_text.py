"""A post is shown as X shows it, and kept as it was written."""

from __future__ import annotations

import json

import pytest

from board_qa.domain.networks.posts import Post, ReadRequest
from board_qa.practice.state import Fault
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON

SEARCH = ReadRequest("search", "77", "", 10, hashtags=("Tag",), not_before=NOON)


def read(practice: RunningNetwork) -> Post:
    (post,) = practice.channel.read(SEARCH).posts
    return post


def as_x_sends(practice: RunningNetwork, **item: object) -> Post:
    """A post of exactly this form, in the answer of a server."""
    body = {"data": [{"id": "9", **item}]}
    practice.network.faults.append(Fault("search", 200, body=json.dumps(body)))
    return read(practice)


def test_a_short_address_is_shown_as_what_it_stands_for(practice: RunningNetwork) -> None:
    practice.says("maria", "Why does https://www.anytown.nhs.uk/board say so? #Tag")
    post = read(practice)

    assert post.shown == "Why does anytown.nhs.uk/board say so? #Tag"
    assert "https://t.co/" in post.text


def test_a_long_address_is_shown_as_short_as_x_shows_it(practice: RunningNetwork) -> None:
    practice.says("maria", "#Tag https://www.anytown.nhs.uk/about-us/board/papers/2026/november.pdf?")
    post = read(practice)

    assert post.shown
    assert post.shown.startswith("#Tag anytown.nhs.uk/about-us/board")
    assert "…" in post.shown
    assert "t.co" not in post.shown


def test_other_peoples_handles_in_front_of_a_reply_are_not_shown(practice: RunningNetwork) -> None:
    first = practice.says("jo", "Anything?")
    practice.says("maria", "@jo @sam_i_am Will you ask @jo about it? #Tag", reply_to=first)
    post = read(practice)

    assert post.shown == "Will you ask @jo about it? #Tag"
    assert post.text == "@jo @sam_i_am Will you ask @jo about it? #Tag"


def test_handles_in_front_of_a_post_that_answers_nobody_are_shown(practice: RunningNetwork) -> None:
    practice.says("maria", "@PracticeBoard why? #Tag")

    assert read(practice).shown is None  # all of it


def test_a_picture_is_no_words(practice: RunningNetwork) -> None:
    practice.says("maria", "Look at the queue #Tag", picture=True)

    assert read(practice).shown == "Look at the queue #Tag"


@pytest.mark.parametrize("display", ["pic.twitter.com/abc", "pic.x.com/abc"])
def test_a_post_that_is_only_a_picture_shows_no_words(practice: RunningNetwork, display: str) -> None:
    urls = [{"start": 0, "end": 16, "url": "https://t.co/abc", "display_url": display, "media_key": "3_1"}]

    assert as_x_sends(practice, text="https://t.co/abc", entities={"urls": urls}).shown == ""


def test_a_post_that_is_only_a_link_shows_where_it_leads(practice: RunningNetwork) -> None:
    urls = [{"url": "https://t.co/abc", "expanded_url": "https://www.example.org/report"}]

    assert as_x_sends(practice, text="https://t.co/abc", entities={"urls": urls}).shown == "example.org/report"


def test_the_post_that_is_quoted_is_not_shown_as_an_address(practice: RunningNetwork) -> None:
    first = practice.says("jo", "We will open in May.")
    practice.says("maria", "In May of which year? #Tag", quotes=first)
    post = read(practice)

    assert (post.shown, post.refers_to) == ("In May of which year? #Tag", (first,))


def test_entities_and_emoji_before_an_address_do_not_move_it(practice: RunningNetwork) -> None:
    practice.says("maria", "A & B <3 👩‍👩‍👧 £5? https://example.org/a and https://example.org/b #Tag")

    assert read(practice).shown == "A & B <3 👩‍👩‍👧 £5? example.org/a and example.org/b #Tag"


def test_a_long_post_has_the_addresses_of_its_whole_text(practice: RunningNetwork) -> None:
    practice.says("maria", "#Tag " + "word " * 80 + "https://example.org/z at the end?")
    post = read(practice)

    assert post.shown == "#Tag " + "word " * 80 + "example.org/z at the end?"
    assert len(post.text) > 400


@pytest.mark.parametrize("odd", [
    {"entities": 5}, {"entities": {"urls": 5}}, {"entities": {"urls": [5, {}, {"url": ""}, {"url": None}]}},
    {"display_text_range": [4, 2]}, {"display_text_range": [9, 9000]}, {"display_text_range": "0,3"},
    {"display_text_range": [None, None]}, {"display_text_range": [-5, -2]}, {"note_tweet": 5}, {"note_tweet": {}},
])  # fmt: skip
def test_what_x_says_that_makes_no_sense_takes_no_word_away(practice: RunningNetwork, odd: dict[str, object]) -> None:
    assert as_x_sends(practice, text="Why, @jo? #Tag", **odd).shown is None


def test_a_range_that_would_cut_words_is_not_believed(practice: RunningNetwork) -> None:
    post = as_x_sends(practice, text="@jo Why is the ward closed? #Tag", display_text_range=[12, 20])

    assert post.shown is None


def test_an_address_that_is_the_beginning_of_another_one_is_not_taken_for_it(practice: RunningNetwork) -> None:
    urls = [
        {"url": "https://t.co/ab", "display_url": "one.example"},
        {"url": "https://t.co/abc", "display_url": "two.example"},
    ]
    post = as_x_sends(practice, text="https://t.co/abc or https://t.co/ab?", entities={"urls": urls})

    assert post.shown == "two.example or one.example?"


def test_only_the_networks_own_mark_makes_a_repost(practice: RunningNetwork) -> None:
    practice.says("maria", "RT @jo_bloggs: We open in May. Will the board say why? #Tag")
    typed = read(practice)

    assert not typed.is_repost


@pytest.mark.parametrize("field", ["referenced_tweets", "referenced_posts"])
@pytest.mark.parametrize("kind", ["retweeted", "reposted"])
def test_a_repost_has_the_mark_under_either_name(practice: RunningNetwork, field: str, kind: str) -> None:
    assert as_x_sends(practice, text="RT @jo: Why?", **{field: [{"type": kind, "id": "8"}]}).is_repost
