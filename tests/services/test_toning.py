"""Posts are tagged by people; a tag can be replaced and taken back, and outlives the words of its post as a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from board_qa.domain.listening.tagging import PostToTag, TaggingProgress
from board_qa.domain.listening.tone import Tone, Tones
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.question import SourceState
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.services.listening import toning
from board_qa.services.listening.report import read, report
from board_qa.services.listening.toning import NothingToTag, NothingToTakeBack, TaggedMeanwhile
from board_qa.services.listening.window import window_of
from board_qa.services.meetings import meetings
from board_qa.services.networks.observing import posts_not_to_be_seen
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.doubles import NOON, StoppedClock, details
from tests.support.watching import watched

SAM = Actor("Sam Lee", 2)


def kept(ports: Ports, id_: str, meeting_id: int | None, hours: float = 1, ours: bool = False, **more: Any) -> None:
    """A post as it was read, so many hours from now."""
    at = NOON + timedelta(hours=hours)
    post = Post(id_, id_, more.pop("text", f"Words of {id_}"), f"author {id_}", id_.title(), id_, at, **more)
    ports.store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=meeting_id, is_ours=ours))


def listed(ports: Ports, meeting: Meeting, tagged: bool = False) -> Sequence[PostToTag]:
    return ports.store.tones.listed(meeting.id, window_of(ports, meeting), tagged, 25, 0)


def words(ports: Ports, meeting: Meeting, tagged: bool = False) -> list[str]:
    return [one.words for one in listed(ports, meeting, tagged)]


def progress(ports: Ports, meeting: Meeting) -> TaggingProgress:
    return ports.store.tones.progress(meeting.id, window_of(ports, meeting))


def tag(ports: Ports, meeting: Meeting, said: str, tone: Tone, actor: Actor) -> PostToTag:
    """As somebody tags a post that they found by its words, on either list."""
    (post,) = (one for tagged in (False, True) for one in listed(ports, meeting, tagged) if one.words == said)
    toning.tag(ports, meeting, post.id, tone, post.revision, actor)
    return post


def take_back(ports: Ports, meeting: Meeting, actor: Actor) -> PostToTag | None:
    last = ports.store.tones.last_of(meeting.id, actor)
    return toning.take_back(ports, meeting, last.id if last else 0, actor)


def toned(ports: Ports, meeting: Meeting) -> Tones:
    return report(read(ports, {}, meeting, MailMode.PRACTICE)).tone.now


def test_posts_of_others_in_the_window_are_listed_the_oldest_first(ports: Ports, meeting: Meeting) -> None:
    other = meetings.create(ports, details(hashtag="Another"))
    kept(ports, "2", meeting.id, hours=2)
    kept(ports, "1", None, hours=1)
    kept(ports, "3", meeting.id, hours=3, made_at=NOON + timedelta(hours=0.5))
    kept(ports, "ours", meeting.id, ours=True)
    kept(ports, "repost", meeting.id, is_repost=True)
    kept(ports, "elsewhere", other.id)
    kept(ports, "early", meeting.id, hours=-30)
    kept(ports, "edited", meeting.id, hours=1, made_at=NOON - timedelta(days=2))

    assert words(ports, meeting) == ["Words of 3", "Words of 1", "Words of 2"]
    assert progress(ports, meeting) == TaggingProgress(to_tag=3, tagged=0, listed=0, unseen=0)


def test_of_words_that_a_network_shows_in_part_that_part_is_listed(ports: Ports, meeting: Meeting) -> None:
    kept(ports, "1", meeting.id, text="Why? https://t.example/1", shown="Why?", lang="en")
    (post,) = listed(ports, meeting)

    assert (post.words, post.lang, post.channel) == ("Why?", "en", "X")


def test_a_post_that_is_tagged_leaves_the_one_list_for_the_other_with_who_tagged_it(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    kept(ports, "1", meeting.id)
    kept(ports, "2", meeting.id, hours=2)
    clock.advance(minutes=5)
    tag(ports, meeting, "Words of 1", Tone.NEUTRAL, alex)
    (post,) = listed(ports, meeting, tagged=True)

    assert words(ports, meeting) == ["Words of 2"]
    assert post.tag
    assert (post.tag.tone, post.tag.by, post.tag.at) == (Tone.NEUTRAL, alex.name, clock())
    assert toned(ports, meeting) == Tones(neutral=1, untagged=1)


def test_another_tag_takes_the_place_of_the_first_and_undo_brings_back_what_was_there(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    kept(ports, "1", meeting.id)
    for tone in (Tone.NEUTRAL, Tone.NEGATIVE):
        tag(ports, meeting, "Words of 1", tone, alex)

    assert toned(ports, meeting) == Tones(negative=1)
    take_back(ports, meeting, alex)
    assert toned(ports, meeting) == Tones(neutral=1)
    take_back(ports, meeting, alex)
    assert toned(ports, meeting) == Tones(untagged=1)
    with pytest.raises(NothingToTakeBack):
        take_back(ports, meeting, alex)


def test_the_same_tag_again_is_nothing_to_take_back_twice(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept(ports, "1", meeting.id)
    for _ in range(2):
        tag(ports, meeting, "Words of 1", Tone.POSITIVE, alex)
    take_back(ports, meeting, alex)

    assert words(ports, meeting) == ["Words of 1"]


def test_nobody_takes_back_what_a_colleague_did(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept(ports, "1", meeting.id)
    tag(ports, meeting, "Words of 1", Tone.POSITIVE, alex)
    tag(ports, meeting, "Words of 1", Tone.NEUTRAL, SAM)
    theirs = ports.store.tones.last_of(meeting.id, SAM)

    assert theirs
    for expected in (0, theirs.id):
        with pytest.raises(NothingToTakeBack):
            toning.take_back(ports, meeting, expected, alex)
    assert toned(ports, meeting) == Tones(neutral=1)


def test_two_moderators_never_overwrite_each_other(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept(ports, "1", meeting.id)
    seen = tag(ports, meeting, "Words of 1", Tone.POSITIVE, SAM)
    with pytest.raises(TaggedMeanwhile) as refused:
        toning.tag(ports, meeting, seen.id, Tone.NEGATIVE, seen.revision, alex)

    assert refused.value.tag
    assert refused.value.tag.by == SAM.name
    assert toned(ports, meeting) == Tones(positive=1)


def test_what_is_not_listed_cannot_be_tagged(ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor) -> None:
    for id_, more in (("ours", {"ours": True}), ("repost", {"is_repost": True}), ("early", {"hours": -30})):
        kept(ports, id_, meeting.id, **more)
    for row in [*store.database.rows("SELECT id FROM post"), {"id": 999}]:
        with pytest.raises(NothingToTag):
            toning.tag(ports, meeting, row["id"], Tone.POSITIVE, 0, alex)

    assert toned(ports, meeting) == Tones()


def test_a_post_whose_words_were_deleted_cannot_be_tagged(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept(ports, "1", meeting.id)
    kept(ports, "2", meeting.id)
    first, second = listed(ports, meeting)
    posts_not_to_be_seen(ports, "X", {"1": SourceState.GONE, "2": SourceState.HIDDEN})
    for post in (first, second):
        with pytest.raises(NothingToTag):
            toning.tag(ports, meeting, post.id, Tone.POSITIVE, 0, alex)

    assert words(ports, meeting) == []
    assert progress(ports, meeting) == TaggingProgress(to_tag=0, tagged=0, listed=0, unseen=2)
    assert toned(ports, meeting) == Tones(untagged=2)


def test_of_a_deleted_post_the_tone_is_counted_and_nothing_says_which_it_was(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor
) -> None:
    for id_ in ("1", "2"):
        kept(ports, id_, meeting.id)
        tag(ports, meeting, f"Words of {id_}", Tone.NEGATIVE, alex)
    posts_not_to_be_seen(ports, "X", {"1": SourceState.GONE})
    posts_not_to_be_seen(ports, "X", {"1": SourceState.GONE})  # said twice is counted once

    assert toned(ports, meeting) == Tones(negative=2)
    assert progress(ports, meeting) == TaggingProgress(to_tag=0, tagged=2, listed=1, unseen=0)
    assert len(store.database.rows("SELECT * FROM post_tone")) == 1
    assert store.database.rows("SELECT * FROM tone_count") == [
        {"meeting_id": meeting.id, "day": "2026-11-23", "tone": "negative", "posts": 1}
    ]


def test_a_deleted_post_that_comes_back_is_not_counted_twice(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept(ports, "1", meeting.id)
    post = tag(ports, meeting, "Words of 1", Tone.NEGATIVE, alex)
    posts_not_to_be_seen(ports, "X", {"1": SourceState.GONE})
    kept(ports, "1", meeting.id)

    assert (words(ports, meeting), words(ports, meeting, tagged=True)) == ([], [])
    with pytest.raises(NothingToTag):
        toning.tag(ports, meeting, post.id, Tone.POSITIVE, 0, alex)
    assert toned(ports, meeting) == Tones(negative=1)


def test_a_hidden_post_keeps_its_tone_and_is_listed_again_when_it_is_seen(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    kept(ports, "1", meeting.id)
    tag(ports, meeting, "Words of 1", Tone.NEGATIVE, alex)
    posts_not_to_be_seen(ports, "X", {"1": SourceState.HIDDEN})

    assert (words(ports, meeting, tagged=True), toned(ports, meeting)) == ([], Tones(negative=1))
    kept(ports, "1", meeting.id)
    assert words(ports, meeting, tagged=True) == ["Words of 1"]


@pytest.mark.parametrize("way", ["erased", "kept for long enough"])
def test_of_a_post_that_is_no_longer_kept_the_tone_stays_as_a_count(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor, way: str
) -> None:
    for id_, tone in (("1", Tone.POSITIVE), ("2", Tone.POSITIVE), ("3", Tone.NEUTRAL), ("4", Tone.NEGATIVE)):
        kept(ports, id_, meeting.id, hours=int(id_) * 10)
        tag(ports, meeting, f"Words of {id_}", tone, alex)
    take_back(ports, meeting, alex)
    before = report(read(ports, {}, meeting, MailMode.PRACTICE)).tone.days
    if way == "erased":
        ports.store.erasures.forget_posts("X", ["1", "2", "3", "4"], NOON)
    else:
        assert ports.store.posts.forget(NOON + timedelta(days=9), 100) == 4
    told = report(read(ports, {}, meeting, MailMode.PRACTICE)).tone

    assert told.now == Tones(positive=2, neutral=1)
    assert [(one.day, one.tones.tagged) for one in told.days] == [(one.day, one.tones.tagged) for one in before]
    for table in ("post", "post_tone"):
        assert store.database.rows(f"SELECT * FROM {table}") == []


def test_the_tone_of_a_post_that_is_moved_counts_in_its_new_meeting(
    ports: Ports, store: SqlStore, meeting: Meeting, alex: Actor
) -> None:
    other = meetings.create(ports, details(hashtag="Another"))
    kept(ports, "1", meeting.id)
    tag(ports, meeting, "Words of 1", Tone.POSITIVE, alex)
    (held,) = ports.store.posts.several("X", ["1"]).values()
    ports.store.posts.save(replace(held, meeting_id=other.id))

    assert (toned(ports, meeting), toned(ports, other)) == (Tones(), Tones(positive=1))
    ports.store.posts.forget(NOON + timedelta(days=9), 100)
    assert (toned(ports, meeting), toned(ports, other)) == (Tones(), Tones(positive=1))


def test_a_place_in_a_list_is_how_many_come_before(ports: Ports, meeting: Meeting) -> None:
    for id_ in ("1", "2", "3"):
        kept(ports, id_, meeting.id, hours=2)
    window, posts = window_of(ports, meeting), listed(ports, meeting)

    assert [ports.store.tones.place(meeting.id, window, False, one.id) for one in posts] == [0, 1, 2]
    assert ports.store.tones.place(meeting.id, window, False, 999) == 0


def test_nothing_is_read_but_along_an_index(sqlite: SqliteStore, ports: Ports, meeting: Meeting, alex: Actor) -> None:
    kept(ports, "1", meeting.id)
    with watched(sqlite.database) as seen:
        post = tag(ports, meeting, "Words of 1", Tone.POSITIVE, alex)
        progress(ports, meeting)
        toned(ports, meeting)
        ports.store.tones.place(meeting.id, window_of(ports, meeting), True, post.id)
        take_back(ports, meeting, alex)
        posts_not_to_be_seen(ports, "X", {"1": SourceState.GONE})

    assert seen.whole_tables() == []
