"""The lists of the public page, and the tabs that lead to them."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import Window
from board_qa.web.public.list_page import PublicPage
from board_qa.web.public.list_words import empty_words, heading_of, page_words, tab_title, tab_words
from board_qa.web.public.question_cards import QuestionCard, Support, question_cards
from board_qa.web.shell.language import link

# The tabs of the list by the word in the address, the first one where it says nothing.
TABS = ("waiting", "answered", "yours")


@dataclass(frozen=True)
class Tab:
    """`total` is how many questions its list has; None where only the browser knows."""

    name: str
    words: str
    title: str
    address: str
    total: int | None


@dataclass(frozen=True)
class Panel:
    """A list of questions, or a page of it. `earlier` and `later` are addresses, '' where there is no such page."""

    name: str
    heading: str
    cards: tuple[QuestionCard, ...]
    begins: int
    until: str
    page: str
    earlier: str
    later: str
    total: int
    empty: str


def tab(meeting: Meeting, name: str, page: PublicPage | None) -> Tab:
    return Tab(
        name=name,
        words=tab_words(name),
        title=tab_title(name, page),
        address=_address(meeting, name, page.begins if page else 0),
        total=page.total if page else None,
    )


def panel(meeting: Meeting, name: str, page: PublicPage, window: Window, support: Support, begins: int) -> Panel:
    return Panel(
        name=name,
        heading=heading_of(name),
        cards=question_cards(meeting, page.questions, support, begins),
        begins=page.begins,
        until=str(page.until or ""),
        page=page_words(page),
        earlier=_address(meeting, name, page.earlier) if page.earlier is not None else "",
        later=_address(meeting, name, page.until) if page.until is not None else "",
        total=page.total,
        empty=empty_words(name, meeting, window),
    )


def _address(meeting: Meeting, name: str, begins: int) -> str:
    """Of one tab, at the page of its list that begins with this number."""
    page = {"from": begins} if begins else {}
    return link("meeting_page", code=meeting.code, show=name, **page)
