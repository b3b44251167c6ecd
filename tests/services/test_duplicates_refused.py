"""Refused because the same words are there already: it says so and since when, and they count as the call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.meetings import meetings
from board_qa.services.networks import approving, publishing
from tests.conftest import RunningNetwork
from tests.support.collecting import read, texts
from tests.support.doubles import NOON, StoppedClock, details

WORDS = "Our board meets on Thursday. Ask with #AnytownBoard at https://board.example.org/7K4P"


def the_post(ports: Ports, meeting: Meeting) -> OutgoingPost:
    (post,) = ports.store.outbox.of_meeting(meeting.id)
    return post


def send(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor) -> OutgoingPost:
    approving.approve(ports, practice.channel, meeting, WORDS, alex)
    for _ in range(120):
        publishing.send_due(ports, practice.channel)
        clock.advance(seconds=1)
    return the_post(ports, meeting)


@pytest.mark.parametrize(("ago", "said"), [(timedelta(hours=1), "since 11am"),
                                           (timedelta(hours=20), "since 4pm on Sunday 22 November")])  # fmt: skip
def test_what_was_posted_by_hand_is_taken_as_the_call_and_the_desk_says_since_when(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    alex: Actor,
    ago: timedelta,
    said: str,
) -> None:
    clock.now = NOON - ago
    by_hand = practice.network.post(practice.network.board_id, WORDS)
    clock.now = NOON - timedelta(minutes=1)
    for n in range(30):  # the board has posted from its meeting since
        practice.network.post(practice.network.board_id, f"Item {n}")
    clock.now = NOON
    post = send(ports, practice, clock, meeting, alex)

    assert (post.state, post.native_id, post.sent_at) == (OutboxState.SENT, by_hand, NOON - ago)
    assert said in post.problem
    assert "counts as this post" in post.problem
    assert practice.network.calls.count("create") == 1


def test_replies_to_what_was_posted_by_hand_are_collected(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    by_hand = practice.network.post(practice.network.board_id, WORDS)
    practice.says("maria", "How long?", reply_to=by_hand)
    clock.advance(hours=1)
    send(ports, practice, clock, meeting, alex)
    read(ports, practice, clock)

    assert texts(ports, meeting) == ["How long?"]


def test_what_somebody_else_posted_by_hand_is_not_booked_as_ours(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    practice.network.post(practice.network.board_id, WORDS)
    clock.advance(hours=1)
    send(ports, practice, clock, meeting, alex)

    assert ports.store.sources.spent_since("X", NOON - timedelta(days=1)) == practice.network.billed() < 15_000


def test_the_same_words_as_another_meetings_call_are_to_be_changed(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    send(ports, practice, clock, meeting, alex)
    other = meetings.create(ports, details(hashtag="Other"))
    clock.advance(hours=1)
    post = send(ports, practice, clock, other, alex)

    assert post.state is OutboxState.BLOCKED
    assert "another post has had the same words there since midday" in post.problem
    assert "Change the words" in post.problem
    assert the_post(ports, meeting).state is OutboxState.SENT
    assert practice.network.calls.count("create") == 2


def test_words_that_are_refused_and_not_to_be_found_are_not_sent_again_by_themselves(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    body = '{"detail": "You are not allowed to create a Tweet with duplicate content."}'
    practice.network.faults.append(Fault("create", 403, body=body, times=9))
    post = send(ports, practice, clock, meeting, alex)

    assert post.state is OutboxState.BLOCKED
    assert "Change a word" in post.problem
    assert practice.network.calls.count("create") == 1


def test_one_of_ours_that_went_out_without_an_answer_is_not_said_to_be_somebodys(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    """It is not on the timeline at first, so it is sent again, and that is refused as a duplicate."""
    practice.network.faults.append(Fault("create", 503, commit=True))
    empty = '{"data": [], "meta": {"result_count": 0}}'
    practice.network.faults.append(Fault("timeline", 200, body=empty, times=3))
    post = send(ports, practice, clock, meeting, alex)

    assert (post.state, post.problem) == (OutboxState.SENT, "")
    assert practice.network.calls.count("create") == 2
    assert ports.store.sources.spent_since("X", NOON - timedelta(days=1)) == practice.network.billed()


def test_trouble_while_looking_for_a_post_is_met_with_longer_and_longer_rests(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    practice.network.faults += [Fault("create", 503), Fault("timeline", 503, times=10_000)]
    approving.approve(ports, practice.channel, meeting, WORDS, alex)
    for _ in range(1_800):
        publishing.send_due(ports, practice.channel)
        clock.advance(seconds=1)

    assert 5 < practice.network.calls.count("timeline") < 20


def test_a_far_reset_is_respected_and_said_with_its_day(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, alex: Actor
) -> None:
    reset = NOON + timedelta(hours=26)
    practice.network.faults.append(Fault("create", 429, {"x-rate-limit-reset": str(int(reset.timestamp()))}))
    post = send(ports, practice, clock, meeting, alex)

    assert post.next_step_at == reset
    assert "it asked us to wait until 2pm on Tuesday 24 November" in post.problem
