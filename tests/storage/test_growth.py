"""What is kept of followers and targets, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.followers import FollowerCount
from board_qa.domain.listening.targets import Target
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.question import SourceState
from board_qa.ports import Ports
from board_qa.services.networks.observing import keep
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.doubles import NOON
from tests.support.watching import watched

US, OTHERS = Account("Bluesky", "did:plc:us"), Account("X", "7")


def posted(id_: str, author: str, meeting_id: int | None, followers: int | None = None) -> ObservedPost:
    post = Post(id_, id_, "Why?", author, author.title(), author, NOON, metrics=Metrics(followers=followers))
    return ObservedPost("Bluesky", post, "search", NOON, NOON, NOON, meeting_id=meeting_id)


def known(store: SqlStore, *ids: str) -> list[int | None]:
    kept = store.posts.several("Bluesky", ids)
    return [kept[id_].post.metrics.followers for id_ in ids]


def test_counts_are_read_between_two_moments_the_oldest_first(store: SqlStore) -> None:
    for hours, account, followers in ((48, US, 3), (24, OTHERS, 2), (0, US, 1), (72, US, 4)):
        store.followers.add(FollowerCount(account, NOON + timedelta(hours=hours), followers))
    found = store.followers.counted(NOON, NOON + timedelta(hours=48))

    assert [(one.account, one.followers) for one in found] == [(US, 1), (OTHERS, 2), (US, 3)]
    assert store.followers.last_at(US, NOON + timedelta(hours=71)) == NOON + timedelta(hours=48)
    assert store.followers.last_at(US, NOON - timedelta(hours=1)) is None


def test_two_counts_of_one_moment_are_one_and_the_later_answer_counts(store: SqlStore) -> None:
    for followers in (2**62, 5):
        store.followers.add(FollowerCount(US, NOON, followers))

    assert [one.followers for one in store.followers.counted(NOON, NOON)] == [5]


def test_there_is_one_target_for_a_figure_and_they_stand_in_the_order_they_are_offered(store: SqlStore) -> None:
    for figure, number in (("told", 9), ("asked", 30), ("told", 10)):
        store.targets.save(Target(figure, number))
    assert store.targets.all() == [Target("asked", 30), Target("told", 10)]
    store.targets.remove("asked")

    assert (store.targets.get("asked"), store.targets.all()) == (None, [Target("told", 10)])


def test_authors_are_asked_about_once_for_each_meeting(store: SqlStore, meeting: Meeting) -> None:
    for post in (
        posted("1", "maria", meeting.id), posted("2", "maria", meeting.id), posted("3", "jo", meeting.id),
        posted("4", "maria", None), posted("5", "ann", meeting.id, 7), posted("6", "", meeting.id),
    ):  # fmt: skip
        store.posts.save(post)
    assert sorted(store.posts.authors_unasked("Bluesky", meeting.id, 25)) == ["jo", "maria"]
    assert len(store.posts.authors_unasked("Bluesky", meeting.id, 1)) == 1
    store.posts.set_followers("Bluesky", meeting.id, {"maria": 340, "jo": None})

    assert known(store, "1", "2", "3", "4", "5") == [340, 340, None, None, 7]
    assert store.posts.authors_unasked("Bluesky", meeting.id, 25) == []
    assert store.posts.authors_unasked("Bluesky", None, 25) == ["maria"]
    assert store.posts.authors_unasked("X", meeting.id, 25) == []
    assert store.posts.followers_told("Bluesky", meeting.id, ["maria", "jo", "ann"]) == {"maria": 340, "jo": None}


def test_of_what_was_deleted_nobody_is_asked_any_more(store: SqlStore, meeting: Meeting) -> None:
    store.posts.save(replace(posted("1", "maria", meeting.id), source_state=SourceState.GONE))

    assert store.posts.authors_unasked("Bluesky", meeting.id, 25) == []


def test_what_was_told_stays_when_the_post_is_read_again(ports: Ports, store: SqlStore, meeting: Meeting) -> None:
    store.posts.save(posted("1", "maria", meeting.id))
    store.posts.set_followers("Bluesky", meeting.id, {"maria": 340})
    keep(ports, "Bluesky", [posted("1", "maria", meeting.id)])

    assert known(store, "1") == [340]
    assert store.posts.authors_unasked("Bluesky", meeting.id, 25) == []


def test_nobody_is_looked_for_in_all_posts_there_are(sqlite: SqliteStore, meeting: Meeting) -> None:
    with watched(sqlite.database) as seen:
        for whose in (meeting.id, None):
            sqlite.posts.authors_unasked("Bluesky", whose, 25)
            sqlite.posts.followers_told("Bluesky", whose, ["maria"])

    assert seen.whole_tables() == []
