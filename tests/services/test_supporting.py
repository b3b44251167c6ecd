"""Support from the public: one per person, hard to inflate, and of no consequence for anything but a number."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.support import AT_ONCE, CROWD, MORE, SUPPORTABLE, network
from board_qa.ports import Ports
from board_qa.services.questions import moderating
from board_qa.services.questions.supporting import NotWaiting, TooManyFromOneNetwork, forget, support, take_back
from board_qa.storage.sql.store import SqlStore
from tests.support.deciding import asked, do, now, together
from tests.support.doubles import ABUSIVE, StoppedClock

HOME, ROOM = "192.0.2.7", "203.0.113.9"


@pytest.fixture
def waiting(ports: Ports, meeting: Meeting, alex: Actor) -> Question:
    return do(ports, Action.ACCEPT, asked(ports, meeting), alex)


def count(ports: Ports, question: Question) -> int:
    return ports.store.support.counts([question.id]).get(question.id, 0)


def test_each_person_counts_once_and_can_take_it_back(ports: Ports, waiting: Question) -> None:
    for person in ("ann", "ann", "bo"):
        support(ports, waiting, person, HOME)
    assert count(ports, waiting) == 2
    assert ports.store.support.supported_by([waiting.id], "ann") == {waiting.id}

    for _ in range(2):
        take_back(ports, waiting, "ann")
    assert count(ports, waiting) == 1
    assert ports.store.support.supported_by([waiting.id], "ann") == set()


def crowd(ports: Ports, question: Question, people: int, address: str = ROOM, first: int = 0) -> None:
    """So many people, one after the other, in one building."""
    with ports.store.transaction():
        for person in range(first, first + people):
            support(ports, question, f"person {person}", address)


@pytest.mark.parametrize("people", [101, 300, AT_ONCE])
def test_everybody_in_a_building_behind_one_address_is_counted(ports: Ports, waiting: Question, people: int) -> None:
    crowd(ports, waiting, people)

    assert count(ports, waiting) == people


def test_a_building_of_any_size_is_counted_at_the_pace_at_which_people_come(
    ports: Ports, waiting: Question, clock: StoppedClock
) -> None:
    crowd(ports, waiting, AT_ONCE)
    for minute in range(5):
        clock.advance(minutes=1)
        crowd(ports, waiting, MORE, first=AT_ONCE + minute * MORE)

    assert count(ports, waiting) == AT_ONCE + 5 * MORE


def test_a_script_is_stopped_for_a_minute_and_nobody_elsewhere_is(
    ports: Ports, meeting: Meeting, alex: Actor, waiting: Question, clock: StoppedClock
) -> None:
    other = do(ports, Action.ACCEPT, asked(ports, meeting, "When?"), alex)
    crowd(ports, waiting, AT_ONCE)
    with pytest.raises(TooManyFromOneNetwork):
        support(ports, waiting, "one more", ROOM)
    support(ports, waiting, "somebody at home", HOME)
    support(ports, other, "one more", ROOM)
    assert (count(ports, waiting), count(ports, other)) == (AT_ONCE + 1, 1)

    clock.advance(minutes=1)
    crowd(ports, waiting, MORE, first=AT_ONCE)
    with pytest.raises(TooManyFromOneNetwork):
        support(ports, waiting, "one more", ROOM)
    clock.advance(hours=1)
    crowd(ports, waiting, MORE + 1, first=AT_ONCE + MORE)
    assert count(ports, waiting) == AT_ONCE + 1 + MORE + MORE + 1


def test_how_many_came_in_a_crowd_is_known_after_the_hour_and_of_where_nothing(
    ports: Ports, meeting: Meeting, alex: Actor, store: SqlStore, waiting: Question, clock: StoppedClock
) -> None:
    other = do(ports, Action.ACCEPT, asked(ports, meeting, "When?"), alex)
    crowd(ports, waiting, CROWD)
    support(ports, waiting, "somebody at home", HOME)
    assert ports.store.support.crowd(waiting.id) == 0
    crowd(ports, waiting, 20, first=CROWD - 1)  # one of them again
    crowd(ports, other, CROWD + 2, first=18)
    assert [ports.store.support.crowd(one.id) for one in (waiting, other)] == [19, 2]

    together(ports, other, waiting, alex)
    clock.advance(hours=2)
    forget(ports)
    assert ports.store.support.crowd(waiting.id) == 19 + 1  # person 118 is one of both
    assert store.database.rows("SELECT * FROM support_newcomer") == []
    take_back(ports, waiting, "person 118")
    assert ports.store.support.crowd(waiting.id) == 19


def test_taking_back_and_supporting_again_makes_no_room_and_takes_none(ports: Ports, waiting: Question) -> None:
    crowd(ports, waiting, AT_ONCE)
    take_back(ports, waiting, "person 1")
    with pytest.raises(TooManyFromOneNetwork):  # a script that makes a new cookie for each
        support(ports, waiting, "one more", ROOM)
    support(ports, waiting, "person 1", ROOM)

    assert count(ports, waiting) == AT_ONCE


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
     ("fe80::1%eth0", "fe80::"), ("", ""), ("unix:", "unix:")],
)  # fmt: skip
def test_a_household_with_a_world_of_addresses_is_one_network(address: str, counted_as: str) -> None:
    assert network(address) == counted_as


@pytest.mark.parametrize("state", State)
def test_only_what_is_public_and_waiting_can_be_supported(
    ports: Ports, meeting: Meeting, alex: Actor, state: State
) -> None:
    question = _at(ports, meeting, alex, state)
    if state in SUPPORTABLE:
        support(ports, question, "ann", HOME)
    else:
        with pytest.raises(NotWaiting):
            support(ports, question, "ann", HOME)

    assert count(ports, question) == (state in SUPPORTABLE)


def _at(ports: Ports, meeting: Meeting, alex: Actor, state: State) -> Question:
    ways = {
        State.HELD: [Action.HOLD],
        State.ACCEPTED: [Action.ACCEPT],
        State.WRITTEN: [Action.WRITE],
        State.ON_SCREEN: [Action.ACCEPT, Action.PUT_ON_SCREEN],
        State.ANSWERED: [Action.ACCEPT, Action.ANSWER],
        State.DECLINED: [Action.DECLINE],
        State.REDIRECTED: [Action.REDIRECT],
        State.WITHDRAWN: [Action.WITHDRAW],
    }
    question = asked(ports, meeting)
    if state is State.GROUPED:
        return together(ports, question, asked(ports, meeting, "Leader?"), alex)
    for action in ways.get(state, []):
        question = do(ports, action, question, alex, ABUSIVE)
    assert question.state is state
    return question


def test_a_groups_supporters_are_its_leaders_each_person_once(
    ports: Ports, meeting: Meeting, alex: Actor, waiting: Question
) -> None:
    other = do(ports, Action.ACCEPT, asked(ports, meeting, "When?"), alex)
    for person in ("ann", "bo"):
        support(ports, waiting, person, HOME)
    for person in ("bo", "cy"):
        support(ports, other, person, HOME)
    together(ports, other, waiting, alex)
    assert ports.store.support.counts([waiting.id, other.id]) == {waiting.id: 3}
    assert ports.store.support.supported_by([waiting.id, other.id], "cy") == {waiting.id}

    take_back(ports, waiting, "bo")
    assert count(ports, waiting) == 2
    do(ports, Action.UNGROUP, now(ports, other), alex)
    assert ports.store.support.counts([waiting.id, other.id]) == {waiting.id: 1, other.id: 1}


def test_support_changes_no_question_no_order_and_no_clock(
    ports: Ports, meeting: Meeting, alex: Actor, waiting: Question
) -> None:
    later = do(ports, Action.ACCEPT, asked(ports, meeting, "When?"), alex)
    before = (ports.store.questions.of_meeting(meeting.id), ports.store.meetings.get(meeting.id))
    for person in range(50):
        support(ports, later, f"person {person}", HOME)

    assert (ports.store.questions.of_meeting(meeting.id), ports.store.meetings.get(meeting.id)) == before
    assert [q.number for q in moderating.running_order(ports, meeting)] == [waiting.number, later.number]
    do(ports, Action.EDIT_WORDING, later, alex, update={"wording": "When, then?"})  # as it was seen before: no conflict


def test_neither_a_cookie_nor_an_address_is_stored(ports: Ports, store: SqlStore, waiting: Question) -> None:
    support(ports, waiting, "the cookie of ann", HOME)
    kept = json.dumps([store.database.rows(f"SELECT * FROM {table}") for table in ("support", "support_newcomer")])

    assert "ann" not in kept
    assert HOME not in kept


def test_who_came_from_where_is_forgotten_after_the_hour_and_the_secret_after_the_day(
    ports: Ports, store: SqlStore, waiting: Question, clock: StoppedClock
) -> None:
    support(ports, waiting, "ann", HOME)
    secrets = store.database.rows("SELECT * FROM support_secret")
    clock.advance(hours=1)
    forget(ports)
    assert store.database.rows("SELECT * FROM support_newcomer") == []
    assert store.database.rows("SELECT * FROM support_secret") == secrets

    clock.advance(days=1)
    support(ports, waiting, "bo", HOME)
    (secret,) = store.database.rows("SELECT * FROM support_secret")
    assert secret not in secrets
    clock.advance(days=1)
    forget(ports)
    assert store.database.rows("SELECT * FROM support_secret") == []
    assert count(ports, waiting) == 2


def test_support_outlives_a_question_on_its_way_through_the_meeting(
    ports: Ports, alex: Actor, waiting: Question
) -> None:
    support(ports, waiting, "ann", HOME)
    shown = do(ports, Action.PUT_ON_SCREEN, waiting, alex)
    answered = do(ports, Action.ANSWER, shown, alex)
    assert count(ports, answered) == 1

    take_back(ports, replace(answered), "ann")  # also then
    assert count(ports, answered) == 0
