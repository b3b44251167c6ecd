"""The page that stands where a record is not, or not a question of it: it says why, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.questions.question import Question
from board_qa.domain.text.saying import offered
from board_qa.phrases.register import NOT_SHOWN, when_published
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import link, say


@dataclass(frozen=True, kw_only=True)
class NotShownPage(SitePage):
    """`path` leads on, and `there` says where to."""

    meeting: ShownMeeting
    heading: str
    sentences: tuple[str, ...]
    path: str
    there: str


def not_shown_page(meeting: Meeting, standing: Standing) -> NotShownPage:
    heading, why = (offered(text, say()) for text in NOT_SHOWN[standing])
    sentences = when_published(meeting.details, ports().clock(), say()) if standing is Standing.TO_COME else [why]
    path, there = link("meeting_page", code=meeting.code), say().gettext("Questions to this meeting")
    return _page(meeting, heading, sentences, path, there)


def no_question_page(meeting: Meeting, number: int) -> NotShownPage:
    """The same for a number that was never given and for one of which the record says nothing."""
    _ = say().gettext
    heading = _("Question {number} is not in this record").format(number=number)
    why = _("The record does not have questions that were withdrawn, or that the board does not publish.")
    path = link("register.meeting", code=meeting.code)
    return _page(meeting, heading, [why], path, _("The record of this meeting"))


def moved_page(meeting: Meeting, number: int, to: Meeting, there_now: Question) -> NotShownPage:
    """`number` is the one that it had in this meeting's addresses."""
    _, there = say().gettext, shown_meeting(to)
    heading = _("Question {number} was moved to another meeting").format(number=number)
    moved = _("It is in the record of the meeting on {day}.").format(day=there.day)
    path = link("register.question", code=to.code, number=there_now.number)
    return _page(meeting, heading, [moved], path, _("Question {number}").format(number=f"{to.code}-{there_now.called}"))


def _page(meeting: Meeting, heading: str, sentences: list[str], path: str, there: str) -> NotShownPage:
    return NotShownPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        heading=heading,
        sentences=tuple(filter(None, sentences)),
        path=path,
        there=there,
    )
