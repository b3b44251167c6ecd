"""The page on which a moderator picks and orders what the recap tells, as its template is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.meetings.publishing import Standing
from board_qa.domain.meetings.recap import HEADING_LIMIT, INTRODUCTION_LIMIT, Pick, Recap
from board_qa.domain.questions.paging import Paging
from board_qa.domain.questions.paging import page as page_of
from board_qa.domain.text.excerpt import excerpt
from board_qa.exports.recap.told import ToldItem
from board_qa.services.meetings import recap as service
from board_qa.web.recap.reading import material_of, told_picks
from board_qa.web.shell import responses
from board_qa.web.shell.installation import ports

_PER_PAGE = 50
_LONGEST = 200  # characters of an item's words: enough to know it by


@dataclass(frozen=True)
class Line:
    """An item that can be picked. `about` says who, where and when; `problem` is what is wrong with its heading."""

    key: str
    title: str
    text: str
    lang: str
    about: str
    heading: str = ""
    problem: str = ""


@dataclass(frozen=True)
class RecapDesk:
    """`picked` are in the recap in this order, `others` a page of what can be ticked besides. `gone` counts what was
    picked and cannot be told now. `problems` are sentences by the field that they are about."""

    meeting: Meeting
    standing: Standing
    recap: Recap
    picked: Sequence[Line]
    others: Sequence[Line]
    paging: Paging
    gone: int
    problems: Sequence[tuple[str, str]]
    heading_limit: int = HEADING_LIMIT
    introduction_limit: int = INTRODUCTION_LIMIT

    @property
    def is_published(self) -> bool:
        return self.standing is Standing.PUBLISHED

    @property
    def earlier(self) -> str:
        return self._page(self.paging.earlier)

    @property
    def later(self) -> str:
        return self._page(self.paging.later)

    @property
    def introduction_problem(self) -> str:
        return dict(self.problems).get("introduction", "")

    def _page(self, number: int | None) -> str:
        return url_for("recap.page", meeting_id=self.meeting.id, page=number, _anchor="others-h") if number else ""


def recap_desk(meeting: Meeting, typed: Recap | None = None, problems: Sequence[tuple[str, str]] = ()) -> RecapDesk:
    """As it is saved, or as somebody typed what cannot be saved."""
    material, saved = material_of(meeting), ports().store.recaps.of_meeting(meeting.id)
    picks = typed.picks if typed else service.picks_now(saved, material)
    known, there = {pick.key for pick in picks}, {item.key for item in material.items}
    left = [Pick(item.key) for item in material.items if item.key not in known]
    paging = page_of(request.values.get("page", 1, type=responses.number), _PER_PAGE, len(left))
    return RecapDesk(
        meeting,
        service.standing(ports(), meeting),
        typed or saved,
        _lines(meeting, picks, dict(problems)),
        _lines(meeting, left[paging.skip : paging.last], {}),
        paging,
        sum(pick.key not in there for pick in saved.picks),
        problems,
    )


def _lines(meeting: Meeting, picks: Sequence[Pick], problems: dict[str, str]) -> list[Line]:
    headings = {pick.key: pick.heading for pick in picks}
    told = told_picks("en", meeting, "", [Pick(pick.key) for pick in picks])
    return [
        _line(item, headings[item.key], problems.get(f"heading-{item.key}", ""))
        for part in told.parts
        for item in part.items
    ]


def _line(item: ToldItem, heading: str, problem: str) -> Line:
    text = item.text or ", ".join(f"{label}: {count}" for label, count in (*item.figures, *item.ways))
    about = " · ".join(filter(None, (item.by, item.source, item.when, item.became)))
    return Line(item.key, item.title, excerpt(text, _LONGEST), item.lang, about, heading, problem)
