"""What is kept of a post that is read again, in another version, with less in it, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from board_qa.domain.networks.observed import ObservedPost, not_to_be_seen, seen_again
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.question import SourceState
from tests.support.doubles import NOON

GONE, HIDDEN, VISIBLE = SourceState.GONE, SourceState.HIDDEN, SourceState.VISIBLE


def observed(at: datetime = NOON, meeting_id: int | None = 1, stream: str = "search", **post: Any) -> ObservedPost:
    given = {"text": "How long?", "author_id": "7", "author_name": "Maria", "author_handle": "maria",
             "url": "https://x.com/maria/status/1", "version_order": "0001"} | post  # fmt: skip
    return ObservedPost("X", Post(native_id="1", version="1", posted_at=NOON, **given), stream, at, at, at, meeting_id)


@pytest.mark.parametrize(
    ("order", "text", "kept"),
    [
        ("0002", "How much longer?", "How much longer?"),
        ("0001", "How much longer?", "How much longer?"),  # edited, and nothing says so
        ("0001", "How… https://t.co/1", "How long?"),
        ("0000", "How?", "How long?"),
        ("", "How?", "How long?"),
    ],
)
def test_a_later_version_takes_the_place_of_an_earlier_one_and_never_the_other_way(
    order: str, text: str, kept: str
) -> None:
    after = seen_again(observed(shown="Long?"), observed(version_order=order, text=text, shown=None))

    assert (after.post.text, after.post.shown) == (kept, "Long?" if kept == "How long?" else None)


def test_what_an_answer_leaves_out_of_the_author_is_not_forgotten() -> None:
    nameless = observed(text="How much longer?", version_order="0002", author_name="", author_handle="",
                        url="https://x.com/i/status/1")  # fmt: skip
    after = seen_again(observed(), nameless).post

    assert (after.text, after.author_name, after.author_handle) == ("How much longer?", "Maria", "maria")
    assert after.url == "https://x.com/maria/status/1"


def test_an_author_who_is_named_at_last_is_known_from_then_on() -> None:
    nameless = observed(author_id="", author_name="", author_handle="", url="https://x.com/i/status/1")
    after = seen_again(nameless, observed(version_order="0000")).post

    assert (after.author_id, after.author_name, after.url) == ("7", "Maria", "https://x.com/maria/status/1")


def test_what_was_measured_last_counts_and_what_was_not_is_as_it_was() -> None:
    held = observed(metrics=Metrics(likes=5, impressions=100))
    after = seen_again(held, observed(version_order="0000", metrics=Metrics(likes=4, replies=0)))

    assert after.post.metrics == Metrics(likes=4, replies=0, impressions=100)


def test_where_it_was_found_first_and_when_stays_and_it_was_seen_just_now() -> None:
    later = NOON + timedelta(hours=1)
    after = seen_again(observed(), observed(later, meeting_id=2, stream="mentions"))

    assert (after.stream, after.meeting_id) == ("search", 1)
    assert (after.first_seen_at, after.last_seen_at, after.checked_at) == (NOON, later, later)


def test_being_looked_up_makes_no_post_new_again() -> None:
    later = NOON + timedelta(days=1)
    after = seen_again(observed(), replace(observed(), checked_at=later))

    assert (after.last_seen_at, after.checked_at) == (NOON, later)


def test_a_post_that_was_for_no_meeting_may_be_for_one_later() -> None:
    assert seen_again(observed(meeting_id=None), observed(meeting_id=2)).meeting_id == 2


def test_of_a_deleted_post_neither_words_nor_names_are_left_and_its_times_and_counts_are() -> None:
    counts = Metrics(likes=5, impressions=100)
    held = observed(shown="Long?", lang="en", conversation_id="9", refers_to=("9",), answers="9", metrics=counts)
    after = not_to_be_seen(held, GONE)

    assert after.source_state is GONE
    left = {value for value in vars(after.post).values() if isinstance(value, str)} - {""}
    assert left == {"1", "7", "9", "0001"}
    assert after.post.shown is None
    assert (after.post.posted_at, after.post.metrics, after.meeting_id) == (NOON, counts, 1)
    assert (after.first_seen_at, after.last_seen_at) == (NOON, NOON)


def test_of_a_hidden_post_everything_is_left() -> None:
    assert not_to_be_seen(observed(), HIDDEN) == replace(observed(), source_state=HIDDEN)


def test_what_is_gone_stays_gone_where_it_is_said_to_be_hidden_after_that() -> None:
    gone = not_to_be_seen(observed(), GONE)

    assert not_to_be_seen(gone, HIDDEN) == gone


@pytest.mark.parametrize("order", ["0000", "0001", "0002"])
def test_what_was_gone_and_is_seen_again_is_kept_again_in_whatever_version(order: str) -> None:
    after = seen_again(not_to_be_seen(observed(), GONE), observed(version_order=order, text="How?"))

    assert (after.post.text, after.post.author_name, after.source_state) == ("How?", "Maria", VISIBLE)
