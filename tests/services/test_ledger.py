"""The ledger says what the network bills: three meetings, sweeps, look-ups and answers that were lost on the way."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving, publishing
from board_qa.services.networks.collecting import read_now
from tests.conftest import RunningNetwork
from tests.support.collecting import read
from tests.support.doubles import NOON, StoppedClock, details


@pytest.fixture
def three(
    ports: Ports, practice: RunningNetwork, meeting: Meeting, call: str, alex: Actor
) -> list[tuple[Meeting, str]]:
    """Three meetings, each with a call that is out and a hashtag of its own."""
    made = [(meeting, call)]
    for name in ("Second", "Third"):
        other = meetings.create(ports, details(hashtag=f"{name}Board", starts_at=NOON + timedelta(days=4)))
        approving.approve(ports, practice.channel, other, f"Ask us! #{name}Board", alex)
        publishing.send_due(ports, practice.channel)
        made.append((other, ports.store.outbox.of_meeting(other.id)[0].native_id))
    return made


def booked(ports: Ports) -> int:
    return ports.store.sources.spent_since("X", NOON - timedelta(days=1))


def ask_at_all(practice: RunningNetwork, three: list[tuple[Meeting, str]], how_many: int = 10) -> None:
    for n in range(how_many):
        for meeting, call in three:
            practice.says(f"p{n}", f"{n} of {meeting.code}?", reply_to=call)
            practice.says(f"q{n}", f"{n} of {meeting.code}? #{meeting.details.hashtag}")


# Work done and no answer: closed without a word, cut short, or said to have failed.
LOST: list[dict[str, Any]] = [{"status": 503}, {"drop": True}, {"status": 200, "body": '{"data": ['}]


def lose(practice: RunningNetwork, on: str, **how: Any) -> None:
    practice.network.faults.append(Fault(on, commit=True, **how))


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("on", ["search", "mentions", "lookup"])
def test_the_ledger_agrees_with_the_bill_when_answers_were_lost_and_the_same_was_read_again(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    three: list[tuple[Meeting, str]],
    on: str,
    lost: dict[str, Any],
) -> None:
    ask_at_all(practice, three)
    lose(practice, on, **lost)
    read(ports, practice, clock)
    assert booked(ports) >= practice.network.billed()
    read(ports, practice, clock, rounds=3)

    assert booked(ports) == practice.network.billed()


def test_an_answer_that_was_lost_before_another_call_went_out_is_not_on_the_books_for_the_whole_day(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, three: list[tuple[Meeting, str]], alex: Actor
) -> None:
    """The search asks for one conversation more after that: what was lost is never read again as it was asked for."""
    ask_at_all(practice, three)
    lose(practice, "search", drop=True)
    read(ports, practice, clock)
    approving.approve(ports, practice.channel, three[0][0], "Last chance! #AnytownBoard", alex)
    publishing.send_due(ports, practice.channel)
    read(ports, practice, clock, rounds=3)

    assert booked(ports) == practice.network.billed()


def test_an_answer_that_was_lost_before_a_hashtag_was_corrected_is_not_on_the_books_for_the_whole_day(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, three: list[tuple[Meeting, str]]
) -> None:
    lose(practice, "search", drop=True)
    read(ports, practice, clock)
    meetings.change(ports, three[0][0], details(hashtag="AnotherBoard"))
    read(ports, practice, clock, rounds=3)

    assert booked(ports) == practice.network.billed()


def test_an_answer_that_was_lost_on_the_last_page_of_a_meeting_that_ended_is_settled_by_the_last_sweep(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, three: list[tuple[Meeting, str]]
) -> None:
    clock.now = three[0][0].details.starts_at + timedelta(hours=11, minutes=57)
    ask_at_all(practice, three)
    lose(practice, "search", drop=True)
    read(ports, practice, clock, rounds=2)
    clock.advance(minutes=30)
    read(ports, practice, clock, rounds=3)

    assert booked(ports) == practice.network.billed()


@pytest.mark.days
def test_two_days_of_three_meetings_with_sweeps_look_ups_edits_and_lost_answers(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, three: list[tuple[Meeting, str]]
) -> None:
    """Whatever is lost on the way, each way twice, the books are never under the bill, and agree with it in the end."""
    ways = list(product(("search", "lookup"), LOST))
    for turn in range(4 * len(ways)):
        clock.advance(minutes=110)
        ask_at_all(practice, three, 1)
        practice.says("slow", f"Late {turn}? #SecondBoard", late=400)
        practice.network.leave_out("q0", turn % 5 == 0)
        if turn % 2 == 0:
            on, how = ways[turn // 2 % len(ways)]
            lose(practice, on, **how)
        if turn % 7 == 0:
            practice.network.edit(practice.network.current()[0]["id"], f"Edited {turn}?")
            read_now(ports, "X")
        read(ports, practice, clock, rounds=10)
        assert booked(ports) >= practice.network.billed()
    practice.network.faults.clear()
    read_now(ports, "X")
    read(ports, practice, clock, rounds=3)

    assert booked(ports) == practice.network.billed()


def test_a_post_that_went_out_without_an_answer_is_booked_when_it_is_found(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    lose(practice, "create", status=503)
    approving.approve(ports, practice.channel, meeting, "Ask at https://board.example.org/7K4P", alex)
    for _ in range(60):
        publishing.send_due(ports, practice.channel)
        clock.advance(seconds=1)

    assert ports.store.outbox.of_meeting(meeting.id)[0].state is OutboxState.SENT
    assert booked(ports) == practice.network.billed() >= 200_000


def test_a_post_that_was_looked_for_and_could_not_be_read_is_booked(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, three: list[tuple[Meeting, str]]
) -> None:
    ask_at_all(practice, three)
    practice.network.db.execute("UPDATE post SET created_at = 'soon' WHERE text LIKE '3 of %'")
    read(ports, practice, clock, rounds=3)

    assert booked(ports) == practice.network.billed()
