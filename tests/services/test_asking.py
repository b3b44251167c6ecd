from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Identity, Late, Rules
from board_qa.domain.questions.admission import AskForm, Window
from board_qa.domain.questions.breaches import Breach, Rule
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import WEB_FORM, State
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions import rule_checks
from board_qa.services.questions.asking import AlreadySent, NotTaken, ask
from tests.support.doubles import RecordingAnnouncer, StoppedClock


def found(ports: Ports, meeting: Meeting, number: int) -> tuple[Breach, ...]:
    """How this question of the meeting breaks its rules."""
    return rule_checks.breaches(ports, meeting, ports.store.questions.of_meeting(meeting.id))[number]


def test_a_question_is_stored_and_gets_a_receipt(ports: Ports, meeting: Meeting, announcer: RecordingAnnouncer) -> None:
    receipt = ask(ports, meeting, AskForm("key", "Why?", "Dan", "d@example.org"))

    question = ports.store.questions.by_token(receipt.token)
    assert question is not None
    assert (question.number, question.source.text, question.state) == (1, "Why?", State.RECEIVED)
    assert announcer.heard == [meeting.id]


def test_the_same_form_twice_is_one_question_with_one_receipt(ports: Ports, meeting: Meeting) -> None:
    first, second = (ask(ports, meeting, AskForm("key", "Why?")) for _ in range(2))

    assert (first.token, first.new, second.new) == (second.token, True, False)
    assert len(ports.store.questions.of_meeting(meeting.id)) == 1


def test_a_second_question_typed_after_going_back_is_not_lost(ports: Ports, meeting: Meeting) -> None:
    ask(ports, meeting, AskForm("key", "Why?"))
    ask(ports, meeting, AskForm("key", "And when?"))

    assert [q.source.text for q in ports.store.questions.of_meeting(meeting.id)] == ["Why?", "And when?"]


NAMED = AskForm("key", "Why?", "Dan Smith", "dan@example.org", "Carers’ Group", "in_person")


def test_a_name_that_is_withheld_when_the_form_is_sent_again_is_withheld_once_and_on_the_record(
    ports: Ports, meeting: Meeting, announcer: RecordingAnnouncer, clock: StoppedClock
) -> None:
    first = ask(ports, meeting, NAMED)
    clock.advance(days=5)  # whatever the time: it was taken in time, and a name can be too much later
    again = [ask(ports, meeting, replace(NAMED, name_withheld=True)) for _ in range(2)]

    question = ports.store.questions.by_token(first.token)
    assert question is not None
    assert {receipt.token for receipt in again} == {first.token}
    assert [receipt.differed for receipt in (first, *again)] == [False, True, False]
    assert question.name_withheld
    row = ports.store.questions.history(question.id)[-1]
    assert (row.action, row.actor, row.actor_id) == (Action.WITHHOLD_NAME, "whoever asked question 1", None)
    assert len(ports.store.questions.history(question.id)) == 2
    assert announcer.heard == [meeting.id] * 2


def test_a_tick_that_is_gone_when_the_form_is_sent_again_names_nobody(ports: Ports, meeting: Meeting) -> None:
    first = ask(ports, meeting, replace(NAMED, name_withheld=True))
    again = ask(ports, meeting, NAMED)

    question = ports.store.questions.by_token(first.token)
    assert question is not None
    assert question.name_withheld
    assert again.differed


@pytest.mark.parametrize(
    "changed",
    [{"name": "Daniel Smith"}, {"email": ""}, {"organisation": "Myself"}, {"attending": "read_out"}],
)
def test_other_details_when_the_form_is_sent_again_change_nothing_and_the_receipt_knows_it(
    ports: Ports, meeting: Meeting, announcer: RecordingAnnouncer, changed: dict[str, str]
) -> None:
    first = ask(ports, meeting, NAMED)
    before = ports.store.questions.of_meeting(meeting.id)
    again = ask(ports, meeting, replace(NAMED, **changed))  # type: ignore[arg-type]

    assert (again.token, again.differed) == (first.token, True)
    assert ports.store.questions.of_meeting(meeting.id) == before
    assert announcer.heard == [meeting.id]


def test_the_same_details_in_other_spaces_are_the_same(ports: Ports, meeting: Meeting) -> None:
    ask(ports, meeting, NAMED)

    assert not ask(ports, meeting, replace(NAMED, name=" Dan  Smith ", email=" <dan@example.org>")).differed


def test_two_people_may_ask_the_same(ports: Ports, meeting: Meeting) -> None:
    ask(ports, meeting, AskForm("one page", "Why?"))
    ask(ports, meeting, AskForm("another page", "Why?"))

    assert len(ports.store.questions.of_meeting(meeting.id)) == 2


@pytest.mark.parametrize("over", [timedelta(days=2), timedelta(days=3, hours=12)])  # the deadline, the meeting
def test_a_retry_after_the_deadline_gets_the_receipt_of_the_one_that_was_in_time(
    ports: Ports, meeting: Meeting, clock: StoppedClock, over: timedelta
) -> None:
    clock.now += over
    first = ask(ports, meeting, AskForm("key", "Why?"))
    clock.advance(minutes=10)

    assert ask(ports, meeting, AskForm("key", "Why?")).token == first.token


OTHERS = [
    (AskForm("key", "Why?"), {}, 10.1),  # nameless both of them, and minutes apart
    (AskForm("key", "Why?"), {"name": "Bo Jones"}, 0),
    (NAMED, {"name": "", "email": ""}, 0),
    (NAMED, {"name": "Bo Jones", "email": ""}, 0),
    (NAMED, {"name": "Bo Jones", "email": "bo@example.org", "name_withheld": True}, 0),
]


