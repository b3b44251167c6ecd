"""Posts that X shows late are found all the same, and looking for them costs nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from board_qa.services.networks.collecting import collect, read_now
from board_qa.worker import Worker
from tests.conftest import RunningNetwork
from tests.support.collecting import queue, read, texts
from tests.support.doubles import StoppedClock, details

LATE = "I was held up"


def meanwhile(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, call: str, minutes: int, step: int = 1
) -> None:
    """Others go on asking, one every so many minutes."""
    for _ in range(0, minutes, step):
        clock.advance(minutes=step - 1)
        practice.says("quick", f"And at {clock():%d %H:%M}?", reply_to=call)
        read(ports, practice, clock)


def bare_read(ports: Ports, practice: RunningNetwork, clock: StoppedClock) -> int:
    """How many searches the next due round makes."""
    before = practice.network.calls.count("search")
    read(ports, practice, clock)
    return practice.network.calls.count("search") - before


@pytest.mark.parametrize("seconds", [30, 110, 125, 150, 240, 3_600, 5 * 3_600])
def test_a_post_that_is_shown_late_is_found_while_others_keep_arriving(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, seconds: int
) -> None:
    read(ports, practice, clock)
    practice.says("slow", LATE, reply_to=call, late=seconds)
    # Ten minutes after it is shown, while people are answering the call; within the hour at any other time.
    fresh = seconds < 3_600
    meanwhile(ports, practice, clock, call, seconds // 60 + 1, 1 if fresh else 10)
    meanwhile(ports, practice, clock, call, *((11, 1) if fresh else (61, 10)))

    assert texts(ports, meeting).count(LATE) == 1


def test_a_late_post_has_the_name_of_its_author(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("slow", LATE, reply_to=call, late=200)
    meanwhile(ports, practice, clock, call, 14)

    (late,) = [question for question in queue(ports, meeting) if question.source.text == LATE]
    assert (late.source.author_name, late.source.author_handle) == ("Slow", "slow")


def held_up_for_days(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str) -> None:
    """A post that is shown when it is older than the regular sweeps reach back."""
    read(ports, practice, clock)
    practice.says("slow", LATE, reply_to=call, late=30 * 3_600)
    for _ in range(31):
        clock.advance(hours=1)
        practice.says("quick", f"And at {clock():%d %H:%M}?", reply_to=call)
        read(ports, practice, clock)
    assert LATE not in texts(ports, meeting)


def test_a_person_who_says_read_now_has_the_whole_week_read(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    held_up_for_days(ports, practice, clock, meeting, call)
    read_now(ports, "X")
    collect(ports, practice.channel)

    assert LATE in texts(ports, meeting)


def test_a_worker_that_starts_reads_the_whole_week(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    held_up_for_days(ports, practice, clock, meeting, call)
    Worker(ports, [practice.channel], "another").tick()

    assert LATE in texts(ports, meeting)


def test_the_whole_week_is_read_once_when_the_section_is_near(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    held_up_for_days(ports, practice, clock, meeting, call)
    clock.now = meeting.details.starts_at - timedelta(minutes=32)
    read(ports, practice, clock)
    assert LATE not in texts(ports, meeting)
    read(ports, practice, clock, rounds=2)

    assert LATE in texts(ports, meeting)


def test_two_rounds_in_a_row_do_not_both_sweep(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock, rounds=4)  # without a cursor each of them reads the whole week

    assert [bare_read(ports, practice, clock) for _ in range(20)].count(2) == 2


@pytest.mark.days
def test_a_quiet_day_is_swept_once_an_hour(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    practice.says("maria", "How long?", reply_to=call)
    clock.advance(hours=3)
    read(ports, practice, clock)
    calls = [bare_read(ports, practice, clock) for _ in range(180)]

    assert calls.count(2) == 3
    assert calls.count(1) == 177


def test_a_sweep_that_failed_is_made_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    read(ports, practice, clock)
    practice.says("slow", LATE, reply_to=call, late=200)
    meanwhile(ports, practice, clock, call, 8)
    practice.network.faults.append(Fault("search", 503, skip=1, times=1))
    meanwhile(ports, practice, clock, call, 6)

    assert LATE in texts(ports, meeting)


def test_when_each_stream_was_swept_outlives_the_worker(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    read(ports, practice, clock, rounds=2)
    swept = ports.store.sources.swept("X", f"{practice.channel.fingerprint}/search {meeting.code}")

    assert swept.week == swept.day is not None


@pytest.mark.days
def test_sweeping_all_day_costs_no_more_than_reading_each_post_once(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(20):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    read(ports, practice, clock)
    once = practice.network.billed()
    read(ports, practice, clock, rounds=300)

    assert practice.network.billed() == once
    assert ports.store.sources.spent_since("X", clock() - timedelta(days=1)) == once


def test_the_next_day_a_sweep_bills_nobodys_name_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(20):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    read(ports, practice, clock, rounds=4)
    clock.advance(hours=13)
    once = practice.network.billed()
    read_now(ports, "X")
    read(ports, practice, clock, rounds=5)

    assert practice.network.billed() - once == 20 * practice.network.prices["post"]


def test_a_sweep_stops_before_the_cap_is_passed_and_quick_reads_go_on(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    for n in range(20):
        practice.says(f"p{n}", f"Question {n}?", reply_to=call)
    read(ports, practice, clock)
    practice.channel.cap = practice.network.billed() + 400_000
    read_now(ports, "X")
    read(ports, practice, clock, rounds=30)
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)

    assert "How long?" in texts(ports, meeting)
    assert practice.network.billed() <= practice.channel.cap


@pytest.mark.days
def test_four_busy_meetings_share_what_the_network_allows(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str
) -> None:
    """Half an hour of a worker's rounds while all four are on, a burst and somebody who presses "Read now" included."""
    soon = clock() + timedelta(minutes=20)
    for n in range(4):
        meetings.create(ports, details(hashtag=f"Board{n}", starts_at=soon))
    for n in range(250):
        practice.says(f"p{n}", f"Question {n}? #Board1")
    asked_at = []
    for second in range(0, 30 * 60, 2):
        clock.advance(seconds=2)
        if second % 120 == 0:
            read_now(ports, "X")
        before = practice.network.calls.count("search")
        collect(ports, practice.channel)
        asked_at += [second] * (practice.network.calls.count("search") - before)

    busiest = max(sum(start <= at < start + 900 for at in asked_at) for start in range(0, 900, 10))
    assert 100 < busiest <= 300
    assert ports.store.sources.get("X").problem_kind == ""
