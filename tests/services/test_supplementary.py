"""A supplementary question: added in the room, put after its own, counted towards no limit, and what becomes of it."""

from __future__ import annotations

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.breaches import Rule
from board_qa.domain.questions.entries import InvalidEntry, Logged
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.questions.supplementary import NoSupplementary, Why
from board_qa.phrases.history import did, main_change
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.meetings import meetings
from board_qa.services.meetings.record import record
from board_qa.services.questions import rule_checks, withdrawing
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moderating import (
    ApprovalBlocked,
    TooLongForAScreen,
    answer_and_next,
    move,
    running_order,
)
from board_qa.services.questions.moving import move_to_meeting
from board_qa.services.questions.searching import search
from board_qa.services.questions.supplementary import Becomes, add, can_have_one
from tests.support.deciding import asked, do, expected_next_now, named, now, take_back, together
from tests.support.doubles import details
from tests.support.follow_ups import allowing, follow_up


@pytest.fixture
def meeting(ports: Ports, meeting: Meeting) -> Meeting:
    return allowing(ports, meeting)


@pytest.fixture
def other(ports: Ports) -> Meeting:
    other = meetings.create(ports, details(title="December board", hashtag="Other"))
    asked(ports, other, "Theirs?")
    return other


def accepted(ports: Ports, meeting: Meeting, alex: Actor, text: str = "Why?") -> Question:
    return do(ports, Action.ACCEPT, asked(ports, meeting, text), alex)


def put(ports: Ports, meeting: Meeting, alex: Actor, text: str = "Why?") -> Question:
    return do(ports, Action.PUT_ON_SCREEN, accepted(ports, meeting, alex, text), alex)


def order(ports: Ports, meeting: Meeting) -> list[str]:
    return [one.called for one in running_order(ports, meeting)]


def moved(ports: Ports, meeting: Meeting, question: Question, other: Meeting, alex: Actor) -> Question:
    question = now(ports, question)
    return move_to_meeting(ports, meeting, question, question.revision, other, alex)


