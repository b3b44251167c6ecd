"""The page with the records of all meetings, and the search over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.questions.narrowing import RecordFilter, narrowed
from board_qa.domain.questions.paging import page as page_of
from board_qa.exports.register.columns import Meaning
from board_qa.exports.register.rows import PublishedRecord, Row
from board_qa.web.public.list_page import PER_PAGE
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.register.cards import RecordCard, card
from board_qa.web.register.narrowing_form import SearchForm
from board_qa.web.register.record_page import PagesOf, found, pages_of


@dataclass(frozen=True)
class MeetingFigures:
    """A meeting, and how many questions were asked and answered, in words."""

    meeting: ShownMeeting
    figures: str


@dataclass(frozen=True)
class FoundQuestion:
    meeting: ShownMeeting
    card: RecordCard


@dataclass(frozen=True, kw_only=True)
class AllPage(SitePage):
    """Either the `meetings`, or where somebody looks for words the questions that have them: `searched`."""

    form: SearchForm
    searched: bool
    meetings: tuple[MeetingFigures, ...]
    cards: tuple[FoundQuestion, ...]
    pages: PagesOf
    found: str


@dataclass(frozen=True, kw_only=True)
class ColumnsPage(SitePage):
    """What the columns of the files mean, table by table."""

    tables: tuple[tuple[str, tuple[Meaning, ...]], ...]


def all_page(records: Sequence[PublishedRecord], form: SearchForm, number: int) -> AllPage:
    matching = _matching(records, form.words) if form.words else []
    paging = page_of(number, PER_PAGE, len(matching))
    cards = (
        FoundQuestion(shown_meeting(one.record.meeting), card(one, row))
        for one, row in matching[paging.skip : paging.last]
    )
    return AllPage(
        signposts=help_now(),
        form=form,
        searched=bool(form.words),
        meetings=tuple(MeetingFigures(shown_meeting(one.record.meeting), _figures(one)) for one in records),
        cards=tuple(cards),
        pages=pages_of(paging, "register.index", find=form.words or None),
        found=found(len(matching), sum(len(one.rows) for one in records)) if form.words else "",
    )


def columns_page(meanings: Sequence[Meaning]) -> ColumnsPage:
    names = dict.fromkeys(one.table for one in meanings)
    tables = tuple((name, tuple(one for one in meanings if one.table == name)) for name in names)
    return ColumnsPage(signposts=help_now(), tables=tables)


def _matching(records: Sequence[PublishedRecord], words: str) -> list[tuple[PublishedRecord, Row]]:
    wanted = RecordFilter(words=words)
    return [
        (one, row)
        for one in records
        for entry, row in zip(one.record.entries, one.rows, strict=True)
        if narrowed([entry], wanted)
    ]


def _figures(one: PublishedRecord) -> str:
    """Of the rows that every record begins with: asked, answered."""
    return ", ".join(f"{label}: {count:,}" for label, count in one.counts[:2])
