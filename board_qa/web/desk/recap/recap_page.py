"""The page on which a moderator picks and orders what the recap tells, as its template is told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from board_qa.services.meetings.recap import Material
from board_qa.web.desk.recap import heard
from board_qa.web.desk.recap.heard import FoundIn, found_in
from board_qa.web.recap.reading import material_of, told_picks
from board_qa.web.shell import responses
from board_qa.web.shell.installation import ports

_PER_PAGE = 50
_LONGEST = 200  # characters of our own words: enough to know them by


@dataclass(frozen=True)
class Line:
    """An item that can be picked. `about` says who, where and when; `problem` is what is wrong with its heading.
    `found` is what was found in it; None where it is no post of somebody else."""

    key: str
    title: str
    text: str
    lang: str
    about: str
    found: FoundIn | None
    heading: str
    problem: str


@dataclass(frozen=True)
class RecapDesk:
    """`picked` are in the recap in this order, `others` a page of what can be ticked besides. `gone` counts what was
    picked and cannot be told now, and `withheld` what is not told until somebody reads it. `problems` are sentences by
    the field that they are about."""

    meeting: Meeting
    standing: Standing
    recap: Recap
    picked: Sequence[Line]
    others: Sequence[Line]
    paging: Paging
    gone: int
    withheld: int
    problems: Sequence[tuple[str, str]]
    heading_limit: int = HEADING_LIMIT
    introduction_limit: int = INTRODUCTION_LIMIT
    let_through: str = heard.LET_THROUGH

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


def recap_desk(
    meeting: Meeting,
    typed: Recap | None = None,
    problems: Sequence[tuple[str, str]] = (),
    read: Collection[str] = (),
) -> RecapDesk:
    """As it is saved, or as somebody typed what cannot be saved; `read` are the posts that they read."""
    material, saved = material_of(meeting), ports().store.recaps.of_meeting(meeting.id)
    in_it = {pick.key for pick in saved.picks}
    picks = typed.picks if typed else service.picks_now(saved, material)
    known, there = {pick.key for pick in picks}, {item.key for item in material.items}
    left = [Pick(item.key) for item in material.items if item.key not in known]
    paging = page_of(_page_asked(), _PER_PAGE, len(left))
    return RecapDesk(
        meeting,
        service.standing(ports(), meeting),
        typed or saved,
        _lines(meeting, material, picks, in_it, dict(problems), read),
        _lines(meeting, material, left[paging.skip : paging.last], in_it, {}, ()),
        paging,
        sum(pick.key not in there for pick in saved.picks),
        sum(material.is_withheld(pick.key) for pick in saved.picks),
        problems,
    )


def _page_asked() -> int:
    """From the address of a page that is looked at, and from the form of one that is sent: never from either."""
    asked = request.form if request.method == "POST" else request.args
    return asked.get("page", 1, type=responses.number)


def _lines(
    meeting: Meeting,
    material: Material,
    picks: Sequence[Pick],
    in_it: Collection[str],
    problems: dict[str, str],
    read: Collection[str],
) -> list[Line]:
    def found(key: str) -> FoundIn | None:
        return found_in(key, material.heard[key][1], in_it, read, problems) if key in material.heard else None

    headings = {pick.key: pick.heading for pick in picks}
    told = told_picks("en", meeting, material, "", [Pick(pick.key) for pick in picks])
    return [_line(item, found(item.key), headings[item.key], problems) for part in told.parts for item in part.items]


def _line(item: ToldItem, found: FoundIn | None, heading: str, problems: dict[str, str]) -> Line:
    text = item.text or ", ".join(f"{label}: {count}" for label, count in (*item.figures, *item.ways))
    about = " · ".join(filter(None, (item.by, item.source, item.when, item.became)))
    return Line(
        item.key,
        item.title,
        text if found else excerpt(text, _LONGEST),  # of somebody else's nothing is told that nobody could read here
        item.lang,
        about,
        found,
        heading,
        problems.get(f"heading-{item.key}", ""),
    )
