"""Each breach of the board's rules is a flag; none drops a question, and a person decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Attending, Identity, Late, Scope
from board_qa.domain.questions.breaches import Rule
from board_qa.domain.questions.history import Action, Actor
from board_qa.domain.questions.question import State
from board_qa.domain.questions.queue import QueueFilter
from board_qa.ports import Ports
from tests.support.deciding import asked, do
from tests.support.doubles import StoppedClock
from tests.support.rules_meeting import broken, found, posted, ruled, sent


@pytest.mark.parametrize(
    ("late", "becomes"),
    [(Late.REFUSED, "The rules say that late questions are not taken."),
     (Late.WRITTEN, "The rules say that late questions get a written answer."),
     (Late.NEXT_MEETING, "The rules say that late questions go to the next meeting.")],
)  # fmt: skip
def test_late_ones_are_kept_and_the_moderator_reads_what_the_rule_makes_of_them(
    ports: Ports, meeting: Meeting, clock: StoppedClock, late: Late, becomes: str
) -> None:
    meeting = ruled(ports, meeting, late=late)
    clock.now = meeting.details.closes_at + timedelta(hours=3)
    number = sent(ports, meeting, "Why?")

    (breach,) = found(ports, meeting)[number]
    assert (breach.label, breach.sentence) == ("Late", f"It came 3 hours after questions closed. {becomes}")
    assert [q.state for q in ports.store.questions.of_meeting(meeting.id)] == [State.RECEIVED]


@pytest.mark.parametrize(
    ("after", "said"),
    [({"microseconds": 1}, "less than a minute"), ({"minutes": 1}, "1 minute"), ({"minutes": 119}, "119 minutes"),
     ({"hours": 2}, "2 hours"), ({"hours": 47}, "47 hours")],
)  # fmt: skip
def test_how_late_is_said_as_people_say_it(
    ports: Ports, meeting: Meeting, clock: StoppedClock, after: dict[str, float], said: str
) -> None:
    meeting = ruled(ports, meeting)
    sent(ports, meeting, "In time?")
    clock.now = meeting.details.closes_at + timedelta(**after)
    posted(ports, meeting, "1", "Too late?", "Dan", "dan")

    assert broken(ports, meeting, Rule.LATE) == {2: "Late"}
    assert f"It came {said} after questions closed." in found(ports, meeting)[2][0].sentence


@pytest.mark.parametrize(
    ("identity", "labels"),
    [(Identity.OPTIONAL, {}),
     (Identity.NAME, {1: "No name", 2: "No name"}),
     (Identity.NAME_AND_ORGANISATION, {1: "No name", 2: "No name", 3: "No organisation"})],
)  # fmt: skip
def test_identity_asked_for_is_a_name_or_a_name_and_an_organisation(
    ports: Ports, meeting: Meeting, identity: Identity, labels: dict[int, str]
) -> None:
    meeting = ruled(ports, meeting, identity=identity)
    sent(ports, meeting, "One?")
    sent(ports, meeting, "Two?", name="\u200b", organisation="Carers")
    sent(ports, meeting, "Three?", name="Dina Smith")
    sent(ports, meeting, "Four?", name="Dina Smith", organisation="Carers")

    assert broken(ports, meeting, Rule.IDENTITY) == labels


def test_scope_on_the_agenda_flags_a_question_until_it_is_linked_to_an_item(
    ports: Ports, meeting: Meeting, alex: Actor
) -> None:
    meeting = ruled(ports, meeting, scope=Scope.AGENDA)
    question = asked(ports, meeting)
    assert broken(ports, meeting, Rule.SCOPE) == {1: "No agenda item"}

    do(ports, Action.LINK, question, alex, update={"agenda_item": "Performance"})
    assert found(ports, meeting) == {1: ()}


def test_scope_of_anything_within_the_boards_powers_flags_nothing(ports: Ports, meeting: Meeting) -> None:
    meeting = ruled(ports, meeting, scope=Scope.POWERS)
    asked(ports, meeting)

    assert found(ports, meeting) == {1: ()}


@pytest.mark.parametrize(
    ("rule", "labels"),
    [(Attending.EITHER, {}), (Attending.IN_PERSON, {2: "Not attending"}), (Attending.READ_OUT, {1: "In person"})],
)
def test_attending_to_ask_it_or_having_it_read_on_their_behalf(
    ports: Ports, meeting: Meeting, rule: Attending, labels: dict[int, str]
) -> None:
    meeting = ruled(ports, meeting, attending=rule)
    sent(ports, meeting, "One?", attending="in_person")
    sent(ports, meeting, "Two?", attending="read_out")
    sent(ports, meeting, "Did not say?")

    assert broken(ports, meeting, Rule.ATTENDING) == labels


def test_each_breach_flags_and_none_drops_even_when_one_question_breaks_every_rule(
    ports: Ports, meeting: Meeting, clock: StoppedClock
) -> None:
    meeting = ruled(
        ports,
        meeting,
        late=Late.REFUSED,
        per_person=1,
        per_organisation=1,
        per_meeting=1,
        length=3,
        identity=Identity.NAME,
        scope=Scope.AGENDA,
        attending=Attending.READ_OUT,
    )
    one = {"email": "dina@example.org", "organisation": "Carers", "attending": "in_person"}
    sent(ports, meeting, "Why?", name="Dina Smith", **one)
    clock.now = meeting.details.closes_at + timedelta(hours=1)
    number = sent(ports, meeting, "And why so late?", **one)

    assert [breach.rule for breach in found(ports, meeting)[number]] == list(Rule)
    queue = ports.store.queue.page(meeting.id, QueueFilter(frozenset({State.RECEIVED})), 10)
    assert [question.source.text for question in queue] == ["Why?", "And why so late?"]
