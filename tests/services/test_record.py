"""The record of a meeting, read from what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.questions import audience
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import DispositionUpdate, State
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.meetings.published import changed_at, published_meetings, standing
from board_qa.services.meetings.record import publish, record, take_down
from board_qa.services.questions.moderating import ApprovalBlocked
from board_qa.services.questions.withdrawing import deleted_at_source
from tests.support.deciding import asked, do, now, take_back, together
from tests.support.doubles import NOON, StoppedClock

APPROVE, SHOW, ANSWER, NOTE = Action.ACCEPT, Action.PUT_ON_SCREEN, Action.ANSWER, Action.NOTE_ANSWER


def test_an_answer_stays_on_record_when_its_post_is_deleted(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, ANSWER, do(ports, APPROVE, asked(ports, meeting, "Why?"), alex), alex)
    question = do(ports, NOTE, question, alex, update=DispositionUpdate(answer="Because.", answered_by="The chair"))
    do(ports, Action.WITHDRAW, question, alex, "gone")
    (entry,) = record(ports, meeting).entries

    assert (entry.state, entry.answer, entry.answered_by, entry.text) == (
        State.ANSWERED, "Because.", "The chair", "")  # fmt: skip
    assert entry.answered_at is not None


def test_an_answer_that_was_taken_back_is_not_on_record(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, ANSWER, do(ports, APPROVE, asked(ports, meeting, "Why?"), alex), alex)
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer="Because.", answered_by="The chair"))
    take_back(ports, meeting, alex)
    take_back(ports, meeting, alex)
    (entry,) = record(ports, meeting).entries

    assert (entry.state, entry.answer, entry.answered_by, entry.answered_at) == (State.ACCEPTED, "", "", None)


def test_words_that_identify_somebody_do_not_come_beside_an_edited_wording_unless_somebody_says_why(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    question = asked(ports, meeting, "Why was Mrs Jones, NHS number 943 476 5919, turned away?")
    update = DispositionUpdate(wording="Why was somebody turned away?", shows_original=True)

    with pytest.raises(ApprovalBlocked):
        do(ports, Action.EDIT_WORDING, question, alex, update=update)
    do(ports, Action.EDIT_WORDING, question, alex, update=DispositionUpdate(wording="Why was somebody turned away?"))


def test_a_record_is_published_and_taken_down_by_a_person_and_the_settings_remember_both(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    for press in (publish, publish, take_down):
        press(ports, meeting, alex)
        fresh = ports.store.meetings.get(meeting.id)
        assert fresh is not None
        assert (fresh.record_published_at is not None) == (press is publish)

    told = ports.store.settings.history(meeting.id, 10)
    assert [(one.what.setting, one.what.after, one.by) for one in told] == [
        ("record_published", False, alex.name), ("record_published", True, alex.name)]  # fmt: skip


def test_those_who_were_put_together_with_a_question_keep_its_answer_when_its_post_is_deleted(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    leader, other = asked(ports, meeting, "Why?"), asked(ports, meeting, "Why is that?")
    together(ports, other, leader, alex)
    question = do(ports, ANSWER, do(ports, APPROVE, now(ports, leader), alex), alex)
    do(ports, NOTE, question, alex, update=DispositionUpdate(answer="Because."))
    deleted_at_source(ports, now(ports, leader), "X")
    view = audience.receipt_view(now(ports, other), now(ports, leader), meeting.details.timezone)

    assert (view.state, view.answer, view.leader) == ("answered", "Because.", None)
    assert [(one.called, one.with_called) for one in record(ports, meeting).entries] == [("1", ""), ("2", "1")]


def test_a_deleted_post_whose_answer_stays_is_counted_as_answered(ports: Ports, meeting: Meeting, alex: Actor) -> None:
    question = do(ports, ANSWER, do(ports, APPROVE, asked(ports, meeting, "Why?"), alex), alex)
    do(ports, Action.WITHDRAW, question, alex, "gone")
    do(ports, Action.WITHDRAW, asked(ports, meeting, "Never mind"), alex, "gone")
    counts = record(ports, meeting).counts

    assert (counts[State.ANSWERED], counts[State.WITHDRAWN]) == (1, 1)


def test_it_is_known_when_a_record_is_to_come_is_there_and_was_taken_down(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    def now_() -> Meeting:
        return ports.store.meetings.get(meeting.id) or meeting

    assert (standing(ports, now_()), published_meetings(ports)) == (Standing.TO_COME, [])
    publish(ports, meeting, alex)
    assert (standing(ports, now_()), published_meetings(ports)) == (Standing.PUBLISHED, [now_()])
    take_down(ports, meeting, alex)
    assert (standing(ports, now_()), published_meetings(ports)) == (Standing.TAKEN_DOWN, [])
    meetings.change(ports, now_(), replace(now_().details, cancelled=True))
    assert standing(ports, now_()) is Standing.CANCELLED


def test_what_only_the_desk_sees_changes_nothing_of_the_record(
    ports: Ports, meeting: Meeting, clock: StoppedClock, alex: Actor
) -> None:
    first, second = (do(ports, APPROVE, asked(ports, meeting, text), alex) for text in ("Why?", "When?"))
    clock.advance(days=1)
    do(ports, Action.NOTE, first, alex, "Between us")
    do(ports, ANSWER, second, alex)

    assert changed_at(ports, meeting) == {first.number: NOON, second.number: NOON + timedelta(days=1)}
