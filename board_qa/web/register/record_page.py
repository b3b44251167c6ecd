"""The page with the record of one meeting, and that of one question, as their templates are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from board_qa.domain.questions.narrowing import RecordFilter, narrowed
from board_qa.domain.questions.paging import Paging
from board_qa.domain.questions.paging import page as page_of
from board_qa.domain.text.saying import gettext_noop
from board_qa.exports.register.rows import PublishedRecord, Row
from board_qa.web.public.list_page import PER_PAGE
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.register.cards import RecordCard, card
from board_qa.web.register.narrowing_form import NarrowingForm
from board_qa.web.shell import words
from board_qa.web.shell.language import link, say

_MEDIAN = gettext_noop("Days to an answer that came after the meeting (median)")


@dataclass(frozen=True)
class PagesOf:
    """Where the other pages of a list are, '' where there is none, and which this is, '' where it is the only one."""

    said: str
    earlier: str
    later: str


@dataclass(frozen=True, kw_only=True)
class RecordPage(SitePage):
    """`found` says how many questions of all are shown, where somebody asked for some. `published` is a day. `figures`
    are what became of the questions, and `came_by` how they came, with how many of each."""

    meeting: ShownMeeting
    published: str
    form: NarrowingForm
    figures: tuple[tuple[str, str], ...]
    came_by: tuple[tuple[str, str], ...]
    cards: tuple[RecordCard, ...]
    pages: PagesOf
    found: str
    empty: str

    @property
    def narrows_by_state(self) -> bool:
        return len(self.form.state.choices) > 2

    @property
    def is_narrowed(self) -> bool:
        """Whether it is by what became of a question or by its agenda item."""
        wanted = self.form.wanted
        return wanted.state is not None or bool(wanted.agenda_item)

    @property
    def narrows_by_item(self) -> bool:
        return len(self.form.item.choices) > 1


@dataclass(frozen=True, kw_only=True)
class QuestionPage(SitePage):
    """`changed` is the day on which what stands here may last have changed."""

    meeting: ShownMeeting
    card: RecordCard
    changed: str


def record_page(one: PublishedRecord, form: NarrowingForm, number: int) -> RecordPage:
    """`number` is which page of the questions that were asked for."""
    meeting, wanted = one.record.meeting, form.wanted
    rows = _rows(one, wanted)
    paging = page_of(number, PER_PAGE, len(rows))
    return RecordPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        published=_day(one.meeting.published_at, one),
        form=form,
        figures=_figures(one),
        came_by=tuple((label, f"{count:,}") for label, count in one.came_by),
        cards=tuple(card(one, row) for row in rows[paging.skip : paging.last]),
        pages=pages_of(paging, "register.meeting", code=meeting.code, **_query(wanted)),
        found=found(len(rows), len(one.rows)) if wanted != RecordFilter() else "",
        empty=_empty(one) if not rows else "",
    )


def question_page(one: PublishedRecord, row: Row) -> QuestionPage:
    meeting = one.record.meeting
    return QuestionPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        card=card(one, row),
        changed=_day(row.changed_at, one),
    )


def pages_of(paging: Paging, view: str, **query: object) -> PagesOf:
    """The ways on from this page of a list, with the same query."""
    which = say().gettext("Page %(number)s of %(pages)s") % {"number": paging.number, "pages": paging.pages}
    before = paging.earlier if paging.earlier != 1 else None  # the first page has no number in its address
    return PagesOf(
        said=which if paging.pages > 1 else "",
        earlier=link(view, page=before, **query) if paging.earlier else "",
        later=link(view, page=paging.later, **query) if paging.later else "",
    )


def found(count: int, total: int) -> str:
    """How many were found, of how many."""
    return say().gettext("Questions shown: %(count)s of %(total)s") % {"count": f"{count:,}", "total": f"{total:,}"}


def _rows(one: PublishedRecord, wanted: RecordFilter) -> list[Row]:
    row_of = dict(zip(one.record.entries, one.rows, strict=True))
    return [row_of[entry] for entry in narrowed(one.record.entries, wanted)]


def _query(wanted: RecordFilter) -> dict[str, str | None]:
    state = wanted.state.value if wanted.state else None
    return {"find": wanted.words or None, "state": state, "item": wanted.agenda_item or None}


def _figures(one: PublishedRecord) -> tuple[tuple[str, str], ...]:
    """What nothing became of is left out, but for how many were asked and answered."""
    rows = [(label, f"{count:,}") for place, (label, count) in enumerate(one.counts) if count or place < 2]
    if one.meeting.days_to_answer is not None:
        rows.append((say().gettext(_MEDIAN), f"{one.meeting.days_to_answer:g}"))
    return tuple(rows)


def _empty(one: PublishedRecord) -> str:
    if one.rows:
        return say().gettext("No question in this record matches. Try fewer or other words.")
    return say().gettext("There is no question in this record.")


def _day(moment: str, one: PublishedRecord) -> str:
    return words.long_date(datetime.fromisoformat(moment).astimezone(UTC), one.record.meeting.details.timezone)