@pytest.mark.parametrize(("form", "changed", "minutes"), OTHERS)
def test_somebody_elses_identical_words_from_the_same_page_are_not_the_first_ones(
    ports: Ports, meeting: Meeting, clock: StoppedClock, form: AskForm, changed: dict[str, Any], minutes: float
) -> None:
    """On a device of many people's. Whoever has the first one's receipt could withdraw the question of the first."""
    first = ask(ports, meeting, form)
    before = ports.store.questions.of_meeting(meeting.id)
    clock.advance(minutes=minutes)
    other = replace(form, **changed)
    with pytest.raises(AlreadySent) as asked:
        ask(ports, meeting, other)
    assert f"{meeting.code}-1" in asked.value.problems["question"]
    assert first.token not in str(asked.value.problems)
    assert ports.store.questions.of_meeting(meeting.id) == before

    second = ask(ports, meeting, replace(other, key="another key"))
    assert (second.number, second.token != first.token, second.new) == (2, True, True)


def test_whoever_gives_the_same_name_or_address_is_the_same_person_whenever_it_is(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    first = ask(ports, meeting, NAMED)
    clock.advance(days=1)
    for changed in ({"name": "DAN smith", "email": ""}, {"name": "", "email": "Dan@example.org"}):
        assert ask(ports, meeting, replace(NAMED, **changed)).token == first.token  # type: ignore[arg-type]


def test_somebody_elses_identical_words_after_the_meeting_are_refused_like_any_others(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    ask(ports, meeting, AskForm("key", "Why?"))
    clock.advance(days=5)
    with pytest.raises(NotTaken) as refusal:
        ask(ports, meeting, AskForm("key", "Why?"))

    assert (refusal.value.window, refusal.value.problems) == (Window.CLOSED, {})


def test_a_question_after_the_deadline_is_kept_and_flagged(ports: Ports, meeting: Meeting, clock: StoppedClock) -> None:
    clock.advance(days=2, seconds=1)
    receipt = ask(ports, meeting, AskForm("key", "Why?"))

    assert [b.rule for b in found(ports, meeting, receipt.number)] == [Rule.LATE]


def test_marks_by_the_thousand_are_refused_as_a_text_that_is_too_long(ports: Ports, meeting: Meeting) -> None:
    with pytest.raises(NotTaken) as refused:
        ask(ports, meeting, AskForm("key", "Why e" + "\u0301\u0316" * 40_000 + "?"))

    assert "Shorten it by 79506 characters" in refused.value.problems["question"]
    assert ports.store.questions.of_meeting(meeting.id) == []


def test_a_question_at_the_very_deadline_is_not_late(ports: Ports, meeting: Meeting, clock: StoppedClock) -> None:
    clock.advance(days=2)
    receipt = ask(ports, meeting, AskForm("key", "Why?"))

    assert found(ports, meeting, receipt.number) == ()


@pytest.mark.parametrize("late", list(Late))
def test_a_late_question_is_kept_whatever_the_rule_makes_of_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, late: Late
) -> None:
    ruled = replace(meeting, details=replace(meeting.details, rules=replace(meeting.details.rules, late=late)))
    clock.advance(days=2, seconds=1)
    ask(ports, ruled, AskForm("key", "Why?"))

    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.RECEIVED]


def test_a_paused_form_refuses_and_stores_nothing_until_it_is_resumed(ports: Ports, meeting: Meeting) -> None:
    ports.store.sources.pause(WEB_FORM, True)
    with pytest.raises(NotTaken) as refusal:
        ask(ports, meeting, AskForm("key", "Why?"))
    assert refusal.value.window is Window.PAUSED
    assert ports.store.questions.of_meeting(meeting.id) == []

    ports.store.sources.pause(WEB_FORM, False)
    assert ask(ports, meeting, AskForm("key", "Why?")).number == 1


def test_everything_the_asker_said_of_themselves_is_kept(ports: Ports, meeting: Meeting) -> None:
    form = AskForm("key", "Why?", "Dan Smith", "", "Carers’ Group", "read_out", name_withheld=True)
    question = ports.store.questions.by_token(ask(ports, meeting, form).token)

    assert question is not None
    source = question.source
    assert (source.organisation, source.attending, source.name_withheld) == ("Carers’ Group", "read_out", True)


def test_who_they_are_is_asked_once_and_then_flagged(ports: Ports, meeting: Meeting) -> None:
    details = replace(meeting.details, rules=Rules(identity=Identity.NAME_AND_ORGANISATION))
    meetings.change(ports, meeting, details)
    ruled = replace(meeting, details=details)
    with pytest.raises(NotTaken) as refusal:
        ask(ports, ruled, AskForm("key", "Why?", name="Dan Smith"))
    assert set(refusal.value.problems) == {"organisation"}

    receipt = ask(ports, ruled, AskForm("key", "Why?", name="Dan Smith", asked_who=True))
    assert [b.label for b in found(ports, ruled, receipt.number)] == ["No organisation"]


def test_a_question_longer_than_the_rule_is_kept_and_flagged(ports: Ports, meeting: Meeting) -> None:
    details = replace(meeting.details, rules=replace(meeting.details.rules, length=2))
    receipt = ask(ports, replace(meeting, details=details), AskForm("key", "Why so long?"))

    assert [b.label for b in found(ports, replace(meeting, details=details), receipt.number)] == ["3 words"]


def test_a_question_after_the_meeting_is_refused_and_nothing_is_stored(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    clock.advance(days=5)

    with pytest.raises(NotTaken) as refusal:
        ask(ports, meeting, AskForm("key", "Why?"))
    assert refusal.value.window is Window.CLOSED
    assert ports.store.questions.of_meeting(meeting.id) == []
