"""The way to the other pages of a list: plain links, which the live client follows without leaving the page."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.domain.questions.paging import Paging
from board_qa.domain.questions.question import Question
from board_qa.web.desk.parts.frame import Frame


@dataclass(frozen=True)
class Pages:
    """`name` is the part of the address that says which page; `earlier` and `later` are '' where there is none."""

    paging: Paging
    name: str
    what: str
    earlier: str
    later: str


def pages(frame: Frame, paging: Paging, name: str, what: str, question: Question | None = None) -> Pages:
    """`question` stays before the moderator; without it, the first of the other page comes before them."""
    number = question.number if question else None

    def to(page: int | None) -> str:
        return frame.address(q=number, **{name: page}) if page else ""

    return Pages(paging, name, what, to(paging.earlier), to(paging.later))
