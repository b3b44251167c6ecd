"""What a network may give us of a post: whoever runs a server, or posts on one, can answer anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from board_qa.domain.networks.as_kept import LONGEST_NAME, LONGEST_TEXT, NotAPost, as_kept, put_aside_as
from board_qa.domain.networks.posts import Post, UnreadablePost
from tests.support.doubles import NOON

POST = Post("1", "1", "How long?", "7", "Maria", "maria@elsewhere.example", NOON, url="https://elsewhere.example/1")


def test_a_post_is_kept_word_for_word_and_its_names_on_one_line() -> None:
    kept = as_kept(replace(POST, text="How\r\nlong? ", shown="long?\x00", author_name="Maria\n\u202eJones"))

    assert (kept.text, kept.shown, kept.author_name) == ("How\nlong?", "long?", "Maria Jones")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://trust.nhs.uk@evil.example/", "https://x.example/ y"])
def test_an_address_to_which_nobody_may_be_sent_is_left_out(url: str) -> None:
    assert as_kept(replace(POST, url=url)) == replace(POST, url="")


@pytest.mark.parametrize("lang", ["x" * 5_000, "EN", 'en"><b>', "1"])
def test_a_language_that_is_none_is_left_out(lang: str) -> None:
    assert as_kept(replace(POST, lang=lang)).lang == ""


def test_a_name_is_cut_where_no_name_is_longer() -> None:
    assert as_kept(replace(POST, author_name="M" * 300_000)).author_name == "M" * LONGEST_NAME


@pytest.mark.parametrize("field", ["native_id", "version", "author_id", "conversation_id", "answers", "answers_author"])
@pytest.mark.parametrize("id_", ["1" * 1_001, "1 2", "1\x00", "\U0001f600"])
def test_what_has_an_id_that_no_network_makes_is_put_aside(field: str, id_: str) -> None:
    odd: dict[str, Any] = {field: id_}
    with pytest.raises(NotAPost):
        as_kept(replace(POST, **odd))


@pytest.mark.parametrize(
    "odd",
    [{"native_id": ""}, {"refers_to": ("1", "x" * 1_001)}, {"text": "?" * (LONGEST_TEXT + 1)},
     {"shown": "?" * (LONGEST_TEXT + 1)}, {"author_handle": "m" * 321}, {"author_handle": "maria jones"}],
)  # fmt: skip
def test_what_is_longer_than_any_post_is_put_aside(odd: dict[str, Any]) -> None:
    with pytest.raises(NotAPost):
        as_kept(replace(POST, **odd))


def test_what_is_put_aside_has_an_id_and_an_address_or_none() -> None:
    one, same = (put_aside_as(UnreadablePost("x" * 5_000, "https://a@b.example/")) for _ in range(2))

    assert one == same
    assert len(one.native_id) == 16
    assert one.url == ""
    assert put_aside_as(UnreadablePost("1", "https://elsewhere.example/1")).url == "https://elsewhere.example/1"
