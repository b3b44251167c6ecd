"""Rows of a listening report's tables, at the desk and for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from gettext import NullTranslations

from board_qa.domain.listening.timeline import Timeline
from board_qa.domain.text.saying import ENGLISH
from board_qa.phrases.findings import stretch_said
from board_qa.phrases.listening import Number, Said, Told, as_said


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


def figure_rows(
    said: Iterable[Said[Told]],
    told: Told,
    before: Told | None = None,
    number: Callable[[Number], str] = as_said,
    translations: NullTranslations = ENGLISH,
) -> list[FigureRow]:
    return [
        FigureRow(
            translations.gettext(one.title),
            translations.gettext(one.means),
            number(one.of(told)),
            "" if before is None else number(one.of(before)),
        )
        for one in said
    ]


def stretch_rows(told: Timeline, translations: NullTranslations = ENGLISH) -> list[StretchRow]:
    """Those in which something came."""
    return [
        StretchRow(stretch_said(one.begins, told, translations), one.posts, one.questions)
        for one in told.stretches
        if one.posts or one.questions
    ]
