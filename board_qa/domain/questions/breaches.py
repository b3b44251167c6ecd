"""Where a question does not keep to the meeting's rules. Each breach is a flag for the moderator, who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from board_qa.domain.meetings.deadlines import counted
from board_qa.domain.meetings.rules import Attending, Identity, Late, LengthUnit, Rules, Scope
from board_qa.domain.questions.tallies import Earlier
from board_qa.domain.text import wording


class Rule(StrEnum):
    """The rule that was not kept to."""

    LATE = "late"
    PER_PERSON = "per_person"
    PER_ORGANISATION = "per_organisation"
    PER_MEETING = "per_meeting"
    LENGTH = "length"
    IDENTITY = "identity"
    SCOPE = "scope"
    ATTENDING = "attending"


@dataclass(frozen=True)
class Asked:
    """What the rules look at in a question.

    `people` are the asker's `askers.person_keys`; `asked_at` is aware UTC; `agenda_item` is '' until the question is
    linked to one; `attending` is EITHER where the asker has not said. A `supplementary` question is asked in the
    meeting: it is never late, and neither a limit on the number of questions nor the rule about who comes is meant for
    it.
    """

    number: int
    text: str
    asked_at: datetime
    people: frozenset[str] = frozenset()
    organisation: str = ""
    name: str = ""
    agenda_item: str = ""
    attending: Attending = Attending.EITHER
    supplementary: bool = False


@dataclass(frozen=True)
class Breach:
    """One rule that was not kept to, as a sentence for the moderator and as a short tag."""

    rule: Rule
    sentence: str
    label: str


# How many questions came before each, by its number: from the same asker, or for the meeting. A rule without a limit
# needs none.
Counted = Mapping[Rule, Mapping[int, Earlier]]


def breaches_of(
    rules: Rules, closes_at: datetime, asked: Sequence[Asked], counted: Counted
) -> dict[int, tuple[Breach, ...]]:
    """The breaches of these questions by their numbers, in the order of `Rule`."""
    return {one.number: _found(rules, closes_at, one, counted) for one in asked}


def measured(text: str, unit: LengthUnit) -> int:
    """A text's length: words as a person counts them, between spaces, or characters as a reader sees them."""
    return len(wording.shown(text).split()) if unit is LengthUnit.WORDS else wording.length(text)


def _found(rules: Rules, closes_at: datetime, asked: Asked, counted: Counted) -> tuple[Breach, ...]:
    def earlier(rule: Rule) -> Earlier:
        return counted.get(rule, {}).get(asked.number, Earlier())

    return (
        *(() if asked.supplementary else _late(rules, closes_at, asked)),
        *_per_asker(Rule.PER_PERSON, "person", rules.per_person, earlier(Rule.PER_PERSON)),
        *_per_asker(Rule.PER_ORGANISATION, "organisation", rules.per_organisation, earlier(Rule.PER_ORGANISATION)),
        *_per_meeting(rules.per_meeting, earlier(Rule.PER_MEETING)),
        *_length(rules, asked),
        *_identity(rules, asked),
        *_scope(rules, asked),
        *(() if asked.supplementary else _attending(rules, asked)),
    )


_BECOMES = {
    Late.REFUSED: "The rules say that late questions are not taken",
    Late.WRITTEN: "The rules say that late questions get a written answer",
    Late.NEXT_MEETING: "The rules say that late questions go to the next meeting",
}


def _late(rules: Rules, closes_at: datetime, asked: Asked) -> Iterator[Breach]:
    # A deadline of noon takes what came at noon, as `admission.window` has it.
    if asked.asked_at > closes_at:
        after = _spoken_time(asked.asked_at - closes_at)
        yield Breach(Rule.LATE, f"It came {after} after questions closed. {_BECOMES[rules.late]}.", "Late")


def _spoken_time(time: timedelta) -> str:
    """Time that has passed, rounded down: to a day from 2 days on, to an hour from 2 hours on."""
    minutes = time // timedelta(minutes=1)
    if minutes >= 2 * 24 * 60:
        return counted(minutes // (24 * 60), "day")
    if minutes >= 2 * 60:
        return counted(minutes // 60, "hour")
    return counted(minutes, "minute") if minutes else "less than a minute"


def _per_asker(rule: Rule, asker: str, limit: int, earlier: Earlier) -> Iterator[Breach]:
    if limit and earlier.count >= limit:
        # With a number to look at: two people of one full name are one as far as we can tell.
        came = f"{counted(earlier.count, 'question')} came before it from the same {asker}, as far as we can tell"
        sentence = f"{came}: see question {earlier.first}. The limit is {limit} for each {asker}."
        yield Breach(rule, sentence, f"{earlier.count + 1} from one {asker}")


def _per_meeting(limit: int, earlier: Earlier) -> Iterator[Breach]:
    if limit and earlier.count >= limit:
        sentence = f"{counted(earlier.count, 'question')} came before it. The limit is {limit} for the meeting."
        yield Breach(Rule.PER_MEETING, sentence, f"Over the limit of {limit}")


def _length(rules: Rules, asked: Asked) -> Iterator[Breach]:
    length = measured(asked.text, rules.length_unit) if rules.length else 0
    if length > rules.length:
        has = f"{length} {rules.length_unit}"
        yield Breach(Rule.LENGTH, f"It has {has}. The limit is {rules.length}.", has)


def _identity(rules: Rules, asked: Asked) -> Iterator[Breach]:
    if rules.identity is not Identity.OPTIONAL and not wording.one_line(asked.name):
        yield Breach(Rule.IDENTITY, "The asker gave no name.", "No name")
    elif rules.identity is Identity.NAME_AND_ORGANISATION and not wording.one_line(asked.organisation):
        yield Breach(Rule.IDENTITY, "The asker gave no organisation.", "No organisation")


def _scope(rules: Rules, asked: Asked) -> Iterator[Breach]:
    if rules.scope is Scope.AGENDA and not wording.one_line(asked.agenda_item):
        yield Breach(Rule.SCOPE, "It is not linked to an item on the agenda yet.", "No agenda item")


def _attending(rules: Rules, asked: Asked) -> Iterator[Breach]:
    if rules.attending is Attending.IN_PERSON and asked.attending is Attending.READ_OUT:
        yield Breach(Rule.ATTENDING, "They want it read out. The rules say that people ask in person.", "Not attending")
    if rules.attending is Attending.READ_OUT and asked.attending is Attending.IN_PERSON:
        yield Breach(
            Rule.ATTENDING, "They want to ask in person. The rules say that questions are read out.", "In person"
        )
