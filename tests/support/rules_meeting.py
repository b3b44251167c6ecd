"""A meeting under rules of its own, and how its questions break them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from board_qa.domain.meetings.deadlines import Deadline, DeadlineKind, DueUnit, Weekday, WrittenDue
from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rewording import as_reasons, as_redirects
from board_qa.domain.meetings.rules import (
    Attending,
    Decider,
    Identity,
    Late,
    LengthUnit,
    Nation,
    Rules,
    Scope,
)
from board_qa.domain.questions.admission import AskForm
from board_qa.domain.questions.breaches import Breach, Rule
from board_qa.domain.questions.question import NewQuestion
from board_qa.ports import Ports
from board_qa.services.meetings import meetings
from board_qa.services.questions import rule_checks
from board_qa.services.questions.asking import ask

# Every setting is another one than the default.
OTHERS = Rules(
    nation=Nation.SCOTLAND,
    deadline=Deadline(DeadlineKind.CLEAR_WORKING_DAYS, 2, Weekday.TUESDAY, "09:30"),
    late=Late.REFUSED,
    per_person=2,
    per_organisation=1,
    per_meeting=8,
    length=50,
    length_unit=LengthUnit.CHARACTERS,
    identity=Identity.NAME_AND_ORGANISATION,
    names_may_be_withheld=False,
    scope=Scope.AGENDA,
    attending=Attending.READ_OUT,
    decline_reasons=as_reasons(("It is “too” <b>long</b>", "It is not ours & never was"), ()),
    redirects=as_redirects([("The mayor", "Ask them."), ("The <i>press</i>", "They know.")], ()),
    decider=Decider.CHAIR,
    minutes_per_question=4,
    supplementary=True,
    written_due=WrittenDue(1, DueUnit.MONTHS),
    publish_within_days=10,
    publish_declined=True,
    signposts=("Ring us on 01632 960001.",),
)


def again(ports: Ports, meeting: Meeting) -> Meeting:
    """The meeting as it is stored now."""
    found = ports.store.meetings.get(meeting.id)
    assert found is not None
    return found


def ruled(ports: Ports, meeting: Meeting, **changes: Any) -> Meeting:
    """The meeting once these of its rules were changed."""
    fresh = again(ports, meeting)
    meetings.set_rules(ports, fresh, replace(fresh.details.rules, **changes))
    return again(ports, meeting)


def found(ports: Ports, meeting: Meeting) -> dict[int, tuple[Breach, ...]]:
    """Every question's breaches by its number."""
    return rule_checks.breaches(ports, meeting, ports.store.questions.of_meeting(meeting.id))


def broken(ports: Ports, meeting: Meeting, rule: Rule) -> dict[int, str]:
    """The numbers of the questions that break this rule, each with its label."""
    return {n: b.label for n, breaches in found(ports, meeting).items() for b in breaches if b.rule is rule}


def posted(
    ports: Ports, meeting: Meeting, native_id: str, text: str, name: str, handle: str, network: str = "X"
) -> int:
    """A network's post in the queue, as the collector leaves it there; its number."""
    post = NewQuestion(network, native_id, text, name, ports.clock(), handle, version=native_id)
    return ports.store.questions.receive(meeting.id, post, ports.ids.token(), ports.clock()).number


def sent(ports: Ports, meeting: Meeting, text: str, **said: Any) -> int:
    """The number of a question from the web form, whose page has asked once who its asker is."""
    return ask(ports, meeting, AskForm(text, text, asked_who=True, **said)).number
