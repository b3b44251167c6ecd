"""The public page about a meeting's rules, in plain words, made from the settings that the rules work by.

The words follow the NHS content guide (https://service-manual.nhs.uk/content): short sentences, "you" and "we",
numerals, no shortened negatives. Rules about answers and publishing are in `plain_answers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from itertools import groupby

from board_qa.domain.meetings.deadlines import DeadlineKind, spoken
from board_qa.domain.meetings.plain_answers import (
    Item,
    at_the_meeting,
    order,
    redirected,
    urgent_help,
    what_we_publish,
    where_else,
    working_days,
    written_answers,
)
from board_qa.domain.meetings.rules import Attending, Decider, Identity, Late, LengthUnit, Rules, Scope, reasons_offered
from board_qa.domain.text import wording
from board_qa.domain.text.saying import ENGLISH, offered, only_typed
from board_qa.domain.text.spoken import spoken_time


@dataclass(frozen=True)
class Section:
    """One heading of the page and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]

    def runs(self) -> list[tuple[bool, list[str]]]:
        """The sentences in reading order, those that make a list together, and whether they do."""
        return [(listed, list(run)) for listed, run in groupby(self.sentences, lambda one: isinstance(one, Item))]


def plain_rules(
    rules: Rules,
    starts_at: datetime,
    closes_at: datetime,
    timezone: str,
    section_minutes: int,
    deadline_reason: str = "",
    say: NullTranslations = ENGLISH,
) -> tuple[Section, ...]:
    """The sections of the page in reading order, without any that have nothing to say.

    Times are aware UTC. A `deadline_reason` means that a person set `closes_at`, and not the rule.
    """
    times = (spoken_time(starts_at, timezone, say), spoken_time(closes_at, timezone, say))
    page = {
        say.gettext("When to ask"): _when_to_ask(rules, *times, wording.one_line(deadline_reason), say),
        say.gettext("If your question is late"): _late(rules, say),
        say.gettext("How many questions you can ask"): _how_many(rules, say),
        say.gettext("How long your question can be"): _how_long(rules, say),
        say.gettext("Telling us who you are"): _who_you_are(rules, say),
        say.gettext("What you can ask about"): _what_about(rules, say),
        say.gettext("Asking it yourself or having it read out"): _attending(rules, say),
        say.gettext("Who decides"): _who_decides(rules, say),
        say.gettext("Why we may decline a question"): _why_declined(rules, say),
        say.gettext("Where else we may send your question"): where_else(rules, say),
        say.gettext("The order of questions"): order(say),
        say.gettext("At the meeting"): at_the_meeting(rules, section_minutes, say),
        say.gettext("Written answers"): written_answers(rules, say),
        say.gettext("What we publish"): what_we_publish(rules, say),
        say.gettext("If you need help now"): urgent_help(rules, say),
    }
    return tuple(Section(heading, tuple(sentences)) for heading, sentences in page.items() if sentences)


def typed_by_the_board(rules: Rules, deadline_reason: str, say: NullTranslations) -> frozenset[str]:
    """What stands on the page, or ends a sentence of it, as the board typed it, because nobody translated it."""
    texts = [_sentence(text) for text in rules.decline_reasons if only_typed(text, say)]
    texts += [redirected(one, say) for one in rules.redirects if only_typed(one.advice, say)]
    texts += [signpost for signpost in rules.signposts if only_typed(signpost, say)]
    reason = wording.one_line(deadline_reason)
    return frozenset([*texts, _sentence(reason)] if only_typed(reason, say) else texts)


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _when_to_ask(rules: Rules, starts: str, closes: str, reason: str, say: NullTranslations) -> list[str]:
    usual = say.gettext("Our usual rule is {rule}.") if reason else say.gettext("Our rule is {rule}.")
    sentences = [
        # Translators: in Welsh a time begins with "dydd", so "d{time}" makes the "ddydd" of "on" and "until".
        say.gettext("The meeting is on {time}.").format(time=starts),
        say.gettext("You can ask until {time}.").format(time=closes),
        usual.format(rule=spoken(rules.deadline, say)),
    ]
    if reason:
        set_ = say.gettext("We set a different time for this meeting. The reason: {reason}")
        sentences.append(set_.format(reason=_sentence(reason)))
    if rules.deadline.kind is DeadlineKind.CLEAR_WORKING_DAYS:
        sentences.append(
            say.gettext("We do not count the day questions close or the day of the meeting as clear working days.")
        )
    if rules.deadline.kind is DeadlineKind.WEEKDAY:
        sentences.append(say.gettext("If that day is a bank holiday, questions close on the working day before it."))
    return sentences if rules.deadline.kind is DeadlineKind.HOURS else [*sentences, working_days(rules, say)]


