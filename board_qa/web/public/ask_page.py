"""The page with the form for a question, as its template is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import json

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.rules import Attending, Identity, Rules
from board_qa.domain.questions.admission import ACCEPTING, Window
from board_qa.domain.text.saying import gettext_noop
from board_qa.domain.text.wording import QUESTION_LIMIT
from board_qa.web.public.ask_form import QuestionForm
from board_qa.web.public.ask_words import NOT_SENT, NOT_TAKING, THEN
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell import words
from board_qa.web.shell.language import say


@dataclass(frozen=True, kw_only=True)
class AskPage(SitePage):
    """`refused`: the form was sent while questions were not taken."""

    meeting: ShownMeeting
    rules: Rules
    form: QuestionForm
    window: Window
    refused: bool

    @property
    def accepting(self) -> bool:
        """Whether a question can be sent now."""
        return self.window in ACCEPTING

    @property
    def has_form(self) -> bool:
        """Also where nothing is taken any more, for whoever typed something already."""
        return self.accepting or bool(self.form.question.data)

    @property
    def heading(self) -> str:
        wanted, closed = gettext_noop("What is your question for the board?"), gettext_noop("Ask the board a question")
        return say().gettext(wanted if self.has_form else closed)

    @property
    def wrong(self) -> bool:
        """Whether the page is one that says what went wrong."""
        return self.refused or bool(self.form.errors)

    @property
    def not_taking(self) -> str:
        """Why no question can be sent now."""
        times = {Window.CLOSED: self.meeting.closes, Window.NOT_YET_OPEN: self.meeting.opens}
        return say().gettext(NOT_TAKING[self.window]) % {"time": times.get(self.window, "")}

    @property
    def then(self) -> str:
        return say().gettext(THEN[self.window])

    @property
    def not_sent(self) -> str:
        return say().gettext(NOT_SENT[self.window])

    @property
    def late(self) -> str:
        """The rule for late questions; '' in time."""
        return say().gettext(words.LATE[self.rules.late]) if self.window is Window.LATE else ""

    @property
    def name_label(self) -> str:
        optional, wanted = gettext_noop("Your name or organisation (optional)"), gettext_noop("Your full name")
        return say().gettext(optional if self.rules.identity is Identity.OPTIONAL else wanted)

    @property
    def wants_organisation(self) -> bool:
        return self.rules.identity is Identity.NAME_AND_ORGANISATION

    @property
    def asks_attending(self) -> bool:
        return self.rules.attending is Attending.EITHER

    @property
    def limit(self) -> int:
        """Characters that the form takes."""
        return QUESTION_LIMIT

    @property
    def own_limit(self) -> int:
        """The board's own, in its rules' unit; 0 where that is none."""
        return words.own_limit(self.rules)

    @property
    def room(self) -> str:
        return words.room(self.rules)

    @property
    def says(self) -> str:
        """What the form says while somebody types and sends, for its script."""
        return json.dumps(words.ask_says())


def ask_page(meeting: Meeting, form: QuestionForm, window: Window, refused: bool) -> AskPage:
    return AskPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        rules=meeting.details.rules,
        form=form,
        window=window,
        refused=refused,
    )
