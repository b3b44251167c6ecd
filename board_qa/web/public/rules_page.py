"""A meeting's rules in plain English, made from the settings they work by: the two cannot differ."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Response, render_template

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.admission import ACCEPTING
from board_qa.phrases.plain_rules import PageSection, plain_rules, typed_by_the_board
from board_qa.services.questions.asking import window
from board_qa.web.public.pages import meeting_of, pages, unless_known
from board_qa.web.public.shown_meeting import ShownMeeting, shown_meeting
from board_qa.web.public.site_page import SitePage, help_now
from board_qa.web.shell.installation import ports
from board_qa.web.shell.language import own_ending, say


@dataclass(frozen=True)
class RuleSentence:
    """A sentence of ours, with what the board itself typed at its end."""

    ours: str
    typed: str


@dataclass(frozen=True)
class RuleRun:
    """Sentences that stand together, as a list or as paragraphs."""

    listed: bool
    sentences: tuple[RuleSentence, ...]


@dataclass(frozen=True)
class RuleSection:
    heading: str
    runs: tuple[RuleRun, ...]


@dataclass(frozen=True, kw_only=True)
class RulesPage(SitePage):
    """`accepting`: whether a question can be asked now."""

    meeting: ShownMeeting
    accepting: bool
    sections: tuple[RuleSection, ...]


@pages.get("/<code:code>/rules")
def rules(code: str) -> Response:
    meeting = meeting_of(code)
    state = window(ports(), meeting)
    response = unless_known(f"rules-{meeting.id}-{meeting.revision}-{state}")
    if response.status_code != 304:
        page = RulesPage(
            signposts=help_now(meeting),
            meeting=shown_meeting(meeting),
            accepting=state in ACCEPTING,
            sections=_sections(meeting),
        )
        response.set_data(render_template("public/rules.html", view=page))
    return response


def _sections(meeting: Meeting) -> tuple[RuleSection, ...]:
    d = meeting.details
    typed = typed_by_the_board(d.rules, d.deadline_reason, say())
    plain = plain_rules(d.rules, d.starts_at, d.closes_at, d.timezone, d.section_minutes, d.deadline_reason, say())
    return tuple(_section(section, typed) for section in plain)


def _section(section: PageSection, typed: Collection[str]) -> RuleSection:
    runs = (RuleRun(listed, tuple(_sentence(one, typed) for one in run)) for listed, run in section.runs())
    return RuleSection(section.heading, tuple(runs))


def _sentence(sentence: str, typed: Collection[str]) -> RuleSentence:
    own = own_ending(sentence, typed)
    return RuleSentence(sentence.removesuffix(own), own)
