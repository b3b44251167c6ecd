"""Gone, hidden and "the network is confused": off the screen at once, said as it is, and back as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.ports import Ports
from board_qa.practice.state import Fault
from board_qa.services.questions.moderating import group
from tests.conftest import RunningNetwork
from tests.support.collecting import put_on_screen, queue, read
from tests.support.deciding import asked, do, now, take_back, together
from tests.support.doubles import ABUSIVE, StoppedClock

HIDDEN = "X does not show this post at the moment"
GONE = "Deleted by its author on X"


@pytest.fixture
def question(ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str) -> Question:
    practice.says("maria", "How long?", reply_to=call)
    read(ports, practice, clock)
    (question,) = queue(ports, meeting)
    return question


def confused(practice: RunningNetwork, ids: Sequence[str], title: str = "Authorization Error", times: int = 1) -> None:
    """Let look-ups say this of posts that everybody can see."""
    errors = [
        {"resource_id": id_, "resource_type": "tweet", "title": title, "detail": f"{title} [{id_}]"} for id_ in ids
    ]
    practice.network.faults.append(Fault("lookup", 200, body=json.dumps({"errors": errors}), times=times))


def stands(ports: Ports, question: Question) -> tuple[State, str]:
    after = now(ports, question)
    return after.state, after.reason


def test_a_post_of_a_protected_account_goes_off_the_screen_and_its_reason_is_said_as_it_is(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    put_on_screen(ports, meeting, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)

    assert ports.store.questions.on_screen(meeting.id) is None
    assert stands(ports, question) == (State.WITHDRAWN, HIDDEN)


def test_it_comes_back_to_the_running_order_and_never_onto_the_screen_by_itself(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    put_on_screen(ports, meeting, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert stands(ports, question) == (State.ACCEPTED, "")
    assert ports.store.questions.on_screen(meeting.id) is None
    assert ports.store.questions.history(question.id)[-1].action is Action.SHOW_AGAIN


def test_one_confused_answer_about_four_posts_costs_none_of_them(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, call: str, alex: Actor
) -> None:
    ids = [practice.says(f"p{n}", f"Question {n}?", reply_to=call) for n in range(4)]
    read(ports, practice, clock)
    first, second, third, _ = queue(ports, meeting)
    do(ports, Action.ACCEPT, first, alex)
    do(ports, Action.DECLINE, second, alex, ABUSIVE)
    do(ports, Action.WRITE, third, alex, "by Friday", DispositionUpdate(owner="Dr Shah", due_on="2026-12-24"))
    before = [q.disposition for q in queue(ports, meeting)]
    confused(practice, ids)
    read(ports, practice, clock)
    assert {q.state for q in queue(ports, meeting)} == {State.WITHDRAWN}
    read(ports, practice, clock)

    assert [q.disposition for q in queue(ports, meeting)] == before


def test_a_post_that_was_not_found_for_a_moment_comes_back_too(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question
) -> None:
    confused(practice, [question.source.native_id], "Not Found Error")
    read(ports, practice, clock)
    assert stands(ports, question) == (State.WITHDRAWN, GONE)
    read(ports, practice, clock)

    assert stands(ports, question) == (State.RECEIVED, "")


def test_what_was_hidden_and_then_deleted_is_said_to_be_deleted(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question
) -> None:
    practice.network.protect("maria")
    read(ports, practice, clock)
    practice.network.delete(question.source.native_id)
    read(ports, practice, clock)
    assert stands(ports, question) == (State.WITHDRAWN, GONE)
    practice.network.db.execute("UPDATE post SET deleted = 0")
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert stands(ports, question) == (State.RECEIVED, "")


@pytest.mark.parametrize("body", [
    "{}", '{"errors": []}', '{"errors": [{"title": "Authorization Error", "detail": "Sorry"}]}',
    '{"errors": [{"title": "Internal Error", "resource_id": "%s"}]}',
    '{"errors": [{"title": "Authorization Error", "resource_type": "user", "resource_id": "%s"}]}',
])  # fmt: skip
def test_silence_and_errors_that_name_no_post_change_nothing(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, body: str
) -> None:
    body = body.replace("%s", question.source.native_id)
    practice.network.faults.append(Fault("lookup", 200, body=body, times=3))
    read(ports, practice, clock, rounds=3)

    assert stands(ports, question) == (State.RECEIVED, "")
    assert [change.action for change in ports.store.questions.history(question.id)] == [Action.RECEIVE]


def test_asking_again_and_again_about_a_hidden_post_writes_one_line_of_history(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question
) -> None:
    practice.network.protect("maria")
    read(ports, practice, clock, rounds=5)

    assert [c.action for c in ports.store.questions.history(question.id)] == [Action.RECEIVE, Action.WITHDRAW]


def test_words_that_changed_while_a_post_was_hidden_come_back_to_be_checked(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    do(ports, Action.ACCEPT, question, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)
    practice.network.protect("maria", False)
    practice.network.edit(question.source.native_id, "How long, you crooks?")
    read(ports, practice, clock)

    after = now(ports, question)
    assert (after.state, after.source.text) == (State.RECEIVED, "How long, you crooks?")


def test_a_note_that_was_made_meanwhile_stays(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    do(ports, Action.ACCEPT, question, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)
    do(ports, Action.NOTE, now(ports, question), alex, "Where did it go?")
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert stands(ports, question) == (State.ACCEPTED, "")
    assert "Where did it go?" in [change.details.note for change in ports.store.questions.history(question.id)]


def test_a_group_is_a_group_again_but_for_those_that_somebody_decided_about(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    untouched, decided = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    for member in (untouched, decided):
        together(ports, member, question, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)
    do(ports, Action.ACCEPT, now(ports, decided), alex)
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert now(ports, untouched).disposition.grouped_into == question.id
    assert stands(ports, decided) == (State.ACCEPTED, "")


@pytest.mark.parametrize("leader_is", ["gone", "grouped elsewhere"])
def test_a_question_does_not_come_back_into_a_group_that_is_no_more(
    ports: Ports,
    practice: RunningNetwork,
    clock: StoppedClock,
    meeting: Meeting,
    question: Question,
    alex: Actor,
    leader_is: str,
) -> None:
    leader, another = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    together(ports, question, leader, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)
    leader = now(ports, leader)
    if leader_is == "gone":
        do(ports, Action.WITHDRAW, leader, Actor("X"), GONE)
    else:
        group(ports, leader, leader.revision, another, alex)
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert stands(ports, question) == (State.RECEIVED, "")
    assert now(ports, question).disposition.grouped_into is None


def test_what_a_moderator_did_before_is_still_theirs_to_undo_when_the_post_is_back(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    do(ports, Action.ACCEPT, question, alex)
    practice.network.protect("maria")
    read(ports, practice, clock)
    practice.network.protect("maria", False)
    read(ports, practice, clock)
    take_back(ports, meeting, alex)

    assert stands(ports, question) == (State.RECEIVED, "")


def test_a_post_that_a_read_or_a_sweep_finds_is_visible_again(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question
) -> None:
    confused(practice, [question.source.native_id], times=500)
    read(ports, practice, clock)
    assert stands(ports, question)[0] is State.WITHDRAWN
    practice.network.faults.clear()
    practice.network.faults.append(Fault("lookup", 503, times=500))
    read(ports, practice, clock, rounds=12)

    assert stands(ports, question) == (State.RECEIVED, "")


def test_long_after_the_meeting_a_hidden_post_is_asked_about_once_a_day_and_no_more(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question
) -> None:
    practice.network.protect("maria")
    read(ports, practice, clock)
    clock.advance(days=20)
    practice.network.calls.clear()
    read(ports, practice, clock, rounds=120)
    assert practice.network.calls.count("lookup") == 1
    clock.advance(days=1)
    practice.network.protect("maria", False)
    read(ports, practice, clock)

    assert stands(ports, question) == (State.RECEIVED, "")


def test_nobody_at_the_desk_can_publish_what_the_network_does_not_show(
    ports: Ports, practice: RunningNetwork, clock: StoppedClock, meeting: Meeting, question: Question, alex: Actor
) -> None:
    practice.network.protect("maria")
    read(ports, practice, clock)
    for action in set(Action) - {Action.NOTE}:
        with pytest.raises(Exception):  # noqa: B017, PT011
            do(ports, action, now(ports, question), alex, ABUSIVE)

    assert stands(ports, question) == (State.WITHDRAWN, HIDDEN)
