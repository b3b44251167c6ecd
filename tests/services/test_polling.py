"""What people use most: one answer a device, hard to inflate, closed with the meeting, and nobody's name in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.listening.poll import NONE_OF_THESE, Stage
from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.support import AT_ONCE, CROWD, MORE
from board_qa.ports import Ports
from board_qa.services.listening.polling import NotOffered, PollClosed, TooManyAnswers, answer, forget, poll_of
from board_qa.services.meetings import meetings
from board_qa.services.questions.moderating import show
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.doubles import StoppedClock, details
from tests.support.watching import watched

HOME, ROOM = "192.0.2.7", "203.0.113.9"


def read(ports: Ports, meeting: Meeting) -> Meeting:
    now = ports.store.meetings.get(meeting.id)
    assert now is not None
    return now


def wanted(ports: Ports, meeting: Meeting, poll: bool = True) -> Meeting:
    """The meeting, whose board asks or has stopped asking."""
    ports.store.meetings.update(meeting.id, replace(meeting.details, poll=poll))
    return read(ports, meeting)


@pytest.fixture
def asking(ports: Ports, meeting: Meeting) -> Meeting:
    return wanted(ports, meeting)


def crowd(ports: Ports, meeting: Meeting, devices: int, address: str = ROOM, first: int = 0) -> None:
    with ports.store.transaction():
        for device in range(first, first + devices):
            answer(ports, meeting, "Facebook", f"device {device}", address)


def test_nobody_is_asked_where_the_board_did_not_switch_it_on(ports: Ports, meeting: Meeting) -> None:
    with pytest.raises(PollClosed):
        answer(ports, meeting, "Facebook", "ann", HOME)

    assert (poll_of(ports, meeting).stage, poll_of(ports, meeting).counts) == (Stage.HIDDEN, {})


def test_each_device_counts_once_for_what_it_said_last(ports: Ports, asking: Meeting) -> None:
    for device, choice in (("ann", "Facebook"), ("bo", NONE_OF_THESE), ("ann", "Facebook"), ("ann", "Email")):
        answer(ports, asking, choice, device, HOME)

    assert poll_of(ports, asking).counts == {"Email": 1, NONE_OF_THESE: 1}
    assert [poll_of(ports, asking, device).mine for device in ("ann", "bo", "cy", "")] == [
        "Email",
        NONE_OF_THESE,
        "",
        "",
    ]


@pytest.mark.parametrize("choice", ["", "facebook", "Friends Reunited", "<script>alert(1)</script>"])
def test_what_is_not_offered_is_not_counted(ports: Ports, asking: Meeting, choice: str) -> None:
    with pytest.raises(NotOffered):
        answer(ports, asking, choice, "ann", HOME)

    assert poll_of(ports, asking).counts == {}


def test_what_is_offered_is_what_the_board_wrote_and_what_was_answered_before_still_counts(
    ports: Ports, asking: Meeting
) -> None:
    answer(ports, asking, "Facebook", "ann", HOME)
    ports.store.about.save(replace(ports.store.about.get(), poll_answers=("The parish magazine",)))
    answer(ports, asking, "The parish magazine", "bo", HOME)
    with pytest.raises(NotOffered):
        answer(ports, asking, "Facebook", "cy", HOME)

    poll = poll_of(ports, asking)
    assert poll.offered == ("The parish magazine", NONE_OF_THESE)
    assert {one.choice: one.answers for one in poll.results} == {
        "The parish magazine": 1, "Facebook": 1, NONE_OF_THESE: 0,
    }  # fmt: skip


def test_it_closes_when_the_board_switches_it_off_and_keeps_what_was_answered(ports: Ports, asking: Meeting) -> None:
    answer(ports, asking, "Facebook", "ann", HOME)
    stopped = wanted(ports, asking, poll=False)
    with pytest.raises(PollClosed):
        answer(ports, asking, "Email", "bo", HOME)  # from a page that was opened before
    poll = poll_of(ports, stopped, "ann")

    assert (poll.stage, poll.counts, poll.mine) == (Stage.CLOSED, {"Facebook": 1}, "Facebook")


def test_it_closes_with_the_public_part_of_the_meeting(
    ports: Ports, asking: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    answer(ports, asking, "Facebook", "ann", HOME)
    clock.now = asking.details.starts_at + timedelta(minutes=5)
    answer(ports, asking, "Facebook", "bo", HOME)
    show(ports, asking, IdleView.CLOSED, alex)
    with pytest.raises(PollClosed):
        answer(ports, asking, "Facebook", "cy", HOME)

    poll = poll_of(ports, read(ports, asking))
    assert (poll.stage, poll.answers) == (Stage.CLOSED, 2)


def test_a_device_answers_at_each_meeting_and_its_marks_cannot_be_put_together(
    ports: Ports, store: SqlStore, asking: Meeting
) -> None:
    other = meetings.create(ports, details(hashtag="Another", poll=True))
    answer(ports, asking, "Facebook", "ann", HOME)
    answer(ports, other, "Email", "ann", HOME)

    assert [poll_of(ports, one, "ann").mine for one in (asking, other)] == ["Facebook", "Email"]
    for table, mark in (("poll_answer", "device"), ("poll_newcomer", "device"), ("poll_newcomer", "network")):
        assert len({row[mark] for row in store.database.rows(f"SELECT {mark} FROM {table}")}) == 2


def test_everybody_in_a_building_is_counted_and_a_script_is_stopped_for_a_minute(
    ports: Ports, asking: Meeting, clock: StoppedClock
) -> None:
    crowd(ports, asking, AT_ONCE)
    with pytest.raises(TooManyAnswers):
        answer(ports, asking, "Facebook", "one more", ROOM)
    answer(ports, asking, "Email", "device 0", ROOM)  # who answered already may change it
    answer(ports, asking, "Email", "somebody at home", HOME)
    assert poll_of(ports, asking).counts == {"Email": 2, "Facebook": AT_ONCE - 1}
    assert ports.store.poll.crowd(asking.id) == AT_ONCE - CROWD

    clock.advance(minutes=1)
    crowd(ports, asking, MORE, first=AT_ONCE)
    with pytest.raises(TooManyAnswers):
        answer(ports, asking, "Facebook", "one more", ROOM)


def test_neither_a_cookie_nor_an_address_is_stored_and_where_it_came_from_is_forgotten_after_the_hour(
    ports: Ports, store: SqlStore, asking: Meeting, clock: StoppedClock
) -> None:
    answer(ports, asking, "Facebook", "the cookie of ann", HOME)
    kept = json.dumps([store.database.rows(f"SELECT * FROM {table}") for table in ("poll_answer", "poll_newcomer")])
    assert "ann" not in kept
    assert HOME not in kept

    clock.advance(hours=1)
    forget(ports)
    assert store.database.rows("SELECT * FROM poll_newcomer") == []
    assert poll_of(ports, asking, "the cookie of ann").mine == "Facebook"


def test_an_answer_is_no_news_of_the_meeting(ports: Ports, asking: Meeting) -> None:
    answer(ports, asking, "Facebook", "ann", HOME)

    assert read(ports, asking) == asking


def test_no_table_is_gone_through(sqlite: SqliteStore, ports: Ports, asking: Meeting) -> None:
    with watched(sqlite.database) as seen:
        answer(ports, asking, "Facebook", "ann", HOME)
        poll_of(ports, asking, "ann")
        forget(ports)

    assert seen.whole_tables() == []
