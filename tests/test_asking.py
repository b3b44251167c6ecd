from __future__ import annotations

import pytest

from board_qa.domain.admission import AskForm, Window
from board_qa.domain.model import Meeting, State
from board_qa.services.asking import NotTaken, ask
from board_qa.services.core import Core

from .doubles import Ears, StoppedClock


def test_a_question_is_stored_and_gets_a_receipt(core: Core, meeting: Meeting, ears: Ears) -> None:
    receipt = ask(core, meeting, AskForm("key", "Why?", "Dan", "d@example.org"))

    question = core.store.questions.by_token(receipt.token)
    assert question is not None
    assert (question.number, question.source.text, question.state) == (1, "Why?", State.RECEIVED)
    assert ears.heard == [meeting.id]


def test_the_same_form_twice_is_one_question_with_one_receipt(core: Core, meeting: Meeting) -> None:
    first, second = (ask(core, meeting, AskForm("key", "Why?")) for _ in range(2))

    assert (first.token, first.new, second.new) == (second.token, True, False)
    assert len(core.store.questions.of_meeting(meeting.id)) == 1


def test_a_second_question_typed_after_going_back_is_not_lost(core: Core, meeting: Meeting) -> None:
    ask(core, meeting, AskForm("key", "Why?"))
    ask(core, meeting, AskForm("key", "And when?"))

    assert [q.source.text for q in core.store.questions.of_meeting(meeting.id)] == ["Why?", "And when?"]


def test_two_people_may_ask_the_same(core: Core, meeting: Meeting) -> None:
    ask(core, meeting, AskForm("one page", "Why?"))
    ask(core, meeting, AskForm("another page", "Why?"))

    assert len(core.store.questions.of_meeting(meeting.id)) == 2


def test_a_retry_after_the_deadline_gets_the_receipt_of_the_one_that_was_in_time(
    core: Core, meeting: Meeting, clock: StoppedClock
) -> None:
    first = ask(core, meeting, AskForm("key", "Why?"))
    clock.go_on(days=5)

    assert ask(core, meeting, AskForm("key", "Why?")).token == first.token


def test_a_question_after_the_deadline_is_refused_and_nothing_is_stored(
    core: Core, meeting: Meeting, clock: StoppedClock
) -> None:
    clock.go_on(days=5)

    with pytest.raises(NotTaken) as refusal:
        ask(core, meeting, AskForm("key", "Why?"))
    assert refusal.value.window is Window.CLOSED
    assert core.store.questions.of_meeting(meeting.id) == []