def _late(rules: Rules, say: NullTranslations) -> list[str]:
    becomes = {
        Late.REFUSED: say.gettext("We do not take late questions for this meeting."),
        Late.WRITTEN: say.gettext("We answer late questions in writing, not at the meeting."),
        Late.NEXT_MEETING: say.gettext("We keep late questions for the next meeting."),
    }
    kept = say.gettext("We keep a record of every late question and tell you what happens to it.")
    return [becomes[rules.late], kept]


def _how_many(rules: Rules, say: NullTranslations) -> list[str]:
    above = say.gettext("If there are more, a person decides what happens to them. We do not just delete them.")
    limited = rules.per_person or rules.per_organisation or rules.per_meeting
    each, organisation = _each_person(rules.per_person, say), _each_organisation(rules.per_organisation, say)
    return [said for said in (each, organisation, _meeting(rules.per_meeting, say), above if limited else "") if said]


def _each_person(limit: int, say: NullTranslations) -> str:
    if not limit:
        return say.gettext("You can ask more than 1 question.")
    said = say.ngettext("You can ask {count} question.", "You can ask up to {count} questions.", limit)
    return said.format(count=limit)


def _each_organisation(limit: int, say: NullTranslations) -> str:
    if not limit:
        return ""
    said = say.ngettext(
        "Each organisation can ask {count} question.", "Each organisation can ask up to {count} questions.", limit
    )
    return said.format(count=limit)


def _meeting(limit: int, say: NullTranslations) -> str:
    if not limit:
        return say.gettext("We take as many questions as time allows.")
    said = say.ngettext(
        "We take {count} question at this meeting.", "We take up to {count} questions at this meeting.", limit
    )
    return said.format(count=limit)


def _how_long(rules: Rules, say: NullTranslations) -> list[str]:
    room = wording.QUESTION_LIMIT
    if not rules.length:
        form = say.gettext("We set no limit, but our form has room for {count} characters.")
        return [form.format(count=room)]
    limit = _limit(rules.length, rules.length_unit, say)
    if rules.length_unit is LengthUnit.CHARACTERS and rules.length <= room:
        return [limit]
    return [limit, say.gettext("Our form has room for {count} characters.").format(count=room)]


def _limit(length: int, unit: LengthUnit, say: NullTranslations) -> str:
    if unit is LengthUnit.WORDS:
        said = say.ngettext(
            "Your question can be up to {count} word long.", "Your question can be up to {count} words long.", length
        )
    else:
        said = say.ngettext(
            "Your question can be up to {count} character long.",
            "Your question can be up to {count} characters long.",
            length,
        )
    return said.format(count=length)


def _who_you_are(rules: Rules, say: NullTranslations) -> list[str]:
    asked = {
        Identity.OPTIONAL: [say.gettext("You do not have to give your name.")],
        Identity.NAME: [say.gettext("Give your full name.")],
        Identity.NAME_AND_ORGANISATION: [
            say.gettext("Give your full name and your organisation."),
            say.gettext("If you are asking for yourself, write “member of the public” as your organisation."),
        ],
    }
    withheld = say.gettext("You can ask us not to show your name.")
    shown = withheld if rules.names_may_be_withheld else say.gettext("We show your name if you give it.")
    private = say.gettext("Only the people who run the meeting see your contact details. We never publish them.")
    return [*asked[rules.identity], shown, private]


def _what_about(rules: Rules, say: NullTranslations) -> list[str]:
    if rules.scope is Scope.AGENDA:
        return [say.gettext("You can ask about anything on the agenda of this meeting.")]
    return [say.gettext("You can ask about anything this board is responsible for.")]


def _attending(rules: Rules, say: NullTranslations) -> list[str]:
    ways = {
        Attending.EITHER: say.gettext("You can come and ask your question yourself, or we can read it out for you."),
        Attending.IN_PERSON: say.gettext("You need to come to the meeting and ask your question yourself."),
        Attending.READ_OUT: say.gettext("We read your question out at the meeting. You do not have to come."),
    }
    return [ways[rules.attending]]


def _who_decides(rules: Rules, say: NullTranslations) -> list[str]:
    reads = say.gettext("A moderator reads every question and decides what happens to it.")
    approved = say.gettext("We show a question only after it has been approved.")
    if rules.decider is Decider.CHAIR:
        agrees = say.gettext("A question is declined only after the chair of the meeting has agreed to it.")
        return [reads, agrees, approved]
    return [reads, approved]


def _why_declined(rules: Rules, say: NullTranslations) -> list[str]:
    reasons = [Item(_sentence(offered(reason, say))) for reason in reasons_offered(rules)]
    told = say.gettext("If we decline your question, we tell you the reason.")
    these = say.gettext("These are the reasons why we may decline a question.")
    return [these, *reasons, told] if reasons else [told]
