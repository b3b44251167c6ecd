from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Late, Rules
from board_qa.domain.questions.admission import AskForm, Window
from board_qa.domain.questions.breaches import Breach, Rule
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import WEB_FORM, State
from board_qa.services import meetings, ruling
from board_qa.services.asking import NotTaken, ask
from board_qa.services.core import Core
from tests.support.doubles import Ears, StoppedClock


def found(core: Core, meeting: Meeting, number: int) -> tuple[Breach, ...]:
    """How this question of the meeting breaks its rules."""
    return ruling.breaches(core, meeting, core.store.questions.of_meeting(meeting.id))[number]


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


NAMED = AskForm("key", "Why?", "Dan Smith", "dan@example.org", "Carers’ Group", "in_person")


def test_a_name_that_is_withheld_when_the_form_is_sent_again_is_withheld_once_and_on_the_record(
    core: Core, meeting: Meeting, ears: Ears, clock: StoppedClock
) -> None:
    first = ask(core, meeting, NAMED)
    clock.go_on(days=5)  # whatever the time: it was taken in time, and a name can be too much later
    again = [ask(core, meeting, replace(NAMED, name_withheld=True)) for _ in range(2)]

    question = core.store.questions.by_token(first.token)
    assert question is not None
    assert {receipt.token for receipt in again} == {first.token}
    assert [receipt.differed for receipt in (first, *again)] == [False, True, False]
    assert question.name_withheld
    row = core.store.questions.history(question.id)[-1]
    assert (row.action, row.actor, row.actor_id) == (Action.WITHHOLD_NAME, "whoever asked question 1", None)
    assert len(core.store.questions.history(question.id)) == 2
    assert ears.heard == [meeting.id] * 2


def test_a_tick_that_is_gone_when_the_form_is_sent_again_names_nobody(core: Core, meeting: Meeting) -> None:
    first = ask(core, meeting, replace(NAMED, name_withheld=True))
    again = ask(core, meeting, NAMED)

    question = core.store.questions.by_token(first.token)
    assert question is not None
    assert question.name_withheld
    assert again.differed


@pytest.mark.parametrize(
    "changed",
    [{"name": "Daniel Smith"}, {"email": ""}, {"organisation": "Myself"}, {"attending": "read_out"}],
)
def test_other_details_when_the_form_is_sent_again_change_nothing_and_the_receipt_knows_it(
    core: Core, meeting: Meeting, ears: Ears, changed: dict[str, str]
) -> None:
    first = ask(core, meeting, NAMED)
    before = core.store.questions.of_meeting(meeting.id)
    again = ask(core, meeting, replace(NAMED, **changed))  # type: ignore[arg-type]

    assert (again.token, again.differed) == (first.token, True)
    assert core.store.questions.of_meeting(meeting.id) == before
    assert ears.heard == [meeting.id]


def test_the_same_details_in_other_spaces_are_the_same(core: Core, meeting: Meeting) -> None:
    ask(core, meeting, NAMED)

    assert not ask(core, meeting, replace(NAMED, name=" Dan  Smith ", email="dan@example.org ")).differed


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


def test_a_question_after_the_deadline_is_kept_and_flagged(core: Core, meeting: Meeting, clock: StoppedClock) -> None:
    clock.go_on(days=2, seconds=1)
    receipt = ask(core, meeting, AskForm("key", "Why?"))

    assert [b.rule for b in found(core, meeting, receipt.number)] == [Rule.LATE]


def test_marks_by_the_thousand_are_refused_as_a_text_that_is_too_long(core: Core, meeting: Meeting) -> None:
    with pytest.raises(NotTaken) as refused:
        ask(core, meeting, AskForm("key", "Why e" + "\u0301\u0316" * 40_000 + "?"))

    assert "Shorten it by 79506 characters" in refused.value.problems["question"]
    assert core.store.questions.of_meeting(meeting.id) == []


def test_a_question_at_the_very_deadline_is_not_late(core: Core, meeting: Meeting, clock: StoppedClock) -> None:
    clock.go_on(days=2)
    receipt = ask(core, meeting, AskForm("key", "Why?"))

    assert found(core, meeting, receipt.number) == ()


@pytest.mark.parametrize("late", list(Late))
def test_a_late_question_is_kept_whatever_the_rule_makes_of_it(
    core: Core, meeting: Meeting, clock: StoppedClock, late: Late
) -> None:
    ruled = replace(meeting, details=replace(meeting.details, rules=replace(meeting.details.rules, late=late)))
    clock.go_on(days=2, seconds=1)
    ask(core, ruled, AskForm("key", "Why?"))

    assert [q.state for q in core.store.questions.of_meeting(meeting.id)] == [State.RECEIVED]


def test_a_paused_form_refuses_and_stores_nothing_until_it_is_resumed(core: Core, meeting: Meeting) -> None:
    core.store.sources.pause(WEB_FORM, True)
    with pytest.raises(NotTaken) as refusal:
        ask(core, meeting, AskForm("key", "Why?"))
    assert refusal.value.window is Window.PAUSED
    assert core.store.questions.of_meeting(meeting.id) == []

    core.store.sources.pause(WEB_FORM, False)
    assert ask(core, meeting, AskForm("key", "Why?")).number == 1


def test_everything_the_asker_said_of_themselves_is_kept(core: Core, meeting: Meeting) -> None:
    form = AskForm("key", "Why?", "Dan Smith", "", "Carers’ Group", "read_out", name_withheld=True)
    question = core.store.questions.by_token(ask(core, meeting, form).token)

    assert question is not None
    source = question.source
    assert (source.organisation, source.attending, source.name_withheld) == ("Carers’ Group", "read_out", True)


def test_who_they_are_is_asked_once_and_then_flagged(core: Core, meeting: Meeting) -> None:
    details = replace(meeting.details, rules=Rules(identity=Identity.NAME_AND_ORGANISATION))
    meetings.change(core, meeting, details)
    ruled = replace(meeting, details=details)
    with pytest.raises(NotTaken) as refusal:
        ask(core, ruled, AskForm("key", "Why?", name="Dan Smith"))
    assert set(refusal.value.problems) == {"organisation"}

    receipt = ask(core, ruled, AskForm("key", "Why?", name="Dan Smith", asked_who=True))
    assert [b.label for b in found(core, ruled, receipt.number)] == ["No organisation"]


def test_a_question_longer_than_the_rule_is_kept_and_flagged(core: Core, meeting: Meeting) -> None:
    details = replace(meeting.details, rules=replace(meeting.details.rules, length=2))
    receipt = ask(core, replace(meeting, details=details), AskForm("key", "Why so long?"))

    assert [b.label for b in found(core, replace(meeting, details=details), receipt.number)] == ["3 words"]


def test_a_question_after_the_meeting_is_refused_and_nothing_is_stored(
    core: Core, meeting: Meeting, clock: StoppedClock
) -> None:
    clock.go_on(days=5)

    with pytest.raises(NotTaken) as refusal:
        ask(core, meeting, AskForm("key", "Why?"))
    assert refusal.value.window is Window.CLOSED
    assert core.store.questions.of_meeting(meeting.id) == []
