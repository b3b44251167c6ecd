"""The public page of a listening report, as its template is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from gettext import NullTranslations

from board_qa.domain.listening.asked_about import Word
from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.listening.timeline import Timeline
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.conversation import MEASURES
from board_qa.phrases.findings import (
    asked_most_about,
    how_they_came,
    most_came,
    stretch_said,
    way_said,
    who_talked,
)
from board_qa.phrases.listening import FIGURES, QUESTIONS, Number, Said, Told, as_measured, as_said
from board_qa.ports.drawing import CannotDraw, Network
from board_qa.services.listening.report import ToldReport
from board_qa.web.listening.reading import told_report
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.register.not_shown_page import NotShownPage
from board_qa.web.shell import words
from board_qa.web.shell.installation import installation
from board_qa.web.shell.language import link, say


@dataclass(frozen=True)
class FigureRow:
    """`before` is '' where there is no time before to compare with."""

    title: str
    means: str
    now: str
    before: str = ""


@dataclass(frozen=True)
class StretchRow:
    when: str
    posts: int
    questions: int


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
    heard = bool(report.figures.posts or report.figures.reposts or report.before.posts)
    network = _network(told) if heard else None
    return ListeningPage(
        signposts=help_now(meeting),
        code=meeting.code,
        meeting=shown_meeting(meeting),
        begins=words.when(report.window.begins, zone),
        ends=words.when(report.window.ends, zone),
        counted=words.when(told.counted_at, zone),
        questions=_rows(QUESTIONS, report.questions, translations) if report.questions.asked else [],
        how_they_came=how_they_came(report.questions.by_channel, translations),
        ways=[replace(one, name=way_said(one.name, translations)) for one in report.questions.by_channel],
        about=asked_most_about(report.asked_about, translations),
        words=report.asked_about,
        most_came=most_came(report.timeline, translations),
        stretches=_stretches(report.timeline, translations),
        figures=[
            replace(row, before=as_said(one.of(report.before)))
            for one, row in zip(FIGURES, _rows(FIGURES, report.figures, translations), strict=True)
        ]
        if heard
        else [],
        who_talked=who_talked(told.conversation, network.measures, translations) if network else "",
        measures=_rows(MEASURES, network.measures, translations, as_measured) if network else [],
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


def _rows(
    said: Iterable[Said[Told]],
    told: Told,
    translations: NullTranslations,
    number: Callable[[Number], str] = as_said,
) -> list[FigureRow]:
    return [
        FigureRow(translations.gettext(one.title), translations.gettext(one.means), number(one.of(told)))
        for one in said
    ]


def _stretches(told: Timeline, translations: NullTranslations) -> list[StretchRow]:
    return [
        StretchRow(stretch_said(one.begins, told, translations), one.posts, one.questions)
        for one in told.stretches
        if one.posts or one.questions
    ]
