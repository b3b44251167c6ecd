"""What stands in the minutes' appendix and in the report, whatever kind of file is made of it.

All of it comes from the record, and so passes the rules of the public register. Addresses of posts are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import State
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.saying import ENGLISH, language
from board_qa.domain.text.spoken import long_date
from board_qa.domain.text.wording import one_line, shown
from board_qa.exports.listening.summary import summary_said
from board_qa.exports.minutes.rows import words_of_question, words_of_what_became
from board_qa.exports.minutes.words import Words, typed
from board_qa.phrases import minutes as said
from board_qa.phrases.findings import asked_most_about
from board_qa.phrases.record import counts_said, reason_language, state_said
from board_qa.services.listening.summary import Summary
from board_qa.services.meetings.minutes import Pack

_SENT_AWAY = (State.DECLINED, State.REDIRECTED)


class Kind(StrEnum):
    MINUTES = "minutes"
    REPORT = "report"


@dataclass(frozen=True)
class Table:
    """Each cell has paragraphs. The first cell of a row says which question it is of."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Words, ...], ...], ...]


@dataclass(frozen=True)
class Part:
    """What stands under one heading: paragraphs, then a list, then a table."""

    heading: str
    paragraphs: tuple[Words, ...] = ()
    items: tuple[Words, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Document:
    """`first_page` stands alone on the first page, in the report; `lang` is "en" or "cy". `made` says as of when it is,
    and `without_letters` is for a file that could not show every character."""

    kind: Kind
    title: str
    lang: str
    meeting: Words
    day: str
    organisation: str
    first_page: Part | None
    parts: tuple[Part, ...]
    made: str
    without_letters: str
    made_at: datetime


def describe(
    pack: Pack, kind: Kind, organisation: str, now: datetime, translations: NullTranslations = ENGLISH
) -> Document:
    meeting, lang = pack.record.meeting, language(translations)
    details = meeting.details
    day = long_date(details.starts_at, details.timezone, translations)
    return Document(
        kind=kind,
        title=translations.gettext(said.MINUTES if kind is Kind.MINUTES else said.REPORT),
        lang=lang,
        meeting=typed(one_line(details.title), lang),
        day=day,
        organisation=organisation,
        first_page=_key_messages(pack, translations) if kind is Kind.REPORT else None,
        parts=tuple(_parts(pack, kind, organisation, day, translations)),
        made=said.made_on(now.astimezone(ZoneInfo(details.timezone)).date(), translations),
        without_letters=translations.gettext(said.NO_LETTER),
        made_at=now,
    )


def _key_messages(pack: Pack, translations: NullTranslations) -> Part:
    lines, theirs = pack.messages.for_page(language(translations))
    foreign = "" if theirs == language(translations) else theirs
    return Part(translations.gettext(said.KEY_MESSAGES), items=tuple(Words(one, foreign) for one in lines))


def _parts(pack: Pack, kind: Kind, organisation: str, day: str, translations: NullTranslations) -> Iterator[Part]:
    _, record = translations.gettext, pack.record
    yield _meeting(record.meeting, organisation, day, translations)
    yield Part(_(said.BECAME), items=_counted(counts_said(record.counts, translations)))
    if record.came_by:
        yield Part(_(said.CAME_BY), items=_counted(record.came_by.items()))
    if kind is Kind.REPORT:
        yield _heard(pack.heard, translations)
    yield _questions(pack, translations)
    yield _written(record.entries, translations)
    yield _declined(pack, translations)


def _meeting(meeting: Meeting, organisation: str, day: str, translations: NullTranslations) -> Part:
    lang, details, _ = language(translations), meeting.details, translations.gettext
    facts = (
        replace(typed(organisation, lang), label=_(said.BOARD)),
        replace(typed(one_line(details.title), lang), label=_(said.MEETING)),
        Words(day, label=_(said.DAY)),
        replace(typed(one_line(details.venue), lang), label=_(said.VENUE)),
        Words(said.section_said(meeting, translations), label=_(said.SECTION)),
    )
    return Part(_(said.THE_MEETING), tuple(one for one in facts if one.text))


def _heard(heard: Summary, translations: NullTranslations) -> Part:
    """The figures of the listening report, and what most questions were about."""
    about = asked_most_about(heard.words, translations, len(heard.words))
    return Part(
        translations.gettext(said.HEARD),
        items=_counted(summary_said(heard, translations)),
        paragraphs=(Words(about),) if about else (),
    )


def _counted(counts: Iterable[tuple[str, int]]) -> tuple[Words, ...]:
    return tuple(Words(f"{count:,}", label=label) for label, count in counts)


def _questions(pack: Pack, translations: NullTranslations) -> Part:
    """Every question that was put, or is still to be, each supplementary one after its own."""
    _, record = translations.gettext, pack.record
    told = [entry for entry in record.entries if entry.state not in _SENT_AWAY]
    heading = _(said.QUESTIONS)
    if not told:
        return Part(heading, (Words(_(said.NO_QUESTIONS)),))
    zone = ZoneInfo(record.meeting.details.timezone)
    parents = {entry.number: entry.called for entry in record.entries}
    rows = tuple(
        (
            (Words(entry.called, strong=True),),
            words_of_question(entry, parents.get(entry.parent or 0, ""), zone, translations),
            words_of_what_became(entry, pack.over, zone, translations),
        )
        for entry in told
    )
    return Part(heading, table=Table((_(said.NUMBER), _(said.QUESTION), _(said.ANSWER)), rows))


def _written(entries: Sequence[RegisterEntry], translations: NullTranslations) -> Part:
    heading = translations.gettext(said.WRITTEN)
    owed = [entry for entry in entries if entry.state is State.WRITTEN]
    if not owed:
        return Part(heading, (Words(translations.gettext(said.NONE_WRITTEN)),))
    items = (Words(said.promised(one.due_on, translations), label=_named(one, translations)) for one in owed)
    return Part(heading, items=tuple(items))


def _declined(pack: Pack, translations: NullTranslations) -> Part:
    """Without their words, which nobody approved; each with its reason where the board publishes that."""
    _, record = translations.gettext, pack.record
    heading = _(said.DECLINED)
    if not any(record.counts.get(state) for state in _SENT_AWAY):
        return Part(heading, (Words(_(said.NONE_DECLINED)),))
    if not record.meeting.details.rules.publish_declined:
        return Part(heading, (Words(_(said.NOT_LISTED)),))
    items = (
        Words(
            shown(entry.reason),
            reason_language(entry.reason, translations),
            f"{_named(entry, translations)}. {state_said(entry, pack.over, translations)}",
        )
        for entry in record.entries
        if entry.state in _SENT_AWAY
    )
    return Part(heading, (Words(said.words_withheld(translations)),), tuple(items))


def _named(entry: RegisterEntry, translations: NullTranslations) -> str:
    return translations.gettext("Question {number}").format(number=entry.called)
