"""How many follow the board is counted around its meetings, by the worker, for no more than the cap allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from board_qa.channels.x.channel import XChannel
from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.domain.listening.figures import Account
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.errors import ChannelErrorKind
from board_qa.domain.telling.letters import MailMode
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.practice.state import Fault
from board_qa.services.listening.our_followers import CountOurFollowers, trouble
from board_qa.services.listening.report import Report, read, report
from board_qa.services.meetings import meetings
from board_qa.worker import Worker
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON, StoppedClock, details

OTHER_KEYS = ("other", *PRACTICE_KEYS[1:])


def counted(ports: Ports) -> list[int]:
    far = timedelta(days=400)
    return [one.followers for one in ports.store.followers.counted(NOON - far, NOON + far)]


def told_of(ports: Ports, channel: Channel, meeting: Meeting) -> Report:
    return report(read(ports, {channel.name: channel}, meeting, MailMode.PRACTICE))


def test_the_worker_counts_before_and_after_a_meeting_and_the_report_says_what_it_brought(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    worker = Worker(ports, [practice.channel], "a")
    practice.network.follow(practice.network.board_id, 4_000)
    worker.tick()
    practice.network.follow(practice.network.board_id, 4_120)
    clock.now = meeting.details.starts_at + timedelta(days=1)
    worker.tick()
    told = told_of(ports, practice.channel, meeting)

    assert counted(ports) == [4_000, 4_120]
    assert (told.followers.at_end, told.followers.gained) == (4_120, 120)


def test_a_paid_count_is_made_once_a_day_and_is_booked_as_it_is_billed(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    chore = CountOurFollowers(ports, practice.channel)
    for _ in range(36):
        chore.go_on()
        clock.advance(hours=1)

    assert meeting.details.opens_at < clock()
    assert practice.network.calls.count("user") == 2  # on two days of UTC
    assert ports.store.sources.spent_since("X", NOON) == practice.network.billed() == 20_000


def test_where_the_cap_is_used_up_nobody_is_asked_and_the_report_says_so(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    poor = XChannel(practice.server.base_url, PRACTICE_KEYS, clock, cap=9_999)
    CountOurFollowers(ports, poor).go_on()

    assert (counted(ports), practice.network.billed()) == ([], 0)
    assert trouble(ports, {"X": poor})["X"].problem_kind == ChannelErrorKind.SPENDING_CAP
    assert told_of(ports, poor, meeting).trouble["X"].channel == "X"


def test_nobody_is_asked_while_no_meeting_is_near(ports: Ports, practice: RunningNetwork, clock: StoppedClock) -> None:
    later = NOON + timedelta(days=60)
    meetings.create(ports, replace(details(starts_at=later), opens_at=later - timedelta(days=10)))
    meetings.create(ports, details(hashtag="Past", starts_at=NOON - timedelta(days=10)))
    CountOurFollowers(ports, practice.channel).go_on()

    assert (practice.network.calls, counted(ports)) == ([], [])


def test_nobody_is_asked_while_a_moderator_has_paused_the_network(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    chore = CountOurFollowers(ports, practice.channel)
    ports.store.sources.pause("X", True)
    chore.go_on()
    assert (meeting.id, counted(ports)) == (1, [])

    ports.store.sources.pause("X", False)
    clock.advance(minutes=1)
    chore.go_on()
    assert counted(ports) == [0]


def test_a_failure_is_tried_again_and_the_worker_reads_and_sends_all_the_same(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    worker = Worker(ports, [practice.channel], "a")
    practice.network.faults.append(Fault("user", 503))
    practice.says("maria", "How long is the wait? #AnytownBoard")
    worker.tick()
    assert counted(ports) == []
    assert [one.words for one in ports.store.questions.of_meeting(meeting.id)] == [
        "How long is the wait? #AnytownBoard"
    ]

    clock.advance(minutes=10)
    worker.tick()
    assert (counted(ports), trouble(ports, {"X": practice.channel})) == ([0], {})


def test_with_other_keys_what_was_counted_of_the_practice_account_is_not_ours(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    CountOurFollowers(ports, practice.channel).go_on()
    other = XChannel(practice.server.base_url, OTHER_KEYS, clock, cap=25_000_000)

    assert counted(ports) == [0]
    assert told_of(ports, other, meeting).followers.at_end is None


def test_a_clock_that_was_ahead_does_not_end_the_counting(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting
) -> None:
    chore = CountOurFollowers(ports, practice.channel)
    clock.advance(days=2)
    chore.go_on()
    clock.now = NOON
    chore.go_on()

    us = Account("X", practice.network.board_id)
    assert (meeting.id, ports.store.followers.last_at(us, NOON), len(counted(ports))) == (1, NOON, 2)
