"""The part of the public rules page about answers: the order, the meeting, written answers, publishing and help."""

from __future__ import annotations

from gettext import NullTranslations

from board_qa.domain.meetings.deadlines import DeadlineKind, DueUnit, WrittenDue
from board_qa.domain.meetings.rules import Nation, Redirect, Rules
from board_qa.domain.text.saying import ENGLISH, offered, only_typed


class Item(str):
    """A sentence that is one of several alike: the page shows them as a list."""

    __slots__ = ()


def where_else(rules: Rules, translations: NullTranslations = ENGLISH) -> list[str]:
    """Redirects are no rejections, and the page says so; nothing where a board has none."""
    if not rules.redirects:
        return []
    better = translations.gettext(
        "Some questions get a better answer somewhere else. This does not mean we declined them."
    )
    return [better, *(Item(redirected(redirect, translations)) for redirect in rules.redirects)]


def redirected(redirect: Redirect, translations: NullTranslations = ENGLISH) -> str:
    """Where a question may go and what its asker reads: all as typed where a board changed the advice."""
    name = redirect.name if only_typed(redirect.advice, translations) else offered(redirect.name, translations)
    return f"{name}: {offered(redirect.advice, translations)}"


def order(translations: NullTranslations = ENGLISH) -> list[str]:
    """The order is no setting: every board's questions are taken as they were received."""
    return [
        translations.gettext("We take questions in the order we get them."),
        translations.gettext("The moderator may change the order. We record each change."),
        translations.gettext("Support from other people shows us what matters to them. It never decides the order."),
    ]


def at_the_meeting(rules: Rules, section_minutes: int, translations: NullTranslations = ENGLISH) -> list[str]:
    """How much time there is."""
    kept = translations.ngettext(
        "We keep {count} minute of the meeting for questions.",
        "We keep {count} minutes of the meeting for questions.",
        section_minutes,
    )
    sentences = [kept.format(count=section_minutes)]
    if rules.minutes_per_question:
        each = translations.ngettext(
            "Each question and its answer can take up to {count} minute.",
            "Each question and its answer can take up to {count} minutes.",
            rules.minutes_per_question,
        )
        sentences.append(each.format(count=rules.minutes_per_question))
    if rules.supplementary:
        return [*sentences, translations.gettext("After you hear the answer, you can ask a follow-up question.")]
    return [*sentences, translations.gettext("There is no time for follow-up questions.")]


def written_answers(rules: Rules, translations: NullTranslations = ENGLISH) -> list[str]:
    """When they are due, and what counts as a working day where the deadline did not already say it."""
    sentences = [_within(rules.written_due, translations)]
    if rules.written_due.unit is DueUnit.MONTHS:
        sentences.append(
            translations.gettext("If that day is not a working day, you get it on the working day before.")
        )
    return [*sentences, working_days(rules, translations)] if rules.deadline.kind is DeadlineKind.HOURS else sentences


def _within(due: WrittenDue, translations: NullTranslations) -> str:
    if due.unit is DueUnit.MONTHS:
        said = translations.ngettext(
            "If we answer in writing, you get the answer within {count} month of the meeting.",
            "If we answer in writing, you get the answer within {count} months of the meeting.",
            due.count,
        )
    else:
        said = translations.ngettext(
            "If we answer in writing, you get the answer within {count} working day of the meeting.",
            "If we answer in writing, you get the answer within {count} working days of the meeting.",
            due.count,
        )
    return said.format(count=due.count)


def what_we_publish(rules: Rules, translations: NullTranslations = ENGLISH) -> list[str]:
    """What the public record holds, and when."""
    unless = translations.gettext(
        "We publish your question, the answer and the name you gave, unless you asked us not to show it."
    )
    named = translations.gettext("We publish your question, the answer and the name you gave.")
    sentences = [unless if rules.names_may_be_withheld else named]
    if days := rules.publish_within_days:
        within = translations.ngettext(
            "We do this within {count} day of the meeting.", "We do this within {count} days of the meeting.", days
        )
        sentences.append(within.format(count=days))
    if rules.publish_declined:
        return [*sentences, translations.gettext("We also publish questions that we declined, with the reason.")]
    return [*sentences, translations.gettext("We do not publish questions that we declined.")]


def urgent_help(rules: Rules, translations: NullTranslations = ENGLISH) -> list[str]:
    """Where someone in distress finds help at once; nothing where a board names nowhere."""
    if not rules.signposts:
        return []
    return [
        translations.gettext("We cannot give urgent help here."),
        *(Item(offered(one, translations)) for one in rules.signposts),
    ]


def working_days(rules: Rules, translations: NullTranslations = ENGLISH) -> str:
    """What counts as a working day, which depends on the nation."""
    except_ = {
        Nation.ENGLAND: translations.gettext("Working days are Monday to Friday, except bank holidays in England."),
        Nation.WALES: translations.gettext("Working days are Monday to Friday, except bank holidays in Wales."),
        Nation.SCOTLAND: translations.gettext("Working days are Monday to Friday, except bank holidays in Scotland."),
    }
    return except_[rules.nation]
