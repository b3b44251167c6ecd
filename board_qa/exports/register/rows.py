"""What the public record says, as rows. The page and every file are made of these, and so none says more than another.

`columns` says what each field means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.questions.register import RegisterEntry
from board_qa.domain.text.saying import ENGLISH, language
from board_qa.domain.text.wording import one_line
from board_qa.phrases.record import counts_said, left_out_said, state_said
from board_qa.services.meetings.record import Record


@dataclass(frozen=True)
class Row:
    """One question. Times are ISO 8601; days are those of the board's clocks. What is not so is ''."""

    meeting: str
    number: str
    state: str
    became: str
    question: str
    question_language: str
    edited: bool
    asked: str
    asked_language: str
    asked_by: str
    asked_on: str
    came_by: str
    post: str
    agenda_item: str
    also_asked_by: int
    put_together_with: str
    reason: str
    due_on: str
    answer: str
    answered_by: str
    answered_on: str
    left_out: str
    changed_at: str
    address: str


@dataclass(frozen=True)
class MeetingRow:
    """One meeting whose record is published."""

    code: str
    title: str
    starts_at: str
    venue: str
    published_at: str
    questions_asked: int
    days_to_answer: float | None
    address: str


@dataclass(frozen=True)
class PublishedRecord:
    """The record of a meeting in one language. `rows` are of `record.entries`, one for one; `counts` and `came_by` are
    what became of how many questions and how they came, in words. `over` says that the meeting is."""

    record: Record
    meeting: MeetingRow
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]
    came_by: tuple[tuple[str, int], ...]
    over: bool

    def row_of(self, number: int) -> Row | None:
        """The row of the question that addresses name so."""
        found = zip(self.record.entries, self.rows, strict=True)
        return next((row for entry, row in found if entry.number == number), None)


def published_record(
    record: Record,
    changed_at: Mapping[int, datetime],
    address: str,
    over: bool,
    translations: NullTranslations = ENGLISH,
) -> PublishedRecord:
    """`address` is that of its page; `over` says that the meeting is. The record has to be published."""
    meeting, published_at = record.meeting, record.meeting.record_published_at
    if published_at is None:
        raise ValueError(f"the record of {meeting.code} is not published")
    zone, counts = ZoneInfo(meeting.details.timezone), counts_said(record.counts, translations)

    def row(entry: RegisterEntry) -> Row:
        changed = max(published_at, changed_at.get(entry.number, published_at))
        return _row(entry, meeting.code, zone, changed, f"{address}/{entry.number}", over, translations)

    about = MeetingRow(
        code=meeting.code,
        title=one_line(meeting.details.title),
        starts_at=meeting.details.starts_at.astimezone(zone).isoformat(),
        venue=one_line(meeting.details.venue),
        published_at=_moment(published_at),
        questions_asked=counts[0][1],
        days_to_answer=record.days_to_answer,
        address=address,
    )
    return PublishedRecord(
        record,
        about,
        tuple(map(row, record.entries)),
        tuple(counts),
        tuple(record.came_by.items()),
        over,
    )


def _row(
    entry: RegisterEntry,
    code: str,
    zone: ZoneInfo,
    changed: datetime,
    address: str,
    over: bool,
    translations: NullTranslations,
) -> Row:
    here = language(translations)
    return Row(
        meeting=code,
        number=entry.called,
        state=entry.state.value,
        became=state_said(entry, over, translations),
        question=entry.text,
        question_language=(entry.lang or here) if entry.text else "",
        edited=entry.edited,
        asked=entry.asked,
        asked_language=(entry.asked_lang or here) if entry.asked else "",
        asked_by=entry.asked_by,
        asked_on=_day(entry.asked_at, zone).isoformat(),
        came_by=entry.via,
        post=entry.url,
        agenda_item=entry.agenda_item,
        also_asked_by=entry.together,
        put_together_with=entry.with_called,
        reason=entry.reason,
        due_on=entry.due_on,
        answer=entry.answer,
        answered_by=entry.answered_by,
        answered_on=_day(entry.answered_at, zone).isoformat() if entry.answered_at else "",
        left_out=left_out_said(entry, translations),
        changed_at=_moment(changed),
        address=address,
    )


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