def test_it_came_in_the_room_and_is_one_of_its_question(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = put(ports, meeting, alex)
    child = follow_up(ports, meeting, parent, alex, becomes=Becomes.TO_CHECK)

    assert (child.called, child.number, child.parent_id) == ("1a", 2, parent.id)
    assert (child.state, child.source.channel, child.source.attending) == (State.RECEIVED, "room", "in_person")
    assert asked(ports, meeting, "Another?").called == "3"


def test_only_where_the_rules_allow_it(ports: Ports, other: Meeting, alex: Actor) -> None:
    parent = do(ports, Action.ACCEPT, asked(ports, other), alex)
    before = len(ports.store.questions.of_meeting(other.id))
    with pytest.raises(NoSupplementary) as refused:
        follow_up(ports, other, parent, alex)

    assert refused.value.why is Why.RULES
    assert not can_have_one(ports, other, parent)
    assert len(ports.store.questions.of_meeting(other.id)) == before


def test_it_has_none_itself(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    child = follow_up(ports, meeting, put(ports, meeting, alex), alex)
    with pytest.raises(NoSupplementary) as refused:
        follow_up(ports, meeting, child, alex)

    assert refused.value.why is Why.IS_ONE


def test_it_follows_its_question_and_those_before_it_in_the_running_order(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first, _, third = (accepted(ports, meeting, alex, text) for text in ("One?", "Two?", "Three?"))
    for parent in (first, third, first):
        follow_up(ports, meeting, parent, alex, f"And after {parent.number}?")

    assert order(ports, meeting) == ["1", "1a", "1b", "2", "3", "3a"]
    places = [one.place for one in ports.store.questions.of_meeting(meeting.id)]
    assert len(set(places)) == len(places)


def test_of_a_question_that_was_put_it_is_next(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    accepted(ports, meeting, alex, "One?")
    parent = put(ports, meeting, alex, "Two?")
    accepted(ports, meeting, alex, "Three?")
    follow_up(ports, meeting, parent, alex)
    follow_up(ports, meeting, parent, alex, "And where?")

    assert order(ports, meeting) == ["2a", "2b", "1", "3"]
    following = answer_and_next(ports, meeting, expected_next_now(ports, meeting), alex)
    assert following is not None
    assert following.called == "2a"


def test_26_of_them_stand_in_their_order(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = accepted(ports, meeting, alex, "One?")
    accepted(ports, meeting, alex, "Two?")
    called = [follow_up(ports, meeting, parent, alex, f"And {place}?").called for place in range(26)]

    assert [one.called for one in running_order(ports, meeting, 50)] == ["1", *called, "2"]
    with pytest.raises(NoSupplementary) as refused:
        follow_up(ports, meeting, parent, alex)
    assert refused.value.why is Why.FULL


def test_put_on_the_screen_at_once_its_question_is_answered(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = put(ports, meeting, alex)
    child = follow_up(ports, meeting, parent, alex, becomes=Becomes.ON_SCREEN)

    assert (now(ports, parent).state, child.state) == (State.ANSWERED, State.ON_SCREEN)
    undone = main_change(take_back(ports, meeting, alex))
    assert undone is not None
    assert did(undone) == "Question 1a put on screen"
    assert (now(ports, parent).state, now(ports, child).state) == (State.ON_SCREEN, State.ACCEPTED)
    take_back(ports, meeting, alex)
    assert (now(ports, parent).state, now(ports, child).state) == (State.ON_SCREEN, State.RECEIVED)


def test_put_after_another_question_that_one_waits_again(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = do(ports, Action.ANSWER, put(ports, meeting, alex), alex)
    another = put(ports, meeting, alex, "Where?")
    child = follow_up(ports, meeting, parent, alex, becomes=Becomes.ON_SCREEN)

    assert (child.state, now(ports, another).state) == (State.ON_SCREEN, State.ACCEPTED)


def test_it_never_comes_on_the_screen_before_its_question(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = accepted(ports, meeting, alex)
    with pytest.raises(NoSupplementary) as refused:
        follow_up(ports, meeting, parent, alex, becomes=Becomes.ON_SCREEN)

    assert refused.value.why is Why.NOT_PUT
    assert len(ports.store.questions.of_meeting(meeting.id)) == 1


@pytest.mark.parametrize("becomes", [Becomes.ACCEPTED, Becomes.ON_SCREEN])
@pytest.mark.parametrize(
    ("text", "name", "stops"),
    [
        ("Why was Mrs Mary Smith, NHS number 943 476 5919, sent home?", "", ApprovalBlocked),
        ("Why?", "Call me on 07700 900123", ApprovalBlocked),
        ("Why? " * 101, "", TooLongForAScreen),
    ],
)
def test_what_stops_an_approval_stops_it_and_nothing_is_stored(
    ports: Ports, meeting: Meeting, alex: Actor, text: str, name: str, stops: type[Exception], becomes: Becomes
) -> None:
    parent = put(ports, meeting, alex)
    with pytest.raises(stops):
        follow_up(ports, meeting, parent, alex, text, becomes, name)

    assert len(ports.store.questions.of_meeting(meeting.id)) == 1
    assert now(ports, parent).state is State.ON_SCREEN
    child = follow_up(ports, meeting, parent, alex, text, Becomes.TO_CHECK, name)
    assert child.state is State.RECEIVED


def test_nothing_typed_is_no_question(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    with pytest.raises(InvalidEntry):
        follow_up(ports, meeting, put(ports, meeting, alex), alex, " ")


def test_the_same_page_sent_twice_adds_one(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent, typed = put(ports, meeting, alex), Logged("key", "And when?")
    first, again = (add(ports, meeting, parent, parent.revision, typed, Becomes.ON_SCREEN, alex) for _ in range(2))

    assert (first.id, first.called) == (again.id, "1a")
    assert len(ports.store.questions.of_meeting(meeting.id)) == 2


def test_to_a_question_that_somebody_decided_meanwhile_none_is_added(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    parent = accepted(ports, meeting, alex)
    do(ports, Action.DECLINE, parent, alex, "It is party political")
    with pytest.raises(Conflict):
        add(ports, meeting, parent, parent.revision, Logged("key", "And when?"), Becomes.ACCEPTED, alex)

    assert len(ports.store.questions.of_meeting(meeting.id)) == 1


def test_it_counts_towards_no_limit_and_is_never_late(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    meeting = allowing(ports, meeting, per_person=2, per_organisation=1, per_meeting=2)
    parent = do(ports, Action.ACCEPT, named(ports, meeting, "Ann Lee"), alex)
    child = follow_up(ports, meeting, parent, alex, name="Ann Lee")
    receipts = [ask(ports, meeting, AskForm(text, text, "Ann Lee")) for text in ("Where?", "Who?")]
    after, third = (now(ports, ports.store.questions.by_token(receipt.token)) for receipt in receipts)
    found = rule_checks.breaches(ports, meeting, [now(ports, one) for one in (parent, child, after, third)])

    assert [found[one.number] for one in (parent, child, after)] == [(), (), ()]
    assert [breach.rule for breach in found[third.number]] == [Rule.PER_PERSON, Rule.PER_MEETING]
    assert "2 questions came before it" in found[third.number][0].sentence


def test_history_and_search_know_it_by_what_it_is_called(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    child = follow_up(ports, meeting, put(ports, meeting, alex), alex)
    words = [did(change) for change in ports.store.questions.history(child.id)]

    assert words == ["Question 1a received", "Question 1a approved"]
    for typed in ("1a", " 1A ", f"{meeting.code}-1a"):
        assert [one.id for one in search(ports, meeting, typed, 5)] == [child.id]
    assert search(ports, meeting, "2", 5) == []


def test_it_is_moved_in_the_running_order_like_any_other(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    from_here = accepted(ports, meeting, alex, "One?")
    accepted(ports, meeting, alex, "Two?")
    child = follow_up(ports, meeting, from_here, alex)
    move(ports, meeting, child, child.revision, alex, 1)
    assert order(ports, meeting) == ["1", "2", "1a"]
    take_back(ports, meeting, alex)
    assert order(ports, meeting) == ["1", "1a", "2"]


def test_it_goes_along_to_another_meeting_and_comes_back(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    parent = accepted(ports, meeting, alex)
    child, declined = (follow_up(ports, meeting, parent, alex, text) for text in ("And when?", "And where?"))
    do(ports, Action.DECLINE, declined, alex, "It is party political")
    there = moved(ports, meeting, parent, other, alex)

    went = now(ports, child)
    assert [(one.meeting_id, one.called, one.state) for one in (there, went)] == [
        (other.id, "2", State.RECEIVED),
        (other.id, "2a", State.RECEIVED),
    ]
    assert now(ports, declined).called == "1b"
    assert now(ports, declined).meeting_id == meeting.id
    take_back(ports, other, alex)
    back = [now(ports, one) for one in (parent, child)]
    assert [(one.meeting_id, one.called, one.state) for one in back] == [
        (meeting.id, "1", State.ACCEPTED),
        (meeting.id, "1a", State.ACCEPTED),
    ]
    assert order(ports, meeting) == ["1", "1a"]
    assert [one.called for one in ports.store.questions.of_meeting(other.id)] == ["1"]


def test_what_was_decided_there_about_one_keeps_both_there(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    parent = accepted(ports, meeting, alex)
    child = follow_up(ports, meeting, parent, alex)
    moved(ports, meeting, parent, other, alex)
    do(ports, Action.ACCEPT, now(ports, child), Actor("Sam"))
    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)

    assert {now(ports, one).meeting_id for one in (parent, child)} == {other.id}


def test_moved_by_itself_it_is_a_question_of_its_own_there(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    parent = do(ports, Action.ANSWER, put(ports, meeting, alex), alex)
    child = follow_up(ports, meeting, parent, alex)
    there = moved(ports, meeting, child, other, alex)

    assert (there.called, there.parent_called) == ("2", "")
    assert follow_up(ports, meeting, parent, alex, "And where?").called == "1b"
    came = [change for change in ports.store.questions.history(child.id) if change.action is Action.JOIN_MEETING]
    assert came[0].details.was_number == "1a"


def test_an_undo_brings_it_back_to_its_question(ports: Ports, meeting: Meeting, other: Meeting, alex: Actor) -> None:
    parent = do(ports, Action.ANSWER, put(ports, meeting, alex), alex)
    child = follow_up(ports, meeting, parent, alex)
    moved(ports, meeting, child, other, alex)
    take_back(ports, meeting, alex)

    assert (now(ports, child).meeting_id, now(ports, child).called) == (meeting.id, "1a")


def test_its_question_put_together_with_another_leaves_it_as_it_is(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent, leader = accepted(ports, meeting, alex), accepted(ports, meeting, alex, "Where?")
    child = follow_up(ports, meeting, parent, alex)
    together(ports, parent, leader, alex)

    assert (now(ports, child).state, now(ports, child).called) == (State.ACCEPTED, "1a")
    entries = {entry.called: entry for entry in record(ports, meeting).entries}
    assert entries["1"].with_called == "2"
    assert entries["1a"].parent == 1
    take_back(ports, meeting, alex)
    assert order(ports, meeting) == ["1", "1a", "2"]


def test_it_is_put_together_with_another_and_taken_out_again(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent, leader = accepted(ports, meeting, alex), accepted(ports, meeting, alex, "Where?")
    child = together(ports, follow_up(ports, meeting, parent, alex), leader, alex)

    assert (child.state, child.called) == (State.GROUPED, "1a")
    assert {entry.called: entry.with_called for entry in record(ports, meeting).entries}["1a"] == "2"
    take_back(ports, meeting, alex)
    assert now(ports, child).state is State.ACCEPTED


def test_its_question_withdrawn_by_whoever_asked_it_stays_alone_without_a_word_of_that(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    parent = accepted(ports, meeting, alex, "A secret of mine?")
    child = follow_up(ports, meeting, parent, alex)
    withdrawing.by_its_asker(ports, now(ports, parent))
    entries = record(ports, meeting).entries

    assert now(ports, child).state is State.ACCEPTED
    assert [(entry.called, entry.parent) for entry in entries] == [("1a", None)]
    assert "secret" not in repr(entries)


def test_a_post_that_is_deleted_leaves_its_follow_up(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = do(ports, Action.ANSWER, put(ports, meeting, alex, "A post?"), alex)
    child = follow_up(ports, meeting, parent, alex, becomes=Becomes.ON_SCREEN)
    withdrawing.deleted_at_source(ports, now(ports, parent), "X")

    assert (now(ports, parent).state, now(ports, child).state) == (State.WITHDRAWN, State.ON_SCREEN)
    entries = record(ports, meeting).entries
    assert [(entry.called, entry.parent, entry.text) for entry in entries] == [("1", None, ""), ("1a", 1, "And when?")]


def test_the_record_has_it_right_after_its_question(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    first = accepted(ports, meeting, alex, "One?")
    accepted(ports, meeting, alex, "Two?")
    for text in ("And when?", "And where?"):
        follow_up(ports, meeting, first, alex, text)

    entries = record(ports, meeting).entries
    assert [(entry.called, entry.parent) for entry in entries] == [("1", None), ("1a", 1), ("1b", 1), ("2", None)]
    assert [entry.number for entry in entries] == [1, 3, 4, 2]


def test_unapproved_it_is_nowhere(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    child = follow_up(ports, meeting, put(ports, meeting, alex), alex, "A rumour?", Becomes.TO_CHECK)

    assert audience.public_question(child, "Europe/London") is None
    assert [entry.called for entry in record(ports, meeting).entries] == ["1"]
    assert order(ports, meeting) == []


def test_its_agenda_item_is_that_of_its_question(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    parent = do(ports, Action.LINK, put(ports, meeting, alex), alex, update=DispositionUpdate(agenda_item="Minutes"))

    assert follow_up(ports, meeting, parent, alex).disposition.agenda_item == "Minutes"


def test_whoever_asks_again_speaks_for_the_same_organisation(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    receipt = ask(ports, meeting, AskForm("key", "Why?", "Ann Lee", organisation="Carers’ Group"))
    parent = do(ports, Action.ACCEPT, now(ports, ports.store.questions.by_token(receipt.token)), alex)
    ann, bo = (follow_up(ports, meeting, parent, alex, f"And {name}?", name=name) for name in ("Ann Lee", "Bo Kim"))

    assert (ann.source.organisation, bo.source.organisation) == ("Carers’ Group", "")
