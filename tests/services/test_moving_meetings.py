"""A question is moved to another meeting: out of the one, checked again in the other, and undone as one action."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.questions.transitions import GroupMovedAway, NotAllowed
from board_qa.phrases.history import done
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.meetings import meetings
from board_qa.services.questions.asking import ask
from board_qa.services.questions.moving import came_from, move_to_meeting, other_meetings
from board_qa.services.questions.supporting import support
from board_qa.services.questions.undoing import NothingToUndo
from tests.support.deciding import asked, did_last, do, now, offered, take_back, together
from tests.support.doubles import ABUSIVE, NOON, RecordingAnnouncer, StoppedClock, details


@pytest.fixture
def other(ports: Ports) -> Meeting:
    """Another meeting, in which two questions were asked."""
    other = meetings.create(ports, details(title="December board", hashtag="Other"))
    for text in ("Theirs?", "And theirs?"):
        asked(ports, other, text)
    return other


def moved(ports: Ports, meeting: Meeting, question: Question, other: Meeting, actor: Actor) -> Question:
    question = now(ports, question)
    return move_to_meeting(ports, meeting, question, question.revision, other, actor)


def revision(ports: Ports, meeting: Meeting) -> int:
    return ports.store.meetings.revisions()[meeting.id]


def test_it_gets_the_next_number_there_and_is_checked_again(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.LINK, asked(ports, meeting), alex, update=DispositionUpdate(agenda_item="Minutes"))
    question = do(ports, Action.EDIT_WORDING, question, alex, update=DispositionUpdate(wording="Why, then?"))
    question = do(ports, Action.ACCEPT, question, alex)
    question = do(
        ports, Action.BRIEF, question, alex, update=DispositionUpdate(speaker="Dr Shah", brief="Her mother is here.")
    )
    after = moved(ports, meeting, question, other, alex)

    assert (after.meeting_id, after.number, after.state, after.token) == (other.id, 3, State.RECEIVED, question.token)
    assert after.source == question.source
    # What was written stays; what belongs to the other meeting's agenda and run sheet does not.
    assert after.disposition.wording == "Why, then?"
    assert (after.disposition.agenda_item, after.disposition.speaker, after.disposition.brief) == ("", "", "")
    assert ports.store.questions.of_meeting(meeting.id) == []


def test_both_meetings_move_on_and_both_are_told(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, announcer: RecordingAnnouncer
) -> None:
    question = asked(ports, meeting)
    before = revision(ports, meeting), revision(ports, other)
    announcer.heard.clear()
    moved(ports, meeting, question, other, alex)

    assert (revision(ports, meeting), revision(ports, other)) == (before[0] + 1, before[1] + 1)
    assert sorted(announcer.heard) == sorted([meeting.id, other.id])


def test_both_histories_say_so_each_with_its_own_number(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    after = moved(ports, meeting, question, other, alex)
    (left,) = ports.store.meetings.changes_since(meeting.id, question.revision)
    (came,) = ports.store.meetings.changes_since(other.id, after.revision - 1)

    assert (left.action, left.question_number, left.other_meeting_id) == (Action.LEAVE_MEETING, 1, other.id)
    assert (came.action, came.question_number, came.other_meeting_id) == (Action.JOIN_MEETING, 3, meeting.id)
    assert done(left).endswith("(“December board” on Thursday 26 November 2026)")
    assert done(came).endswith("(“Board meeting in public” on Thursday 26 November 2026, where it was question 1)")
    assert [change.action for change in ports.store.questions.history(after.id)][-2:] == [left.action, came.action]


def test_the_public_page_it_was_on_takes_it_away_and_the_other_one_never_hears_of_it(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    before = revision(ports, meeting), revision(ports, other)
    moved(ports, meeting, question, other, alex)

    for one, since, gone in ((meeting, before[0], [1]), (other, before[1], [])):
        changes = ports.store.meetings.changes_since(one.id, since)
        news = audience.public_delta(since, one, ports.store.questions.of_meeting(one.id, since), changes, None)
        assert (news["questions"], news["gone"]) == ([], gone)


def test_it_leaves_its_group_and_its_own_group_stays(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    leader, member = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    member = together(ports, member, leader, alex)
    after = moved(ports, meeting, member, other, alex)
    assert (after.state, after.disposition.grouped_into) == (State.RECEIVED, None)
    assert now(ports, leader).together == 0
    take_back(ports, meeting, alex)
    moved(ports, meeting, leader, other, alex)

    member = now(ports, member)
    assert (member.meeting_id, member.state, member.disposition.grouped_into) == (meeting.id, State.RECEIVED, None)


@pytest.mark.parametrize("pressed_in", ["the one it left", "the one it came to"])
@pytest.mark.parametrize("grouped", [False, True])
def test_one_undo_brings_everything_back_from_either_desk(
    ports: Ports,
    meeting: Meeting,
    other: Meeting,
    alex: Actor,
    announcer: RecordingAnnouncer,
    pressed_in: str,
    grouped: bool,
) -> None:
    question, member = asked(ports, meeting, "One?"), asked(ports, meeting, "Two?")
    question = do(ports, Action.LINK, question, alex, update=DispositionUpdate(agenda_item="Minutes"))
    question = do(ports, Action.ACCEPT, question, alex)
    if grouped:
        together(ports, member, question, alex)
    before = [(q.number, q.disposition) for q in ports.store.questions.of_meeting(meeting.id)]
    moved(ports, meeting, question, other, alex)
    announcer.heard.clear()
    take_back(ports, meeting if pressed_in == "the one it left" else other, alex)

    assert [(q.number, q.disposition) for q in ports.store.questions.of_meeting(meeting.id)] == before
    assert [q.number for q in ports.store.questions.of_meeting(other.id)] == [1, 2]
    assert set(announcer.heard) == {meeting.id, other.id}
    assert came_from(ports, now(ports, question)) is None
    for one in (meeting, other):  # it is undone once: what was done before it comes next, if anything
        actions = {change.action for change in did_last(ports, one, alex)}
        assert not actions & {Action.LEAVE_MEETING, Action.JOIN_MEETING}


def test_after_an_undo_both_public_pages_are_as_they_were(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    moved(ports, meeting, question, other, alex)
    before = revision(ports, meeting), revision(ports, other)
    take_back(ports, other, alex)

    for one, since, numbers in ((meeting, before[0], [1]), (other, before[1], [])):
        changes = ports.store.meetings.changes_since(one.id, since)
        news = audience.public_delta(since, one, ports.store.questions.of_meeting(one.id, since), changes, None)
        assert ([view["number"] for view in news["questions"]], news["gone"]) == (numbers, [])


@pytest.mark.parametrize("pressed_in", ["the one it left", "the one it came to"])
def test_what_somebody_decided_there_since_is_not_undone(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor, pressed_in: str
) -> None:
    after = moved(ports, meeting, asked(ports, meeting), other, alex)
    do(ports, Action.ACCEPT, after, sam)
    with pytest.raises(Conflict):
        take_back(ports, meeting if pressed_in == "the one it left" else other, alex)

    assert now(ports, after).state is State.ACCEPTED
    for one in (meeting, other):
        assert offered(ports, one, alex) == []


def test_what_was_done_before_a_move_is_not_undone_from_the_meeting_it_left(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    """Revisions of two meetings say nothing about each other, also where they are the same number."""
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    after = moved(ports, meeting, question, other, sam)
    while revision(ports, other) < question.revision - 1:
        do(ports, Action.NOTE, ports.store.questions.of_meeting(other.id)[0], sam, "x")
    do(ports, Action.NOTE, after, sam, "y")
    with pytest.raises(Conflict):
        take_back(ports, meeting, alex)

    assert now(ports, after).meeting_id == other.id


def test_a_number_is_never_given_twice(ports: Ports, meeting: Meeting, other: Meeting, alex: Actor) -> None:
    asked(ports, meeting, "One?")
    moved(ports, meeting, asked(ports, meeting, "Two?"), other, alex)
    assert asked(ports, meeting, "Three?").number == 3
    take_back(ports, meeting, alex)

    assert [q.number for q in ports.store.questions.of_meeting(meeting.id)] == [1, 2, 3]
    assert asked(ports, other, "Four?").number == 4  # 3 was the number of what came and went


def test_the_old_number_leads_to_where_it_is_now(ports: Ports, meeting: Meeting, other: Meeting, alex: Actor) -> None:
    third = meetings.create(ports, details(hashtag="Third"))
    question = asked(ports, meeting)
    after = moved(ports, other, moved(ports, meeting, question, other, alex), third, alex)
    found = ports.store.questions.moved_from(meeting.id, 1)

    assert found == after
    assert ports.store.questions.moved_from(other.id, 3) == after
    assert ports.store.questions.moved_from(third.id, 1) is None
    assert ports.store.questions.moved_from(meeting.id, 7) is None
    take_back(ports, third, alex)
    take_back(ports, meeting, alex)
    assert ports.store.questions.moved_from(meeting.id, 1) is None


def test_its_supporters_come_along(ports: Ports, meeting: Meeting, other: Meeting, alex: Actor) -> None:
    question = do(ports, Action.ACCEPT, asked(ports, meeting), alex)
    support(ports, question, "a browser", "10.0.0.1")
    after = moved(ports, meeting, question, other, alex)

    assert ports.store.support.counts([after.id]) == {after.id: 1}


def test_the_same_form_sent_again_gets_the_receipt_that_counts_now(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    after = moved(ports, meeting, asked(ports, meeting), other, alex)
    again = ask(ports, meeting, AskForm("Why?", "Why?"))

    assert (again.token, again.new) == (after.token, False)
    assert ports.store.questions.of_meeting(meeting.id) == []


@pytest.mark.parametrize("state", [State.ON_SCREEN, State.ANSWERED, State.WITHDRAWN])
def test_what_is_on_the_screen_or_was_answered_stays_where_it_is(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, state: State
) -> None:
    question = asked(ports, meeting)
    if state is State.WITHDRAWN:
        question = do(ports, Action.WITHDRAW, question, Actor("X"), "Deleted")
    else:
        question = do(ports, Action.ACCEPT, question, alex)
        question = do(ports, Action.PUT_ON_SCREEN, question, alex)
    if state is State.ANSWERED:
        question = do(ports, Action.ANSWER, question, alex)
    before = revision(ports, meeting), revision(ports, other)
    with pytest.raises(NotAllowed):
        moved(ports, meeting, question, other, alex)

    assert now(ports, question) == question
    assert (revision(ports, meeting), revision(ports, other)) == before


def test_two_who_move_one_question_at_once_move_it_once(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    question, third = asked(ports, meeting), meetings.create(ports, details(hashtag="Third"))
    move_to_meeting(ports, meeting, question, question.revision, other, alex)
    with pytest.raises(Conflict) as conflict:
        move_to_meeting(ports, meeting, question, question.revision, third, sam)

    assert conflict.value.change is not None
    assert conflict.value.change.actor == "Alex"
    assert ports.store.questions.of_meeting(third.id) == []


def test_a_question_never_goes_back_into_a_group_of_another_meeting(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    leader = asked(ports, meeting, "One?")
    member = together(ports, asked(ports, meeting, "Two?"), leader, alex)
    do(ports, Action.UNGROUP, member, alex)
    moved(ports, meeting, leader, other, sam)
    with pytest.raises(GroupMovedAway):
        take_back(ports, meeting, alex)

    assert now(ports, member).disposition.grouped_into is None


def test_a_declined_question_can_be_the_other_meetings(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = do(ports, Action.DECLINE, asked(ports, meeting), alex, ABUSIVE)

    assert moved(ports, meeting, question, other, alex).reason == ""


def test_meetings_to_come_are_offered_first_and_the_last_one_before_those_before_it(
    ports: Ports, meeting: Meeting, other: Meeting, clock: StoppedClock
) -> None:
    made = {}
    for name, days in (("last", -5), ("before", -40), ("soon", 1), ("later", 40)):
        made[name] = meetings.create(ports, details(hashtag=name, starts_at=NOON + timedelta(days=days)))

    offered = [one.id for one in other_meetings(ports, meeting)]
    assert offered == [made["soon"].id, other.id, made["later"].id, made["last"].id, made["before"].id]


def test_of_the_meetings_that_are_over_the_last_twelve_are_offered(
    ports: Ports, meeting: Meeting, other: Meeting, clock: StoppedClock
) -> None:
    over = [
        meetings.create(ports, details(hashtag=f"over{number}", starts_at=NOON - timedelta(days=30 * number))).id
        for number in range(1, 15)
    ]

    assert [one.id for one in other_meetings(ports, meeting)] == [other.id, *over[:12]]


def test_who_did_nothing_has_nothing_to_undo(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    moved(ports, meeting, asked(ports, meeting), other, alex)
    for one in (meeting, other):
        with pytest.raises(NothingToUndo):
            take_back(ports, one, sam)


def test_of_a_question_that_was_moved_only_what_was_taken_back_is_said_to_be(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    """Revisions of two meetings say nothing about each other, also where they are the same number."""
    question = asked(ports, meeting)  # revision 1 here, as that of "Theirs?" is there
    while revision(ports, meeting) < revision(ports, other) + 1:
        do(ports, Action.NOTE, now(ports, question), alex, "x")
    after = moved(ports, meeting, question, other, alex)
    do(ports, Action.HOLD, after, alex)
    take_back(ports, other, alex)
    history = ports.store.questions.history(after.id)
    undone = ports.store.meetings.undone(history)

    assert [change.action for change in history if (change.meeting_id, change.revision) in undone] == [Action.HOLD]
    assert len([change for change in history if change.revision in {at for _, at in undone}]) == 2


def test_how_it_left_is_known_however_much_happened_to_it_since(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    after = moved(ports, meeting, asked(ports, meeting), other, alex)
    for _ in range(101):  # more than one page of history
        do(ports, Action.NOTE, now(ports, after), alex, "x")
    left = came_from(ports, after)

    assert left is not None
    assert (left.meeting_id, left.question_number) == (meeting.id, 1)


def test_a_question_is_news_where_it_became_public_and_not_by_what_it_was_elsewhere(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = asked(ports, meeting)
    for _ in range(5):
        do(ports, Action.NOTE, now(ports, question), alex, "x")
    accepted = do(ports, Action.ACCEPT, now(ports, question), alex)
    after = do(ports, Action.ACCEPT, moved(ports, meeting, accepted, other, alex), alex)

    assert accepted.revision > after.revision
    assert ports.store.queue.new_since(audience.PUBLIC_STATES, after.revision - 1, [after.id]) == {after.id}
    assert ports.store.queue.new_since(audience.PUBLIC_STATES, after.revision, [after.id]) == set()
