"""Support from the public: one per person, hard to inflate, and of no consequence for anything but a number."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.support import PER_NETWORK, SUPPORTABLE, network
from board_qa.services import moderating
from board_qa.services.core import Core
from board_qa.services.supporting import NotWaiting, TooManyFromOneNetwork, forget, support, take_back
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.deciding import asked, do, now, together
from tests.support.doubles import ABUSIVE, StoppedClock

HOME, ROOM = "192.0.2.7", "203.0.113.9"


@pytest.fixture
def waiting(core: Core, meeting: Meeting, alex: Actor) -> Question:
    return do(core, Action.ACCEPT, asked(core, meeting), alex)


def count(core: Core, question: Question) -> int:
    return core.store.support.counts(question.meeting_id).get(question.id, 0)


def test_each_person_counts_once_and_can_take_it_back(core: Core, waiting: Question) -> None:
    for person in ("ann", "ann", "bo"):
        support(core, waiting, person, HOME)
    assert count(core, waiting) == 2
    assert core.store.support.supported_by(waiting.meeting_id, "ann") == {waiting.id}

    for _ in range(2):
        take_back(core, waiting, "ann")
    assert count(core, waiting) == 1
    assert core.store.support.supported_by(waiting.meeting_id, "ann") == set()


def test_a_whole_room_behind_one_address_is_counted_and_one_more_is_not(core: Core, waiting: Question) -> None:
    for person in range(PER_NETWORK):
        support(core, waiting, f"person {person}", ROOM)
    with pytest.raises(TooManyFromOneNetwork):
        support(core, waiting, "one more", ROOM)

    assert count(core, waiting) == PER_NETWORK
    support(core, waiting, "somebody at home", HOME)
    assert count(core, waiting) == PER_NETWORK + 1


def test_the_room_is_full_for_one_question_and_for_one_hour_only(
    core: Core, meeting: Meeting, alex: Actor, waiting: Question, clock: StoppedClock
) -> None:
    other = do(core, Action.ACCEPT, asked(core, meeting, "When?"), alex)
    for person in range(PER_NETWORK):
        support(core, waiting, f"person {person}", ROOM)
    support(core, other, "one more", ROOM)
    clock.go_on(hours=1)
    support(core, waiting, "one more", ROOM)

    assert (count(core, waiting), count(core, other)) == (PER_NETWORK + 1, 1)


def test_taking_back_and_supporting_again_makes_no_room_and_takes_none(core: Core, waiting: Question) -> None:
    for person in range(PER_NETWORK):
        support(core, waiting, f"person {person}", ROOM)
    take_back(core, waiting, "person 1")
    with pytest.raises(TooManyFromOneNetwork):  # a script that makes a new cookie for each
        support(core, waiting, "one more", ROOM)
    support(core, waiting, "person 1", ROOM)

    assert count(core, waiting) == PER_NETWORK


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
     ("fe80::1%eth0", "fe80::"), ("", ""), ("unix:", "unix:")],
)  # fmt: skip
def test_a_household_with_a_world_of_addresses_is_one_network(address: str, counted_as: str) -> None:
    assert network(address) == counted_as


@pytest.mark.parametrize("state", State)
def test_only_what_is_public_and_waiting_can_be_supported(
    core: Core, meeting: Meeting, alex: Actor, state: State
) -> None:
    question = _at(core, meeting, alex, state)
    if state in SUPPORTABLE:
        support(core, question, "ann", HOME)
    else:
        with pytest.raises(NotWaiting):
            support(core, question, "ann", HOME)

    assert count(core, question) == (state in SUPPORTABLE)


def _at(core: Core, meeting: Meeting, alex: Actor, state: State) -> Question:
    ways = {
        State.HELD: [Action.HOLD], State.ACCEPTED: [Action.ACCEPT], State.WRITTEN: [Action.WRITE],
        State.ON_SCREEN: [Action.ACCEPT, Action.PUT_ON_SCREEN], State.ANSWERED: [Action.ACCEPT, Action.ANSWER],
        State.DECLINED: [Action.DECLINE], State.REDIRECTED: [Action.REDIRECT], State.WITHDRAWN: [Action.WITHDRAW],
    }  # fmt: skip
    question = asked(core, meeting)
    if state is State.GROUPED:
        return together(core, question, asked(core, meeting, "Leader?"), alex)
    for action in ways.get(state, []):
        question = do(core, action, question, alex, ABUSIVE)
    assert question.state is state
    return question


def test_a_groups_supporters_are_its_leaders_each_person_once(
    core: Core, meeting: Meeting, alex: Actor, waiting: Question
) -> None:
    other = do(core, Action.ACCEPT, asked(core, meeting, "When?"), alex)
    for person in ("ann", "bo"):
        support(core, waiting, person, HOME)
    for person in ("bo", "cy"):
        support(core, other, person, HOME)
    together(core, other, waiting, alex)
    assert core.store.support.counts(meeting.id) == {waiting.id: 3}
    assert core.store.support.supported_by(meeting.id, "cy") == {waiting.id}

    take_back(core, waiting, "bo")
    assert count(core, waiting) == 2
    do(core, Action.UNGROUP, now(core, other), alex)
    assert core.store.support.counts(meeting.id) == {waiting.id: 1, other.id: 1}


def test_support_changes_no_question_no_order_and_no_clock(
    core: Core, meeting: Meeting, alex: Actor, waiting: Question
) -> None:
    later = do(core, Action.ACCEPT, asked(core, meeting, "When?"), alex)
    before = (core.store.questions.of_meeting(meeting.id), core.store.meetings.get(meeting.id))
    for person in range(50):
        support(core, later, f"person {person}", HOME)

    assert (core.store.questions.of_meeting(meeting.id), core.store.meetings.get(meeting.id)) == before
    assert [q.number for q in moderating.running_order(core, meeting)] == [waiting.number, later.number]
    do(core, Action.EDIT_WORDING, later, alex, sets={"wording": "When, then?"})  # as it was seen before: no conflict


def test_neither_a_cookie_nor_an_address_is_stored(core: Core, store: SqliteStore, waiting: Question) -> None:
    support(core, waiting, "the cookie of ann", HOME)
    kept = json.dumps([store.database.rows(f"SELECT * FROM {table}") for table in ("support", "support_newcomer")])

    assert "ann" not in kept
    assert HOME not in kept


def test_who_came_from_where_is_forgotten_after_the_hour_and_the_secret_after_the_day(
    core: Core, store: SqliteStore, waiting: Question, clock: StoppedClock
) -> None:
    support(core, waiting, "ann", HOME)
    secrets = store.database.rows("SELECT * FROM support_secret")
    clock.go_on(hours=1)
    forget(core)
    assert store.database.rows("SELECT * FROM support_newcomer") == []
    assert store.database.rows("SELECT * FROM support_secret") == secrets

    clock.go_on(days=1)
    support(core, waiting, "bo", HOME)
    (secret,) = store.database.rows("SELECT * FROM support_secret")
    assert secret not in secrets
    clock.go_on(days=1)
    forget(core)
    assert store.database.rows("SELECT * FROM support_secret") == []
    assert count(core, waiting) == 2


def test_support_outlives_a_question_on_its_way_through_the_meeting(core: Core, alex: Actor, waiting: Question) -> None:
    support(core, waiting, "ann", HOME)
    shown = do(core, Action.PUT_ON_SCREEN, waiting, alex)
    answered = do(core, Action.ANSWER, shown, alex)
    assert count(core, answered) == 1

    take_back(core, replace(answered), "ann")  # also then
    assert count(core, answered) == 0
