"""The listening report from what is stored: posts as they were read, and questions as they were decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from board_qa.domain.listening.figures import Account
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.history import Action, Actor
from board_qa.ports import Ports
from board_qa.services.listening.report import ByChannel, report
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import group
from board_qa.storage.sql.store import SqlStore
from tests.conftest import RunningNetwork
from tests.support.collecting import read
from tests.support.deciding import asked, do, logged
from tests.support.doubles import ABUSIVE, NOON, StoppedClock, details


def kept(store: SqlStore, id_: str, author: str, meeting_id: int | None, hours: float = 1, **more: Any) -> None:
    """A post as it was read, so many hours from now."""
    at = NOON + timedelta(hours=hours)
    post = Post(id_, id_, more.pop("text", "Why?"), author, author.title(), author, at, **more)
    store.posts.save(ObservedPost("X", post, "search", at, at, at, meeting_id=meeting_id))


def test_a_meeting_of_which_nobody_said_a_word_has_a_true_report(ports: Ports, meeting: Meeting) -> None:
    told = report(ports, {}, meeting)

    assert (told.called, told.ours, told.questions) == (False, 0, [])
    assert (told.window.begins, told.window.ends) == (NOON - timedelta(days=1), NOON + timedelta(days=4))
    assert (told.figures.posts, told.before.posts, told.figures.reach) == (0, 0, 0)


def test_what_the_networks_told_is_what_it_counts(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    network = practice.network
    for handle, followers in (("maria", 300), ("jo", 70)):
        network.follow(network.user(handle, handle.title()), followers)
    practice.says("maria", "@PracticeBoard how long is the wait? #AnytownBoard")
    practice.says("jo", "Yes @maria, how long?", reply_to=call)
    network.post(network.user("jo", "Jo"), "RT", repost_of=call)
    clock.advance(minutes=5)
    read(ports, practice, clock, rounds=2)
    told = report(ports, {"X": practice.channel}, meeting)

    assert told.called
    assert told.window.begins == NOON
    assert (told.figures.posts, told.figures.participants, told.ours) == (2, 2, 0)
    assert told.figures.reach == 370
    assert {told.handles[one.account]: one.count for one in told.top.by_mentions} == {"maria": 1, "PracticeBoard": 2}


def test_posts_of_another_meeting_and_of_another_time_are_left_out(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    other = meetings.create(ports, details(hashtag="Another"))
    kept(store, "1", "maria", meeting.id)
    kept(store, "2", "jo", None)
    kept(store, "3", "ann", other.id)
    kept(store, "4", "bea", meeting.id, hours=24 * 4)
    kept(store, "5", "cat", meeting.id, hours=-25)
    told = report(ports, {}, meeting)

    assert (told.figures.posts, told.before.posts) == (2, 1)


def test_a_post_that_was_edited_counts_when_it_was_first_posted(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    kept(store, "1", "maria", meeting.id, hours=1, made_at=NOON - timedelta(hours=30))

    assert (report(ports, {}, meeting).figures.posts, report(ports, {}, meeting).before.posts) == (0, 1)


def test_whom_words_name_and_whom_a_reply_answers_is_one_account(
    ports: Ports, store: SqlStore, meeting: Meeting
) -> None:
    kept(store, "1", "maria", meeting.id)
    kept(store, "2", "jo", meeting.id, text="@Maria. and @nobody_here, why? me@maria.example", answers="1",
         answers_author="maria", metrics=Metrics(followers=9))  # fmt: skip
    top = report(ports, {}, meeting).top

    assert [(one.account, one.count) for one in top.by_mentions] == [
        (Account("X", "@nobody_here"), 1), (Account("X", "maria"), 1),
    ]  # fmt: skip


def test_questions_are_counted_by_the_way_they_came_and_a_grouped_one_as_its_head(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first, same, third, gone = (asked(ports, meeting, text) for text in ("Why?", "Why, then?", "When?", "Who?"))
    letter = logged(ports, meeting, "Where?", alex)
    head = do(ports, Action.ACCEPT, first, alex)
    group(ports, same, same.revision, head, alex)
    for action in (Action.PUT_ON_SCREEN, Action.ANSWER):
        head = do(ports, action, head, alex)
    do(ports, Action.DECLINE, third, alex, ABUSIVE)
    do(ports, Action.WITHDRAW, gone, alex)
    do(ports, Action.ACCEPT, letter, alex)

    assert report(ports, {}, meeting).questions == [
        ByChannel("web", asked=3, answered=2, redirected=0, declined=1),
        ByChannel("letter", asked=1, answered=0, redirected=0, declined=0),
    ]
