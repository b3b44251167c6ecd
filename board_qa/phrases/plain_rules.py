"""The public page about a meeting's rules, in plain words, made from the settings that the rules work by.

The words follow the NHS content guide (https://service-manual.nhs.uk/content): short sentences, "you" and "we",
numerals, no shortened negatives. Rules about answers and publishing are in `plain_answers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from itertools import groupby

from board_qa.domain.meetings.deadlines import ON_A_WEEKDAY, DeadlineKind
from board_qa.domain.meetings.rules import Attending, Decider, Identity, Late, LengthUnit, Rules, Scope, reasons_offered
from board_qa.domain.text import wording
from board_qa.domain.text.saying import ENGLISH, offered, only_typed
from board_qa.domain.text.spoken import spoken_time
from board_qa.phrases.deadlines import describe
from board_qa.phrases.plain_answers import (
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


@dataclass(frozen=True)
class PageSection:
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
    translations: NullTranslations = ENGLISH,
) -> tuple[PageSection, ...]:
    """The sections of the page in reading order, without any that have nothing to say.

    Times are aware UTC. A `deadline_reason` means that a person set `closes_at`, and not the rule.
    """
    times = (spoken_time(starts_at, timezone, translations), spoken_time(closes_at, timezone, translations))
    page = {
        translations.gettext("When to ask"): _when_to_ask(
            rules, *times, wording.one_line(deadline_reason), translations
        ),
        translations.gettext("If your question is late"): _late(rules, translations),
        translations.gettext("How many questions you can ask"): _how_many(rules, translations),
        translations.gettext("How long your question can be"): _how_long(rules, translations),
        translations.gettext("Telling us who you are"): _who_you_are(rules, translations),
        translations.gettext("What you can ask about"): _what_about(rules, translations),
        translations.gettext("Asking it yourself or having it read out"): _attending(rules, translations),
        translations.gettext("Who decides"): _who_decides(rules, translations),
        translations.gettext("Why we may decline a question"): _why_declined(rules, translations),
        translations.gettext("Where else we may send your question"): where_else(rules, translations),
        translations.gettext("The order of questions"): order(translations),
        translations.gettext("At the meeting"): at_the_meeting(rules, section_minutes, translations),
        translations.gettext("Written answers"): written_answers(rules, translations),
        translations.gettext("What we publish"): what_we_publish(rules, translations),
        translations.gettext("If you need help now"): urgent_help(rules, translations),
    }
    return tuple(PageSection(heading, tuple(sentences)) for heading, sentences in page.items() if sentences)


def typed_by_the_board(rules: Rules, deadline_reason: str, translations: NullTranslations) -> frozenset[str]:
    """What stands on the page, or ends a sentence of it, as the board typed it, because nobody translated it."""
    reasons = [reason.sentence for reason in rules.decline_reasons]
    texts = [_sentence(text) for text in reasons if only_typed(text, translations)]
    texts += [redirected(one, translations) for one in rules.redirects if only_typed(one.advice, translations)]
    texts += [signpost for signpost in rules.signposts if only_typed(signpost, translations)]
    reason = wording.one_line(deadline_reason)
    return frozenset([*texts, _sentence(reason)] if only_typed(reason, translations) else texts)


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _when_to_ask(rules: Rules, starts: str, closes: str, reason: str, translations: NullTranslations) -> list[str]:
    usual = translations.gettext("Our usual rule is {rule}.") if reason else translations.gettext("Our rule is {rule}.")
    sentences = [
        # Translators: in Welsh a time begins with "dydd", so "d{time}" makes the "ddydd" of "on" and "until".
        translations.gettext("The meeting is on {time}.").format(time=starts),
        translations.gettext("You can ask until {time}.").format(time=closes),
        usual.format(rule=describe(rules.deadline, translations)),
    ]
    if reason:
        set_ = translations.gettext("We set a different time for this meeting. The reason: {reason}")
        sentences.append(set_.format(reason=_sentence(reason)))
    if rules.deadline.kind is DeadlineKind.CLEAR_WORKING_DAYS:
        sentences.append(
            translations.gettext(
                "We do not count the day questions close or the day of the meeting as clear working days."
            )
        )
    if rules.deadline.kind in ON_A_WEEKDAY:
        sentences.append(
            translations.gettext("If that day is a bank holiday, questions close on the working day before it.")
        )
    return sentences if rules.deadline.kind is DeadlineKind.HOURS else [*sentences, working_days(rules, translations)]


def _late(rules: Rules, translations: NullTranslations) -> list[str]:
    becomes = {
        Late.REFUSED: translations.gettext("We do not take late questions for this meeting."),
        Late.WRITTEN: translations.gettext("We answer late questions in writing, not at the meeting."),
        Late.NEXT_MEETING: translations.gettext("We keep late questions for the next meeting."),
    }
    kept = translations.gettext("We keep a record of every late question and tell you what happens to it.")
    return [becomes[rules.late], kept]


def _how_many(rules: Rules, translations: NullTranslations) -> list[str]:
    above = translations.gettext(
        "If there are more, a person decides what happens to them. We do not just delete them."
    )
    limited = rules.per_person or rules.per_organisation or rules.per_meeting
    each, organisation = (
        _each_person(rules.per_person, translations),
        _each_organisation(rules.per_organisation, translations),
    )
    return [
        said
        for said in (each, organisation, _meeting(rules.per_meeting, translations), above if limited else "")
        if said
    ]


def _each_person(limit: int, translations: NullTranslations) -> str:
    if not limit:
        return translations.gettext("You can ask more than 1 question.")
    said = translations.ngettext("You can ask {count} question.", "You can ask up to {count} questions.", limit)
    return said.format(count=limit)


def _each_organisation(limit: int, translations: NullTranslations) -> str:
    if not limit:
        return ""
    said = translations.ngettext(
        "Each organisation can ask {count} question.", "Each organisation can ask up to {count} questions.", limit
    )
    return said.format(count=limit)


def _meeting(limit: int, translations: NullTranslations) -> str:
    if not limit:
        return translations.gettext("We take as many questions as time allows.")
    said = translations.ngettext(
        "We take {count} question at this meeting.", "We take up to {count} questions at this meeting.", limit
    )
    return said.format(count=limit)


def _how_long(rules: Rules, translations: NullTranslations) -> list[str]:
    room = wording.QUESTION_LIMIT
    if not rules.length:
        form = translations.gettext("We set no limit, but our form has room for {count} characters.")
        return [form.format(count=room)]
    limit = _limit(rules.length, rules.length_unit, translations)
    if rules.length_unit is LengthUnit.CHARACTERS and rules.length <= room:
        return [limit]
    return [limit, translations.gettext("Our form has room for {count} characters.").format(count=room)]


def _limit(length: int, unit: LengthUnit, translations: NullTranslations) -> str:
    if unit is LengthUnit.WORDS:
        said = translations.ngettext(
            "Your question can be up to {count} word long.", "Your question can be up to {count} words long.", length
        )
    else:
        said = translations.ngettext(
            "Your question can be up to {count} character long.",
            "Your question can be up to {count} characters long.",
            length,
        )
    return said.format(count=length)


def _who_you_are(rules: Rules, translations: NullTranslations) -> list[str]:
    asked = {
        Identity.OPTIONAL: [translations.gettext("You do not have to give your name.")],
        Identity.NAME: [translations.gettext("Give your full name.")],
        Identity.NAME_AND_ORGANISATION: [
            translations.gettext("Give your full name and your organisation."),
            translations.gettext("If you are asking for yourself, write “member of the public” as your organisation."),
        ],
    }
    withheld = translations.gettext("You can ask us not to show your name.")
    shown = withheld if rules.names_may_be_withheld else translations.gettext("We show your name if you give it.")
    private = translations.gettext(
        "Only the people who run the meeting see your contact details. We never publish them."
    )
    return [*asked[rules.identity], shown, private]


def _what_about(rules: Rules, translations: NullTranslations) -> list[str]:
    if rules.scope is Scope.AGENDA:
        return [translations.gettext("You can ask about anything on the agenda of this meeting.")]
    return [translations.gettext("You can ask about anything this board is responsible for.")]


def _attending(rules: Rules, translations: NullTranslations) -> list[str]:
    ways = {
        Attending.EITHER: translations.gettext(
            "You can come and ask your question yourself, or we can read it out for you."
        ),
        Attending.IN_PERSON: translations.gettext("You need to come to the meeting and ask your question yourself."),
        Attending.READ_OUT: translations.gettext("We read your question out at the meeting. You do not have to come."),
    }
    return [ways[rules.attending]]


def _who_decides(rules: Rules, translations: NullTranslations) -> list[str]:
    reads = translations.gettext("A moderator reads every question and decides what happens to it.")
    approved = translations.gettext("We show a question only after it has been approved.")
    if rules.decider is Decider.CHAIR:
        agrees = translations.gettext("A question is declined only after the chair of the meeting has agreed to it.")
        return [reads, agrees, approved]
    return [reads, approved]


def _why_declined(rules: Rules, translations: NullTranslations) -> list[str]:
    reasons = [Item(_sentence(offered(reason.sentence, translations))) for reason in reasons_offered(rules)]
    told = translations.gettext("If we decline your question, we tell you the reason.")
    these = translations.gettext("These are the reasons why we may decline a question.")
    return [these, *reasons, told] if reasons else [told]
