"""One question of the record in the cells of its row, as the card of the public register has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.questions.audience import EDITED
from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.saying import language
from board_qa.domain.text.spoken import dated
from board_qa.exports.minutes.words import Words, typed
from board_qa.phrases import minutes as said
from board_qa.phrases.record import left_out_said, said_of_answer, state_said, together_said


def words_of_question(
    entry: RegisterEntry, parent: str, zone: ZoneInfo, translations: NullTranslations
) -> tuple[Words, ...]:
    """As it was put, as it was asked beside that where the record shows it, and who asked; '' is no `parent`."""
    return tuple(words for words in _of_question(entry, parent, zone, translations) if words.text)


def _of_question(entry: RegisterEntry, parent: str, zone: ZoneInfo, translations: NullTranslations) -> Iterator[Words]:
    _ = translations.gettext
    yield Words(_("Follow-up to question {number}").format(number=parent) if parent else "")
    yield Words(entry.text, entry.lang)
    yield Words(_(EDITED) if entry.edited else "")
    yield Words(left_out_said(entry, translations))
    yield Words(entry.asked, entry.asked_lang, _(said.AS_ASKED))
    yield Words(" · ".join(filter(None, (entry.asked_by, entry.via))) if entry.asked_by else "", label=_(said.ASKED_BY))
    yield Words(_("Asked on %(date)s") % {"date": _day(entry.asked_at, zone, translations)})
    yield Words(entry.agenda_item, typed(entry.agenda_item, language(translations)).lang, _(said.AGENDA_ITEM))
    yield Words(together_said(entry.together, translations))


def words_of_what_became(
    entry: RegisterEntry, over: bool, zone: ZoneInfo, translations: NullTranslations
) -> tuple[Words, ...]:
    """Where it stands, the answer, and who gave it when."""
    answered_on = _day(entry.answered_at, zone, translations) if entry.answered_at else ""
    lines = (
        Words(state_said(entry, over, translations), strong=True),
        typed(entry.answer, language(translations)),
        Words(said_of_answer(entry.answered_by, answered_on, translations)),
    )
    return tuple(line for line in lines if line.text)


def _day(moment: datetime, zone: ZoneInfo, translations: NullTranslations) -> str:
    return dated(moment.astimezone(zone).date().isoformat(), translations)
