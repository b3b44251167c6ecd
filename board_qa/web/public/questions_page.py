"""The page with the lists of questions, as its template is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import json

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.phases import Phase
from board_qa.domain.meetings.rules import reasons_offered
from board_qa.domain.questions import audience
from board_qa.domain.questions.admission import Window
from board_qa.domain.questions.audience import PublicQuestion
from board_qa.domain.questions.question import Question
from board_qa.web.poll.poll_panel import PollPanel
from board_qa.web.public.after_words import what_comes_next
from board_qa.web.public.list_page import PublicPage
from board_qa.web.public.list_panels import TABS, Panel, Tab, panel, tab
from board_qa.web.public.question_cards import NO_QUESTION, QuestionCard, Support, card_to_fill
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation
from board_qa.web.shell.language import one_of, say


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(SitePage):
    """`show` is the tab that is open, `now` the question on the screen, and `blank` the card that a script fills in.
    `over` are sentences on what comes next once the public section has closed, and `poll` is None where the board asks
    nothing. `networks` are those where a question can be posted, as they are said; '' for none.
    """

    meeting: ShownMeeting
    window: Window
    show: str
    revision: int
    hashtag: str
    networks: str
    late: str
    agenda: tuple[str, ...]
    reasons: tuple[str, ...]
    now: PublicQuestion
    tabs: tuple[Tab, ...]
    panels: tuple[Panel, ...]
    blank: QuestionCard
    over: tuple[str, ...]
    poll: PollPanel | None

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
    phase: Phase,
    show: str,
    lists: dict[str, PublicPage],
    on_screen: Question | None,
    support: Support,
    poll: PollPanel | None,
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
        networks=one_of(installation().channels),
        late=say().gettext(words.LATE[d.rules.late]),
        agenda=d.agenda,
        reasons=tuple(reason.sentence for reason in reasons_offered(d.rules)),
        now=now or NO_QUESTION,
        tabs=tuple(tab(meeting, name, lists.get(name)) for name in TABS),
        panels=tuple(panel(meeting, name, page, window, support, begins) for name, page in lists.items()),
        blank=card_to_fill(meeting, begins),
        over=what_comes_next(meeting) if phase is Phase.AFTER else (),
        poll=poll,
    )
