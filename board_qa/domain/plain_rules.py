"""The public page about a meeting's rules, in plain English, made from the settings that the rules work by.

The words follow the NHS content guide (https://service-manual.nhs.uk/content): short sentences, "you" and "we",
numerals, no shortened negatives. Rules about answers and publishing are in `plain_answers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import wording
from .deadlines import DeadlineKind, counted, spoken
from .plain_answers import (
    at_the_meeting,
    order,
    urgent_help,
    what_we_publish,
    where_else,
    working_days,
    written_answers,
)
from .rules import Attending, Decider, Identity, Late, LengthUnit, Rules, Scope, reasons_offered
from .spoken import spoken_time


@dataclass(frozen=True)
class Section:
    """One heading of the page and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]


def plain_rules(
    rules: Rules,
    starts_at: datetime,
    closes_at: datetime,
    timezone: str,
    section_minutes: int,
    deadline_reason: str = "",
) -> tuple[Section, ...]:
    """The sections of the page in reading order, without any that have nothing to say.

    Times are aware UTC. A `deadline_reason` means that a person set `closes_at`, and not the rule.
    """
    times = (spoken_time(starts_at, timezone), spoken_time(closes_at, timezone))
    page = {
        "When to ask": _when_to_ask(rules, *times, wording.one_line(deadline_reason)),
        "If your question is late": _late(rules),
        "How many questions you can ask": _how_many(rules),
        "How long your question can be": _how_long(rules),
        "Telling us who you are": _who_you_are(rules),
        "What you can ask about": _what_about(rules),
        "Asking it yourself or having it read out": _attending(rules),
        "Who decides": _who_decides(rules),
        "Why we may decline a question": _why_declined(rules),
        "Where else we may send your question": where_else(rules),
        "The order of questions": order(),
        "At the meeting": at_the_meeting(rules, section_minutes),
        "Written answers": written_answers(rules),
        "What we publish": what_we_publish(rules),
        "If you need help now": urgent_help(rules),
    }
    return tuple(Section(heading, tuple(sentences)) for heading, sentences in page.items() if sentences)


def _when_to_ask(rules: Rules, starts: str, closes: str, reason: str) -> list[str]:
    usual = "Our usual rule is" if reason else "Our rule is"
    sentences = [f"The meeting is on {starts}.", f"You can ask until {closes}.", f"{usual} {spoken(rules.deadline)}."]
    if reason:
        sentences.append(f"We set a different time for this meeting. The reason: {reason.rstrip('.')}.")
    if rules.deadline.kind is DeadlineKind.CLEAR_WORKING_DAYS:
        sentences.append("We do not count the day questions close or the day of the meeting as clear working days.")
    if rules.deadline.kind is DeadlineKind.WEEKDAY:
        sentences.append("If that day is a bank holiday, questions close on the working day before it.")
    return sentences if rules.deadline.kind is DeadlineKind.HOURS else [*sentences, working_days(rules)]


def _late(rules: Rules) -> list[str]:
    becomes = {
        Late.REFUSED: "We do not take late questions for this meeting.",
        Late.WRITTEN: "We answer late questions in writing, not at the meeting.",
        Late.NEXT_MEETING: "We keep late questions for the next meeting.",
    }
    return [becomes[rules.late], "We keep a record of every late question and tell you what happens to it."]


def _how_many(rules: Rules) -> list[str]:
    each = f"You can ask {_up_to(rules.per_person)}." if rules.per_person else "You can ask more than 1 question."
    organisation = f"Each organisation can ask {_up_to(rules.per_organisation)}." if rules.per_organisation else ""
    meeting = (
        f"{_up_to(rules.per_meeting)} at this meeting" if rules.per_meeting else "as many questions as time allows"
    )
    above = "If there are more, a person decides what happens to them. We do not just delete them."
    limited = rules.per_person or rules.per_organisation or rules.per_meeting
    return [said for said in (each, organisation, f"We take {meeting}.", above if limited else "") if said]


def _up_to(questions: int) -> str:
    return "1 question" if questions == 1 else f"up to {questions} questions"


def _how_long(rules: Rules) -> list[str]:
    form = f"{wording.QUESTION_LIMIT} characters"
    if not rules.length:
        return [f"We set no limit, but our form has room for {form}."]
    unit = rules.length_unit.removesuffix("s")
    limit = [f"Your question can be up to {counted(rules.length, unit)} long."]
    if rules.length_unit is LengthUnit.CHARACTERS and rules.length <= wording.QUESTION_LIMIT:
        return limit
    return [*limit, f"Our form has room for {form}."]


def _who_you_are(rules: Rules) -> list[str]:
    asked = {
        Identity.OPTIONAL: ["You do not have to give your name."],
        Identity.NAME: ["Give your full name."],
        Identity.NAME_AND_ORGANISATION: [
            "Give your full name and your organisation.",
            "If you are asking for yourself, write “member of the public” as your organisation.",
        ],
    }
    shown = (
        "You can ask us not to show your name." if rules.names_may_be_withheld else "We show your name if you give it."
    )
    private = "Only the people who run the meeting see your contact details. We never publish them."
    return [*asked[rules.identity], shown, private]


def _what_about(rules: Rules) -> list[str]:
    if rules.scope is Scope.AGENDA:
        return ["You can ask about anything on the agenda of this meeting."]
    return ["You can ask about anything this board is responsible for."]


def _attending(rules: Rules) -> list[str]:
    ways = {
        Attending.EITHER: "You can come and ask your question yourself, or we can read it out for you.",
        Attending.IN_PERSON: "You need to come to the meeting and ask your question yourself.",
        Attending.READ_OUT: "We read your question out at the meeting. You do not have to come.",
    }
    return [ways[rules.attending]]


def _who_decides(rules: Rules) -> list[str]:
    approved = "We show a question only after it has been approved."
    if rules.decider is Decider.CHAIR:
        reads = "A moderator reads every question and suggests what happens to it."
        return [reads, "The chair of the meeting makes the decision.", approved]
    return ["A moderator reads every question and decides what happens to it.", approved]


def _why_declined(rules: Rules) -> list[str]:
    reasons = [f"{reason.rstrip('.')}." for reason in reasons_offered(rules)]
    told = "If we decline your question, we tell you the reason."
    return ["These are the reasons why we may decline a question.", *reasons, told] if reasons else [told]
