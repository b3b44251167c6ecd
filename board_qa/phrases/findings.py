"""What each picture of the listening report shows, in a sentence: its title, and what is read in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.listening.asked_about import Word
from board_qa.domain.listening.conversation import Conversation, Measures, Talker
from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.listening.timeline import Step, Timeline
from board_qa.domain.listening.tone import Tone, Tones
from board_qa.domain.questions.audience import CAME_BY
from board_qa.domain.text.saying import ENGLISH
from board_qa.domain.text.spoken import clock_time, spoken_date

# How many words a title names.
NAMED = 3


def most_came(told: Timeline, translations: NullTranslations = ENGLISH) -> str:
    """When most was posted and most was asked; '' where neither was, or there is no time in which it could be."""
    if not told.stretches:
        return ""
    posted, asked = (max(told.stretches, key=number) for number in (lambda one: one.posts, lambda one: one.questions))
    said = []
    if posted.posts:
        on = _on(posted.begins, told, translations)
        said.append(translations.gettext("Most posts came {on}: {count}.").format(on=on, count=f"{posted.posts:,}"))
    if asked.questions:
        on, count = _on(asked.begins, told, translations), f"{asked.questions:,}"
        said.append(translations.gettext("Most questions came {on}: {count}.").format(on=on, count=count))
    return " ".join(said)


def stretch_said(begins: datetime, told: Timeline, translations: NullTranslations = ENGLISH) -> str:
    """An hour, a day or a week, as the first cell of a row says it."""
    day = spoken_date(begins.astimezone(ZoneInfo(told.timezone)).date().isoformat(), translations)
    if told.step is Step.HOUR:
        return f"{day}, {clock_time(begins, told.timezone, translations)}"
    return translations.gettext("Week from {day}").format(day=day) if told.step is Step.WEEK else day


def how_they_came(ways: Sequence[Outcomes], translations: NullTranslations = ENGLISH) -> str:
    """By which way most questions came, and how many were answered; '' where none came."""
    total, answered = sum(one.asked for one in ways), sum(one.answered for one in ways)
    if not total:
        return ""
    said = translations.gettext("Most questions came this way: {way}, {asked} of {total}. Answered: {answered}.")
    first = max(ways, key=lambda one: one.asked)
    return said.format(
        way=way_said(first.name, translations), asked=f"{first.asked:,}", total=f"{total:,}", answered=f"{answered:,}"
    )


def way_said(name: str, translations: NullTranslations = ENGLISH) -> str:
    """How a question came: the name of a network, or another way."""
    return translations.gettext(CAME_BY[name]) if name in CAME_BY else name


def who_talked(told: Conversation, measures: Measures, translations: NullTranslations = ENGLISH) -> str:
    """How many talked with somebody, and with whom most did; '' where nobody did."""
    talked = measures.vertices - measures.single_vertices
    if not talked:
        return ""
    said = translations.gettext("{talked} of {all} accounts talked with others, most of them with {who}.")
    return said.format(
        talked=f"{talked:,}", all=f"{measures.vertices:,}", who=talker_said(told.talkers[0], translations)
    )


def talker_said(talker: Talker, translations: NullTranslations = ENGLISH) -> str:
    """Whoever may be named by their handle, and everybody else by a number."""
    return talker.handle or translations.gettext("Account {number}").format(number=talker.number)


def asked_most_about(words: Sequence[Word], translations: NullTranslations = ENGLISH, named: int = NAMED) -> str:
    """The first words of the cloud; '' for an empty one."""
    first = ", ".join(one.text for one in words[:named])
    return translations.gettext("Asked about most: {words}.").format(words=first) if first else ""


def tagged_as(told: Tones) -> str:
    """How many of those tagged were positive and negative; '' where none was tagged."""
    if not told.tagged:
        return ""
    positive, negative = told.share(Tone.POSITIVE), told.share(Tone.NEGATIVE)
    return f"Of {told.tagged:,} tagged posts {positive}% are positive and {negative}% negative."


def grew(asked: Sequence[int]) -> str:
    """From the first of several meetings to the last; '' where there is nothing to compare."""
    if len(asked) < 2:
        return ""
    return f"Questions a meeting: {asked[0]:,} at the first of these, {asked[-1]:,} at the last."


def _on(begins: datetime, told: Timeline, translations: NullTranslations) -> str:
    day = spoken_date(begins.astimezone(ZoneInfo(told.timezone)).date().isoformat(), translations)
    said = {
        Step.HOUR: translations.gettext("in the hour from {time} on {day}"),
        Step.DAY: translations.gettext("on {day}"),
        Step.WEEK: translations.gettext("in the week from {day}"),
    }[told.step]
    return said.format(day=day, time=clock_time(begins, told.timezone, translations))
