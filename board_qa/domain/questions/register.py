"""What the public record says of each question. It lasts, and leaves out what somebody took back or deleted.

As in `audience`, text that no moderator accepted has no path here: an entry has words only for a question in
PUBLIC_STATES, or one that the board answered before its post was deleted, and then only words of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from gettext import NullTranslations
from statistics import median
from zoneinfo import ZoneInfo

from board_qa.domain.questions.audience import (
    CAME_BY,
    PUBLIC_STATES,
    asked_by,
    attribution,
    foreign,
    lang_attribute,
)
from board_qa.domain.questions.erasing import AT_THEIR_REQUEST
from board_qa.domain.questions.history import Action
from board_qa.domain.questions.question import Question, State
from board_qa.domain.text.saying import ENGLISH, offered
from board_qa.domain.text.wording import shown


class LeftOut(StrEnum):
    """Why an entry has no words of its asker's.

    DELETED is a post that is gone where it was made: networks require that its words go within the day
    (docs/networks/x.md). NOT_ACCEPTED is a question that was declined, sent on or put together with another one.
    ERASED is one that was in the record, until whoever asked it had it erased.
    """

    DELETED = "deleted"
    ERASED = "erased"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True)
class Move:
    """The last time a question came to the state it is in: from which one, when (aware UTC), and what was done.
    `by_asker`: whoever asked it wanted that."""

    left: State
    at: datetime
    action: Action
    by_asker: bool = False

    @property
    def took_from_the_record(self) -> bool:
        """Whether the record had it until it was erased: it was public, or answered when its post was deleted."""
        if self.action is Action.ERASE:
            return self.left in PUBLIC_STATES
        return self.left is State.ANSWERED and not self.by_asker


@dataclass(frozen=True)
class Background:
    """What the record needs of a question beside itself: when it was answered (aware UTC), how it was withdrawn,
    and what it is put together with. None is not known, or not so."""

    answered_at: datetime | None = None
    withdrawn: Move | None = None
    leader: Question | None = None


@dataclass(frozen=True)
class RegisterEntry:
    """One question of the public record. `called` is its number as people say it, and `number` what addresses name.

    `parent` is the number of the question that it is a supplementary one to, where the record has that one too. `text`
    is the question as put, in the language `lang` ('' for the page's own); `edited` says that a moderator worded it,
    and `asked` are the asker's own words beside it, '' where they do not differ or nobody allowed them. `url` is the
    address of the post, which names its author: '' where the name is withheld. `with_called` is the question that it
    was put together with, `together` how many others were put together with it. `due_on` and `erased_on` are ISO
    dates, `answered_at` aware UTC. What is not so is '' or None.
    """

    number: int
    called: str
    state: State
    asked_at: datetime
    text: str = ""
    lang: str = ""
    edited: bool = False
    asked: str = ""
    asked_lang: str = ""
    asked_by: str = ""
    via: str = ""
    url: str = ""
    agenda_item: str = ""
    together: int = 0
    with_called: str = ""
    reason: str = ""
    due_on: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    left_out: LeftOut | None = None
    erased_on: str = ""
    parent: int | None = None


def register_entry(
    question: Question,
    background: Background,
    zone: str,
    publishes_declined: bool,
    translations: NullTranslations = ENGLISH,
) -> RegisterEntry | None:
    """The entry of a question; None where the record has none.

    There is none of what nobody has decided about, of what its asker took back, and of what was declined, sent on or
    deleted unanswered where the board does not publish those. Where one was erased that the record had, its number and
    the day stay: others may have quoted it.
    """
    bare, leader = _bare(question), background.leader
    if question.state in PUBLIC_STATES:
        return _public(bare, question, background, zone, translations)
    withdrawn = background.withdrawn
    was_there = withdrawn is not None and withdrawn.took_from_the_record and question.reason == AT_THEIR_REQUEST
    if question.erased_at is not None and was_there:
        erased_on = question.erased_at.astimezone(ZoneInfo(zone)).date().isoformat()
        return replace(bare, left_out=LeftOut.ERASED, erased_on=erased_on)
    if is_answer_of_a_deleted_post(question, withdrawn):
        return _deleted(bare, question, background, translations)
    if question.state is State.GROUPED and leader is not None and _has_entry(leader):
        return replace(bare, with_called=leader.called)
    if publishes_declined and question.state in (State.DECLINED, State.REDIRECTED):
        return replace(bare, reason=offered(question.reason, translations))
    return None


def _has_entry(leader: Question) -> bool:
    """A question keeps what was put together with it after its post was deleted only where it was answered. Of what was
    erased with those that are in a group with it, the numbers stay."""
    if leader.erased_at is not None and leader.reason == AT_THEIR_REQUEST:
        return True
    return leader.state in PUBLIC_STATES or (leader.state is State.WITHDRAWN and bool(leader.disposition.answer))


def _bare(question: Question) -> RegisterEntry:
    """Its number and where it stands, without a word of anybody's."""
    asked_at = question.source.asked_at
    return RegisterEntry(question.number, question.called, question.state, asked_at, left_out=LeftOut.NOT_ACCEPTED)


def _public(
    bare: RegisterEntry, question: Question, background: Background, zone: str, translations: NullTranslations
) -> RegisterEntry:
    disposition = question.disposition
    beside = disposition.wording and disposition.shows_original
    entry = replace(
        bare,
        text=shown(question.words),
        lang=lang_attribute(question, translations),
        edited=bool(disposition.wording),
        asked=shown(question.source.words) if beside else "",
        asked_lang=foreign(question.asked_in, translations) if beside else "",
        asked_by=asked_by(question, translations),
        via=attribution(question, zone, translations),
        url="" if question.name_withheld else question.source.url,
        agenda_item=shown(disposition.agenda_item),
        together=question.together,
        due_on=disposition.due_on if question.state is State.WRITTEN else "",
        left_out=None,
    )
    return _with_answer(entry, question, background) if question.state is State.ANSWERED else entry


def is_answer_of_a_deleted_post(question: Question, withdrawn: Move | None) -> bool:
    """Whether the board answered it, and its post was deleted after that. An asker's own wish leaves nothing."""
    was_answered = withdrawn is not None and withdrawn.left is State.ANSWERED
    return question.state is State.WITHDRAWN and was_answered and not question.disposition.withdrawn_by_asker


def _deleted(
    bare: RegisterEntry, question: Question, background: Background, translations: NullTranslations
) -> RegisterEntry:
    """Our wording, the number and the answer stay; whatever stood in the post goes, its author with it."""
    wording = question.disposition.wording
    entry = replace(
        bare,
        state=State.ANSWERED,
        text=shown(wording),
        lang=lang_attribute(question, translations) if wording else "",
        edited=bool(wording),
        agenda_item=shown(question.disposition.agenda_item),
        left_out=LeftOut.DELETED,
    )
    return _with_answer(entry, question, background)


def _with_answer(entry: RegisterEntry, question: Question, background: Background) -> RegisterEntry:
    disposition = question.disposition
    return replace(
        entry,
        answer=shown(disposition.answer),
        answered_by=shown(disposition.answered_by),
        answered_at=background.answered_at,
    )


def came_by(questions: Iterable[Question], translations: NullTranslations = ENGLISH) -> dict[str, int]:
    """How many questions came by each way, the most first. What somebody took back is not counted."""
    counts = Counter(one.source.channel for one in questions if one.state is not State.WITHDRAWN)
    said = {channel: translations.gettext(CAME_BY.get(channel, channel)) for channel in counts}
    return dict(
        sorted(((said[channel], count) for channel, count in counts.items()), key=lambda item: (-item[1], item[0]))
    )


def days_to_answer(promised_on: date, entries: Iterable[RegisterEntry], zone: str) -> float | None:
    """The median of days from the meeting to each answer that came after its day; None where none did."""
    days = [
        (entry.answered_at.astimezone(ZoneInfo(zone)).date() - promised_on).days
        for entry in entries
        if entry.answered_at
    ]
    later = [count for count in days if count > 0]
    return median(later) if later else None
