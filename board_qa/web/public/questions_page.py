"""The page with the lists of questions, as its template is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import json

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import reasons_offered
from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import Window
from board_qa.domain.questions.audience import PublicQuestion
from board_qa.domain.questions.question import Question
from board_qa.web.public.list_page import PublicPage
from board_qa.web.public.list_words import empty_words, heading_of, page_words, tab_title, tab_words
from board_qa.web.public.question_cards import NO_QUESTION, QuestionCard, Support, card_to_fill, question_cards
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import words
from board_qa.web.shell.language import link, say

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


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(SitePage):
    """`show` is the tab that is open, `now` the question on the screen, and `blank` the card that a script fills in."""

    meeting: ShownMeeting
    window: Window
    show: str
    revision: int
    hashtag: str
    late: str
    agenda: tuple[str, ...]
    reasons: tuple[str, ...]
    now: PublicQuestion
    tabs: tuple[Tab, ...]
    panels: tuple[Panel, ...]
    blank: QuestionCard

    @property
    def open_tab(self) -> Tab:
        return next(tab for tab in self.tabs if tab.name == self.show)

    @property
    def says(self) -> str:
        """What the button behind which new questions wait says, for its script."""
        return json.dumps(words.show_new())


def questions_page(
    meeting: Meeting,
    window: Window,
    show: str,
    lists: dict[str, PublicPage],
    on_screen: Question | None,
    support: Support,
) -> QuestionsPage:
    """The page with this tab open, and with these pages of the lists."""
    d, begins = meeting.details, lists["waiting"].begins
    now = audience.public_question(on_screen, d.timezone, say()) if on_screen else None
    return QuestionsPage(
        signposts=help_now(meeting),
        meeting=shown_meeting(meeting),
        window=window,
        show=show,
        revision=meeting.revision,
        hashtag=d.hashtag,
        late=say().gettext(words.LATE[d.rules.late]),
        agenda=d.agenda,
        reasons=reasons_offered(d.rules),
        now=now or NO_QUESTION,
        tabs=tuple(_tab(meeting, name, lists.get(name)) for name in TABS),
        panels=tuple(_panel(meeting, name, page, window, support, begins) for name, page in lists.items()),
        blank=card_to_fill(meeting, begins),
    )


def _tab(meeting: Meeting, name: str, page: PublicPage | None) -> Tab:
    return Tab(
        name=name,
        words=tab_words(name),
        title=tab_title(name, page),
        address=_address(meeting, name, page.begins if page else 0),
        total=page.total if page else None,
    )


def _panel(meeting: Meeting, name: str, page: PublicPage, window: Window, support: Support, begins: int) -> Panel:
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
