"""What is posted in a chat is looked through by the worker, and again where its words change."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest

from board_qa.domain.chats.answers import ChatPost
from board_qa.domain.chats.screened import kinds_of
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.domain.questions.question import SourceState
from board_qa.domain.text.flags import Flag, Kind
from board_qa.ports import Ports
from board_qa.services.chats import gathering
from board_qa.services.chats.screening import screen_waiting_posts
from board_qa.services.networks import observing
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.worker import Worker
from tests.screening.test_screening import Overwhelmed
from tests.support.chats import planned, said
from tests.support.doubles import NOON, RecordingAnnouncer, StoppedClock
from tests.support.watching import watched

PHONE = "A1 Ring me on 07700 900123"


@pytest.fixture
def chat(ports: Ports) -> Meeting:
    return planned(ports)


def waits(ports: Ports, chat: Meeting, id_: str, text: str, **more: Any) -> None:
    said(ports, chat, id_, text, flags=None, **more)


def one(ports: Ports, chat: Meeting, id_: str = "1") -> ChatPost:
    (found,) = [post for post in gathering.read(ports, chat).posts if post.native_id == id_]
    return found


def again(ports: Ports, chat: Meeting, **changes: Any) -> None:
    """The same post is read again."""
    held = ports.store.posts.several("X", ["1"])["1"]
    observing.keep(ports, "X", [replace(held, post=replace(held.post, **changes))])


def test_a_post_waits_until_it_was_looked_through(ports: Ports, chat: Meeting) -> None:
    waits(ports, chat, "1", PHONE)
    assert one(ports, chat).flags is None
    screen_waiting_posts(ports)

    assert kinds_of(one(ports, chat)) == (Kind.PHONE,)
    assert ports.store.chats.unscreened(10) == []


def test_a_post_in_which_nothing_was_found_waits_no_more(ports: Ports, chat: Meeting) -> None:
    waits(ports, chat, "1", "A1 We listen")
    screen_waiting_posts(ports)

    assert kinds_of(one(ports, chat)) == ()
    assert one(ports, chat).flags is not None


def test_it_is_looked_through_as_its_network_shows_it(ports: Ports, chat: Meeting) -> None:
    waits(ports, chat, "1", "A1 https://t.co/x", shown=PHONE)
    screen_waiting_posts(ports)

    assert kinds_of(one(ports, chat)) == (Kind.PHONE,)


def test_only_posts_of_others_in_chats_that_can_be_seen_are_looked_through(
    ports: Ports, chat: Meeting, meeting: Meeting
) -> None:
    waits(ports, chat, "1", PHONE)
    waits(ports, chat, "2", PHONE, is_repost=True)
    waits(ports, chat, "3", PHONE, state=SourceState.HIDDEN)
    waits(ports, chat, "4", PHONE, state=SourceState.GONE)
    waits(ports, meeting, "5", PHONE)
    ours = Post("6", "6", PHONE, "1", "Us", "us", NOON)
    ports.store.posts.save(ObservedPost("X", ours, "own", NOON, NOON, NOON, meeting_id=chat.id, is_ours=True))

    assert [(of, post.native_id) for of, post in ports.store.chats.unscreened(10)] == [(chat.id, "1")]


@pytest.mark.parametrize("changes", [{"text": "A1 Other words", "version_order": "2"}, {"shown": "A1 Shown now"}])
def test_words_that_changed_wait_again_and_nobody_has_read_them(
    ports: Ports, chat: Meeting, changes: dict[str, Any]
) -> None:
    said(ports, chat, "1", PHONE, flags=(Flag(Kind.PHONE),))
    ports.store.chats.show_as_it_is(one(ports, chat))
    again(ports, chat, **changes)

    assert (one(ports, chat).flags, one(ports, chat).as_it_is) == (None, False)
    assert len(ports.store.chats.unscreened(10)) == 1


def test_the_same_words_read_again_are_not_looked_through_again(ports: Ports, chat: Meeting) -> None:
    said(ports, chat, "1", PHONE, flags=(Flag(Kind.PHONE),))
    ports.store.chats.show_as_it_is(one(ports, chat))
    again(ports, chat, shown=PHONE)  # as they were, said in another way

    assert (kinds_of(one(ports, chat)), one(ports, chat).as_it_is) == ((Kind.PHONE,), True)


@pytest.mark.parametrize("changes", [{"author_name": "Maria again"}, {"author_handle": "chair"}])
def test_nobody_has_read_the_same_words_beside_another_name(
    ports: Ports, chat: Meeting, changes: dict[str, Any]
) -> None:
    said(ports, chat, "1", PHONE, flags=(Flag(Kind.PHONE),))
    before = one(ports, chat)
    ports.store.chats.show_as_it_is(before)
    again(ports, chat, **changes)
    assert (kinds_of(one(ports, chat)), one(ports, chat).as_it_is) == ((Kind.PHONE,), False)

    ports.store.chats.show_as_it_is(before)  # as somebody read it meanwhile
    assert not one(ports, chat).as_it_is
    ports.store.chats.show_as_it_is(one(ports, chat))
    assert one(ports, chat).as_it_is


def test_of_a_post_that_is_gone_nothing_stays_of_what_was_found(ports: Ports, chat: Meeting) -> None:
    said(ports, chat, "1", PHONE, flags=(Flag(Kind.PHONE),))
    ports.store.chats.show_as_it_is(one(ports, chat))
    observing.posts_not_to_be_seen(ports, "X", {"1": SourceState.GONE})

    assert (one(ports, chat).flags, one(ports, chat).as_it_is) == (None, False)
    assert ports.store.chats.unscreened(10) == []


def test_a_hidden_post_has_what_was_found_when_it_can_be_seen_again(ports: Ports, chat: Meeting) -> None:
    said(ports, chat, "1", PHONE, flags=(Flag(Kind.PHONE),))
    observing.posts_not_to_be_seen(ports, "X", {"1": SourceState.HIDDEN})
    again(ports, chat)

    assert kinds_of(one(ports, chat)) == (Kind.PHONE,)


def test_what_was_found_in_words_that_changed_meanwhile_is_not_stored(ports: Ports, chat: Meeting) -> None:
    waits(ports, chat, "1", PHONE)
    before = one(ports, chat)
    again(ports, chat, text="A1 Other words", version_order="2")
    ports.store.chats.set_flags(before, (Flag(Kind.PHONE),))
    ports.store.chats.show_as_it_is(before)

    assert (one(ports, chat).flags, one(ports, chat).as_it_is) == (None, False)


def test_nobody_has_read_a_post_any_more_that_is_not_among_those_that_are_kept(ports: Ports, chat: Meeting) -> None:
    for id_ in ("1", "2"):
        said(ports, chat, id_, PHONE)
        ports.store.chats.show_as_it_is(one(ports, chat, id_))
    ports.store.chats.as_they_are_only(chat.id + 1, [])
    assert one(ports, chat, "1").as_it_is

    ports.store.chats.as_they_are_only(chat.id, [one(ports, chat, "2").id])
    assert [one(ports, chat, id_).as_it_is for id_ in ("1", "2")] == [False, True]
    ports.store.chats.as_they_are_only(chat.id, [])
    assert not one(ports, chat, "2").as_it_is


def test_each_desk_hears_once_in_a_round_and_of_nothing_hears_nothing(
    ports: Ports, chat: Meeting, announcer: RecordingAnnouncer
) -> None:
    other = planned(ports, hashtag="OtherChat")
    for number in range(3):
        waits(ports, chat, f"{number}", "A1 We listen")
    waits(ports, other, "9", "A1 We listen")
    before, told = ports.store.meetings.revisions(), len(announcer.heard)
    screen_waiting_posts(ports)
    after = ports.store.meetings.revisions()

    assert announcer.heard[told:] == [chat.id, other.id]
    assert [after[of.id] - before[of.id] for of in (chat, other)] == [1, 1]
    screen_waiting_posts(ports)
    assert announcer.heard[told:] == [chat.id, other.id]


def test_posts_that_take_long_leave_the_worker_time_for_its_other_work(
    ports: Ports, chat: Meeting, clock: StoppedClock
) -> None:
    for number in range(10):
        waits(ports, chat, f"{number}", f"A1 {number}")
    slow = replace(ports, screening=Overwhelmed(clock, (), seconds=3))
    screen_waiting_posts(slow)
    assert len(ports.store.chats.unscreened(20)) == 8
    screen_waiting_posts(slow)
    assert len(ports.store.chats.unscreened(20)) == 6


def test_while_too_many_texts_wait_a_post_waits_too_and_no_desk_is_told(
    ports: Ports, chat: Meeting, clock: StoppedClock, announcer: RecordingAnnouncer
) -> None:
    waits(ports, chat, "1", PHONE)
    told = len(announcer.heard)
    screen_waiting_posts(replace(ports, screening=Overwhelmed(clock, None)))

    assert one(ports, chat).flags is None
    assert len(announcer.heard) == told


class StoppedAfterOne(Overwhelmed):
    """A screening in the middle of which the worker is told to stop."""

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...] | None:
        if text == "A1 second":
            raise KeyboardInterrupt
        return super().flags(text, language)


def test_a_desk_hears_of_what_was_stored_before_the_worker_was_stopped(
    ports: Ports, chat: Meeting, clock: StoppedClock, announcer: RecordingAnnouncer
) -> None:
    for number, text in enumerate(("A1 first", "A1 second")):
        waits(ports, chat, f"{number}", text)
    told = len(announcer.heard)
    with pytest.raises(KeyboardInterrupt):
        screen_waiting_posts(replace(ports, screening=StoppedAfterOne(clock, ())))

    assert [one(ports, chat, id_).flags for id_ in ("0", "1")] == [(), None]
    assert announcer.heard[told:] == [chat.id]


def test_the_worker_does_it_and_says_nothing_of_it_in_the_log(
    ports: Ports, chat: Meeting, caplog: pytest.LogCaptureFixture
) -> None:
    waits(ports, chat, "1", PHONE)
    with caplog.at_level(logging.DEBUG):
        Worker(ports, [], "a worker").tick()

    assert kinds_of(one(ports, chat)) == (Kind.PHONE,)
    assert "07700" not in caplog.text
    assert "phone" not in caplog.text


def test_looking_for_what_waits_goes_along_an_index(sqlite: SqliteStore, ports: Ports, chat: Meeting) -> None:
    for number in range(30):
        said(ports, chat, f"{number}", "A1 yes")
    with watched(sqlite.database) as seen:
        ports.store.chats.unscreened(10)

    assert seen.whole_tables() == []
    assert any("post_unscreened" in step for plan in seen.plans().values() for step in plan)
