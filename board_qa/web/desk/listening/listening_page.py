"""The page of the listening report, as its template is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from board_qa.domain.chats.figures import AnswerCount, ChatFigures
from board_qa.domain.listening.asked_about import Word
from board_qa.domain.listening.figures import Ranked
from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.meetings.meeting import Meeting
from board_qa.phrases.findings import asked_most_about, how_they_came, most_came, way_said
from board_qa.phrases.listening import FIGURES, QUESTIONS, as_said
from board_qa.services.listening.report import Report
from board_qa.web.desk.listening.growth import AimRow, FollowersRow, aim_rows, followers_rows
from board_qa.web.desk.listening.tone_section import ToneSection, tone_section
from board_qa.web.desk.listening.which_next import WhichNext, which_next
from board_qa.web.listening.rows import FigureRow, StretchRow, figure_rows, stretch_rows
from board_qa.web.shell import words


@dataclass(frozen=True)
class RankedRow:
    who: str
    channel: str
    count: str


@dataclass(frozen=True)
class ToldChat:
    """Of a chat: how much each question was answered, and how many took part, as it is said."""

    questions: Sequence[AnswerCount]
    participants: str
    posts: str
    others: str


@dataclass(frozen=True)
class ListeningPage:
    """`begins` and `ends` are the window as people say it; `heard` whether anything was posted in it or before it.
    `most_came`, `how_they_came` and `about` are what the pictures show, '' where there is nothing to draw.
    `chat` is None of a board meeting."""

    meeting: Meeting
    begins: str
    ends: str
    called: bool
    ours: int
    heard: bool
    figures: Sequence[FigureRow]
    questions: Sequence[FigureRow]
    channels: Sequence[Outcomes]
    items: Sequence[Outcomes]
    declined: Sequence[tuple[str, int]]
    top: Sequence[tuple[str, str, Sequence[RankedRow]]]
    most_came: str
    stretches: Sequence[StretchRow]
    how_they_came: str
    about: str
    asked_about: Sequence[Word]
    tone: ToneSection
    which_next: WhichNext
    followers: Sequence[FollowersRow]
    aims: Sequence[AimRow]
    chat: ToldChat | None


def listening_page(meeting: Meeting, report: Report) -> ListeningPage:
    zone, asked = meeting.details.timezone, report.questions
    begins, ends = (words.day_and_time(moment, zone) for moment in (report.window.begins, report.window.ends))
    return ListeningPage(
        meeting,
        begins,
        ends,
        report.called,
        report.ours,
        report.heard,
        figure_rows(FIGURES, report.figures, report.before),
        figure_rows(QUESTIONS, asked),
        [replace(one, name=way_said(one.name)) for one in asked.by_channel],
        [replace(one, name=one.name or "About no item") for one in asked.by_agenda_item],
        asked.declined_for,
        [
            ("by-mentions", "Most named", _ranked(report, report.top.by_mentions)),
            ("by-posts", "Most posts", _ranked(report, report.top.by_posts)),
            ("by-impressions", "Most impressions, at most", _ranked(report, report.top.by_impressions)),
        ],
        most_came(report.timeline),
        stretch_rows(report.timeline),
        how_they_came(asked.by_channel),
        asked_most_about(report.asked_about),
        report.asked_about,
        tone_section(report.tone),
        which_next(meeting, report),
        followers_rows(report, zone),
        aim_rows(report),
        _told(report.chat) if report.chat else None,
    )


def _told(chat: ChatFigures) -> ToldChat:
    return ToldChat(
        chat.questions,
        f"{chat.participants:,} {'person' if chat.participants == 1 else 'people'}",
        f"{chat.posts:,} {'post' if chat.posts == 1 else 'posts'}",
        f"{chat.others:,}",
    )


def _ranked(report: Report, ranked: Sequence[Ranked]) -> list[RankedRow]:
    return [RankedRow(_called(report, one), one.account.channel, as_said(one.count)) for one in ranked]


def _called(report: Report, ranked: Ranked) -> str:
    """By the handle; somebody whose handle is not known, or whose post is gone, by nothing."""
    handle = report.handles.get(ranked.account, "") or (ranked.account.id if ranked.account.id[:1] == "@" else "")
    return f"@{handle.lstrip('@')}" if handle else "An account we have no name of"
