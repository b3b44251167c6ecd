"""What is left after a meeting, and what is done about questions that it did not come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import IdleView, Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.meetings.rules import REDIRECTS, TO_NEXT_MEETING
from board_qa.domain.networks.outbox import OutboxState, PostKind
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, Question, State
from board_qa.domain.questions.transitions import NotAllowed
from board_qa.phrases.history import did_together
from board_qa.ports import Ports
from board_qa.ports.questions import Conflict
from board_qa.services.meetings import following, meetings, partners
from board_qa.services.meetings.after import Progress, after_meeting, for_the_next, not_reached, without_answer
from board_qa.services.meetings.phases import phase
from board_qa.services.meetings.record import publish
from board_qa.services.questions import left_over, moderating
from board_qa.services.questions.undoing import NothingToUndo
from tests.support.deciding import asked, did_last, do, named, now, take_back, together
from tests.support.doubles import ABUSIVE, NOON, StoppedClock, details, outgoing

APPROVE, SHOW, ANSWER, NOTE, WRITE = (
    Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER, Action.WRITE)  # fmt: skip
PROMISE = DispositionUpdate(owner="Dr Shah", due_on="2026-12-24")
NEXT = next(one for one in REDIRECTS if one.id == TO_NEXT_MEETING)


@pytest.fixture
def other(ports: Ports) -> Meeting:
    """The next meeting, in which a question was asked."""
    other = meetings.create(ports, details(title="January board", starts_at=NOON + timedelta(days=60)))
    asked(ports, other, "Theirs?")
    return other


def approved(ports: Ports, meeting: Meeting, alex: Actor, *texts: str) -> list[Question]:
    return [do(ports, APPROVE, asked(ports, meeting, text), alex) for text in texts]


def seen(*questions: Question) -> dict[int, int]:
    return {one.number: one.revision for one in questions}


def states(ports: Ports, meeting: Meeting) -> list[State]:
    return [one.state for one in ports.store.questions.of_meeting(meeting.id)]


def test_it_says_of_each_part_how_far_it_is(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    asked(ports, meeting, "To check?")
    do(ports, Action.PROPOSE_DECLINE, asked(ports, meeting, "Proposed?"), alex, ABUSIVE)
    approved(ports, meeting, alex, "One?", "Two?")
    first, second = approved(ports, meeting, alex, "Three?", "Four?")
    do(ports, ANSWER, do(ports, SHOW, first, alex), alex)
    noted = do(ports, ANSWER, do(ports, SHOW, second, alex), alex)
    do(ports, NOTE, noted, alex, update=DispositionUpdate(answer="Yes."))
    late, given = asked(ports, meeting, "Five?"), asked(ports, meeting, "Six?")
    do(ports, WRITE, late, alex, update=DispositionUpdate(due_on="2026-11-20"))
    given = do(ports, WRITE, given, alex, update=PROMISE)
    do(ports, ANSWER, do(ports, NOTE, given, alex, update=DispositionUpdate(answer="No.")), alex)
    do(ports, Action.WITHDRAW, asked(ports, meeting, "Never mind?"), alex, "gone")
    after = after_meeting(ports, meeting)

    assert (after.decided, after.to_check, after.on_hold, after.proposing) == (Progress(6, 8), 1, 1, 1)
    assert after.reached == Progress(4, 6)
    assert after.noted == Progress(2, 3)
    assert (after.written.given, after.written.next_due, after.written.overdue) == (Progress(1, 2), "2026-11-20", 1)
    assert (after.signed_off, after.published) == (None, False)
    assert [one.number for one in without_answer(ports, meeting)] == [first.number]


def test_of_a_meeting_without_questions_nothing_is_left_but_the_record(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    publish(ports, meeting, alex)
    fresh = ports.store.meetings.get(meeting.id)
    assert fresh is not None
    after = after_meeting(ports, fresh)

    assert [after.decided, after.reached, after.noted, after.written.given] == [Progress(0, 0)] * 4
    assert after.published


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([], None),
        ([(PostKind.CALL, 0)], None),
        ([(PostKind.QUESTION, 0)], False),
        ([(PostKind.QUESTION, 0), (PostKind.SIGN_OFF, 5)], True),
        ([(PostKind.SIGN_OFF, 0), (PostKind.ANSWER, 5)], False),
        ([(PostKind.QUESTION, -48 * 60)], None),  # that day is over
    ],
)
def test_the_last_post_is_due_on_the_day_of_the_others(
    ports: Ports, meeting: Meeting, posts: list[tuple[PostKind, int]], expected: bool | None
) -> None:
    for place, (kind, minutes) in enumerate(posts):
        at = NOON + timedelta(minutes=minutes)
        ports.store.outbox.add(
            outgoing("Hello", kind=kind, state=OutboxState.SENT, sent_at=at, meeting_id=meeting.id, key=str(place))
        )

    assert after_meeting(ports, meeting).signed_off is expected


def test_the_clock_that_was_stopped_closes_the_section_unless_that_is_taken_back(
    ports: Ports, meeting: Meeting, alex: Actor, clock: StoppedClock
) -> None:
    clock.now = meeting.details.starts_at
    assert phase(ports, meeting) is Phase.ON
    section = moderating.time_section(ports, meeting, Action.START_SECTION, "", alex)
    expected = moderating.expected_section(section)
    moderating.time_section(ports, meeting, Action.STOP_SECTION, expected, alex)
    clock.advance(minutes=31)
    stopped = ports.store.meetings.get(meeting.id)
    assert stopped is not None
    assert phase(ports, stopped) is Phase.AFTER
    take_back(ports, meeting, alex)
    clock.advance(minutes=-10)
    again = ports.store.meetings.get(meeting.id)
    assert again is not None
    assert phase(ports, again) is Phase.ON


def test_a_question_that_is_put_again_opens_the_section_again(ports: Ports, meeting: Meeting, alex: Actor,
                                                              clock: StoppedClock) -> None:  # fmt: skip
    (question,) = approved(ports, meeting, alex, "Why?")
    clock.now = meeting.details.starts_at
    moderating.show(ports, meeting, IdleView.CLOSED, alex)
    closed = ports.store.meetings.get(meeting.id)
    assert closed is not None
    assert phase(ports, closed) is Phase.AFTER
    do(ports, SHOW, now(ports, question), alex)
    assert phase(ports, closed) is Phase.ON


def test_what_was_not_reached_is_promised_an_answer_together_and_one_undo_takes_it_back(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    one, two, three = approved(ports, meeting, alex, "One?", "Two?", "Three?")
    two = do(ports, Action.BRIEF, two, alex, update=DispositionUpdate(speaker="Dr Shah"))
    left_over.answer_in_writing(ports, meeting, seen(one, two), "", "2026-12-24", alex)
    written = [now(ports, question).disposition for question in (one, two)]

    assert [(q.state, q.owner, q.due_on) for q in written] == [
        (State.WRITTEN, "", "2026-12-24"), (State.WRITTEN, "Dr Shah", "2026-12-24")]  # fmt: skip
    assert [question.number for question in not_reached(ports, meeting)] == [three.number]
    assert did_together(did_last(ports, meeting, alex)) == "2 questions marked for a written answer"
    take_back(ports, meeting, alex)
    assert [now(ports, question).disposition for question in (one, two)] == [one.disposition, two.disposition]


def test_nothing_is_promised_where_one_of_them_was_decided_otherwise_meanwhile(
    ports: Ports, meeting: Meeting, alex: Actor, sam: Actor
) -> None:
    one, two = approved(ports, meeting, alex, "One?", "Two?")
    do(ports, Action.HOLD, two, sam)
    with pytest.raises(Conflict):
        left_over.answer_in_writing(ports, meeting, seen(one, two), "", "2026-12-24", alex)

    assert states(ports, meeting) == [State.ACCEPTED, State.HELD]


def test_what_nobody_approved_is_never_published_by_promising_it_an_answer(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    unread = asked(ports, meeting, "Why was my mum, NHS number 943 476 5919, turned away?")
    with pytest.raises(NotAllowed):
        left_over.answer_in_writing(ports, meeting, seen(unread), "", "2026-12-24", alex)

    assert states(ports, meeting) == [State.RECEIVED]


def test_what_was_not_reached_goes_to_the_next_meeting_in_its_order_and_one_press_brings_it_back(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    questions = approved(ports, meeting, alex, "One?", "Two?", "Three?")
    before = [(one.number, one.disposition, one.token) for one in questions]
    moved = left_over.carry_over(ports, meeting, seen(questions[2], questions[0], questions[1]), other, alex)

    assert (moved.done, moved.refused) == (["3", "1", "2"], [])
    there = ports.store.questions.of_meeting(other.id)[1:]
    assert [(one.number, one.source.text, one.state) for one in there] == [
        (2, "Three?", State.RECEIVED), (3, "One?", State.RECEIVED), (4, "Two?", State.RECEIVED)]  # fmt: skip
    assert [one.source for one in there] == [questions[place].source for place in (2, 0, 1)]
    last = left_over.moved_last(ports, meeting, alex)
    assert [one.rows[0].question_number for one in last] == [2, 1, 3]

    back = left_over.bring_back(ports, meeting, last[0].revision, alex)
    assert sorted(back.done) == ["1", "2", "3"]
    again = ports.store.questions.of_meeting(meeting.id)
    assert [(one.number, one.disposition, one.token) for one in again] == before
    with pytest.raises(NothingToUndo):
        left_over.bring_back(ports, meeting, last[0].revision, alex)


def test_a_group_goes_together_and_is_a_group_again_when_it_is_brought_back(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    (leader,) = approved(ports, meeting, alex, "One?")
    together(ports, asked(ports, meeting, "The same?"), leader, alex)
    leader = now(ports, leader)
    moved = left_over.carry_over(ports, meeting, seen(leader), other, alex)
    assert (moved.done, states(ports, meeting)) == (["1", "2"], [])

    left_over.bring_back(ports, meeting, left_over.moved_last(ports, meeting, alex)[0].revision, alex)
    assert states(ports, meeting) == [State.ACCEPTED, State.GROUPED]
    assert now(ports, leader).together == 1


def test_what_was_decided_in_the_other_meeting_stays_there_and_the_rest_comes_back(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    questions = approved(ports, meeting, alex, "One?", "Two?", "Three?")
    left_over.carry_over(ports, meeting, seen(*questions), other, alex)
    do(ports, APPROVE, now(ports, questions[2]), sam)
    do(ports, Action.HOLD, now(ports, questions[0]), alex)
    back = left_over.bring_back(ports, meeting, left_over.moved_last(ports, meeting, alex)[0].revision, alex)

    assert (back.done, sorted(back.refused)) == (["2"], ["1", "3"])
    assert [one.number for one in ports.store.questions.of_meeting(meeting.id)] == [2]


def test_a_question_that_somebody_was_quicker_with_stays_and_the_others_go(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    one, two = approved(ports, meeting, alex, "One?", "Two?")
    do(ports, Action.HOLD, one, sam)
    moved = left_over.carry_over(ports, meeting, seen(one, two) | {77: 1}, other, alex)

    assert (moved.done, sorted(moved.refused)) == (["2"], ["1", "77"])
    assert states(ports, meeting) == [State.HELD]


def test_what_was_moved_is_taken_back_by_whoever_moved_it_and_only_while_it_was_their_last(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor, sam: Actor
) -> None:
    one, two = approved(ports, meeting, alex, "One?", "Two?")
    left_over.carry_over(ports, meeting, seen(one), other, alex)
    assert left_over.moved_last(ports, meeting, sam) == []
    do(ports, Action.HOLD, two, alex)
    assert left_over.moved_last(ports, meeting, alex) == []


def test_a_promise_of_a_written_answer_goes_with_its_question_and_is_kept_or_ended_there(
    ports: Ports, meeting: Meeting, other: Meeting, alex: Actor
) -> None:
    question = do(ports, WRITE, asked(ports, meeting, "What does it cost?"), alex, update=PROMISE)
    left_over.carry_over(ports, meeting, seen(question), other, alex)
    there = now(ports, question)
    assert (there.state, there.disposition.owner, there.disposition.due_on) == (
        State.RECEIVED, "Dr Shah", "2026-12-24")  # fmt: skip
    put = do(ports, SHOW, do(ports, APPROVE, there, alex), alex)
    assert put.disposition.due_on == "2026-12-24"
    with pytest.raises(moderating.NoAnswer):  # whoever was promised an answer on their page finds one there
        do(ports, ANSWER, put, alex)
    declined = do(ports, Action.DECLINE, put, alex, ABUSIVE)
    assert (declined.disposition.owner, declined.disposition.due_on) == ("", "")


def test_those_that_were_told_of_the_next_meeting_are_offered_for_it(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    kept = do(ports, Action.REDIRECT, asked(ports, meeting, "Next time?"), alex, NEXT.sentence)
    do(ports, Action.REDIRECT, asked(ports, meeting, "My tablets?"), alex, "PALS. They can help.")

    assert for_the_next(ports, meeting) == [kept]


def test_the_next_meeting_has_the_same_partners_with_links_of_its_own(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    first = partners.add(ports, meeting, "Healthwatch", alex)
    partners.remove(ports, partners.add(ports, meeting, "A charity that closed", alex), alex)
    made = following.create_from(ports, meeting, replace(meeting.details, title="January board"), alex)
    (copied,) = ports.store.partners.of_meeting(made.id)

    assert (copied.name, copied.visits) == ("Healthwatch", 0)
    assert copied.key != first.key
    assert made.code != meeting.code


def test_the_date_is_suggested_by_the_meeting_before_this_one_that_took_place(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    assert following.suggested_start(ports, meeting) is None
    start = meeting.details.starts_at
    meetings.create(ports, details(starts_at=start - timedelta(weeks=4)))
    meetings.create(ports, details(starts_at=start - timedelta(weeks=1), cancelled=True))

    assert following.suggested_start(ports, meeting) == (start + timedelta(weeks=4)).replace(tzinfo=None)


def test_an_asker_is_named_where_the_question_goes(ports: Ports, meeting: Meeting, other: Meeting, alex: Actor) -> None:
    question = do(ports, APPROVE, named(ports, meeting, "Maria Lopez"), alex)
    left_over.carry_over(ports, meeting, seen(question), other, alex)

    assert now(ports, question).source.author_name == "Maria Lopez"
    assert ports.store.questions.by_token(question.token) == now(ports, question)
