"""The public page of a listening report, as its template is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from board_qa.domain.listening.asked_about import Word
from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.conversation import MEASURES
from board_qa.phrases.findings import (
    asked_most_about,
    how_they_came,
    most_came,
    way_said,
    who_talked,
)
from board_qa.phrases.listening import FIGURES, QUESTIONS, as_measured
from board_qa.ports.drawing import CannotDraw, Network
from board_qa.services.listening.report import ToldReport
from board_qa.web.listening.reading import told_report
from board_qa.web.listening.rows import FigureRow, StretchRow, figure_rows, stretch_rows
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.register.not_shown_page import NotShownPage
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation
from board_qa.web.shell.language import link, say


@dataclass(frozen=True, kw_only=True)
class ListeningPage(SitePage):
    """`begins` and `ends` are the window, and `counted` when it was counted, as people say it. Each of the findings is
    what a picture shows, '' where there is nothing to draw."""

    meeting: ShownMeeting
    begins: str
    ends: str
    counted: str
    questions: Sequence[FigureRow]
    how_they_came: str
    ways: Sequence[Outcomes]
    about: str
    words: Sequence[Word]
    most_came: str
    stretches: Sequence[StretchRow]
    figures: Sequence[FigureRow]
    who_talked: str
    measures: Sequence[FigureRow]


def listening_page(meeting: Meeting) -> ListeningPage:
    told, translations, zone = told_report(meeting), say(), meeting.details.timezone
    report = told.report
    rows, network = partial(figure_rows, translations=translations), _network(told) if report.heard else None
    return ListeningPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        begins=words.when(report.window.begins, zone),
        ends=words.when(report.window.ends, zone),
        counted=words.when(told.counted_at, zone),
        questions=rows(QUESTIONS, report.questions) if report.questions.asked else [],
        how_they_came=how_they_came(report.questions.by_channel, translations),
        ways=[replace(one, name=way_said(one.name, translations)) for one in report.questions.by_channel],
        about=asked_most_about(report.asked_about, translations),
        words=report.asked_about,
        most_came=most_came(report.timeline, translations),
        stretches=stretch_rows(report.timeline, translations),
        figures=rows(FIGURES, report.figures, report.before) if report.heard else [],
        who_talked=who_talked(told.conversation, network.measures, translations) if network else "",
        measures=rows(MEASURES, network.measures, number=as_measured) if network else [],
    )


def no_report_page(meeting: Meeting) -> NotShownPage:
    translations = say()
    return NotShownPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        heading=translations.gettext("There is no listening report of this meeting"),
        sentences=(translations.gettext("The board has not published one."),),
        path=link("meeting_page", code=meeting.code),
        there=translations.gettext("Questions to this meeting"),
    )


def _network(told: ToldReport) -> Network | None:
    """None where much else is being drawn: the page has all the rest."""
    try:
        return installation().drawing.network(told.conversation)
    except CannotDraw:
        return None
