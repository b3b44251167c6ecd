"""How the questions of a meeting stand to the board's rules. Each breach is a flag; a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from board_qa.domain.meetings import deadlines
from board_qa.domain.meetings.meeting import Meeting, MeetingDetails
from board_qa.domain.meetings.rules import Attending, Rules
from board_qa.domain.questions.askers import organisation_key, person_keys
from board_qa.domain.questions.breaches import Asked, Breach, Counted, Rule, breaches_of
from board_qa.domain.questions.question import Question, State
from board_qa.domain.questions.tallies import Earlier, tallied
from board_qa.ports import Ports


class ClosesBeforeOpening(Exception):
    """The rule closes questions, at `closes_at` (aware UTC), before they open: nobody could ask one."""

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(f"closes at {closes_at}, before it opens")
        self.closes_at = closes_at


def breaches(ports: Ports, meeting: Meeting, questions: Sequence[Question]) -> dict[int, tuple[Breach, ...]]:
    """Breaches of these questions by number. What its author withdrew counts against nobody.

    Only a limit makes one question depend on others, and only on those of the same asker: no others are read.
    """
    rules = meeting.details.rules
    asked_now = [asked(question) for question in questions if question.state is not State.WITHDRAWN]
    limited = [one for one in asked_now if not one.supplementary]
    return breaches_of(rules, meeting.details.closes_at, asked_now, _counted(ports, meeting, limited))


def _counted(ports: Ports, meeting: Meeting, questions: Sequence[Asked]) -> Counted:
    rules, askers, numbers = meeting.details.rules, ports.store.askers, [one.number for one in questions]
    counted: dict[Rule, Mapping[int, Earlier]] = {}
    if rules.per_person:
        people = {key for one in questions for key in one.people}
        counted[Rule.PER_PERSON] = tallied(askers.same_people(meeting.id, people), numbers)
    if rules.per_organisation:
        organisations = {organisation_key(one.organisation) for one in questions} - {""}
        counted[Rule.PER_ORGANISATION] = tallied(askers.same_organisations(meeting.id, organisations), numbers)
    if rules.per_meeting:
        before = askers.came_before(meeting.id, numbers)
        counted[Rule.PER_MEETING] = {number: Earlier(count) for number, count in before.items()}
    return counted


def asked(question: Question) -> Asked:
    """A question as the rules see it."""
    source = question.source
    return Asked(
        number=question.number,
        text=source.words,
        asked_at=source.asked_at,
        people=person_keys(source.author_name, source.author_handle, source.email, source.channel),
        organisation=source.organisation,
        name=source.author_name,
        agenda_item=question.disposition.agenda_item,
        attending=Attending(source.attending) if source.attending else Attending.EITHER,
        supplementary=bool(question.supplementary),
    )


def closes_at(ports: Ports, rules: Rules, starts_at: datetime, timezone: str) -> datetime:
    """When questions close by the rule, as aware UTC."""
    return deadlines.closes_at(rules.deadline, starts_at, timezone, partial(_works, ports, rules))


def closes_by_rule(ports: Ports, details: MeetingDetails) -> bool:
    """Whether questions close when the rule says."""
    return details.closes_at == closes_at(ports, details.rules, details.starts_at, details.timezone)


def with_deadline(ports: Ports, details: MeetingDetails) -> MeetingDetails:
    """These details with the deadline their rules give, unless somebody set another one and said why.

    Raises ClosesBeforeOpening.
    """
    if details.deadline_reason:
        return details
    closes = closes_at(ports, details.rules, details.starts_at, details.timezone)
    if closes <= details.opens_at:
        raise ClosesBeforeOpening(closes)
    return replace(details, closes_at=closes)


def written_due(ports: Ports, meeting: Meeting) -> date:
    """When a written answer is due by the rule, or, once that day is over, as if the meeting were today."""
    details, now = meeting.details, today(ports, meeting)
    day = details.starts_at.astimezone(ZoneInfo(details.timezone)).date()
    due = partial(
        deadlines.written_due, details.rules.written_due, is_working_day=partial(_works, ports, details.rules)
    )
    return by_rule if (by_rule := due(day)) >= now else due(now)


def today(ports: Ports, meeting: Meeting) -> date:
    """The day by the clocks of the meeting's board."""
    return ports.clock().astimezone(ZoneInfo(meeting.details.timezone)).date()


def working_days_until(ports: Ports, meeting: Meeting, day: date) -> int:
    """How many working days of the board's nation are left until a day; 0 on the day and after it."""
    works = partial(_works, ports, meeting.details.rules)
    return deadlines.working_days_until(today(ports, meeting), day, works)


def _works(ports: Ports, rules: Rules, day: date) -> bool:
    return ports.working_days.is_working_day(day, rules.nation)
