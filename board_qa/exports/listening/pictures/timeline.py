"""When people posted and asked."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from board_qa.domain.listening.timeline import Step, Timeline
from board_qa.domain.text.saying import ENGLISH, language
from board_qa.exports.listening.pictures.style import BLUE, DARK, NARROW, Picture, counted_to, framed
from board_qa.phrases.findings import most_came

_PANEL = 150


def timeline_picture(told: Timeline, width: int, translations: NullTranslations = ENGLISH) -> Picture:
    """Posts above, questions below, along the same time."""
    zone = ZoneInfo(told.timezone)
    values = [
        {"at": one.begins.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"), "posts": one.posts, "asked": one.questions}
        for one in told.stretches
    ]
    below = {"labelExpr": _when(told.step, language(translations))}
    panels = [
        _bars(values, "posts", translations.gettext("Posts"), BLUE, width, {"labels": False}),
        _bars(values, "asked", translations.gettext("Questions"), DARK, width, below),
    ]
    picture = {"data": {"values": values}, "vconcat": panels, "spacing": 16}
    return framed(picture, most_came(told, translations), width)


def _bars(values: Sequence[Picture], field: str, title: str, colour: str, width: int, axis: Picture) -> Picture:
    inner, highest = width - 70, max((value[field] for value in values), default=0)
    times = {"title": None, "labelOverlap": "greedy", "labelSeparation": 10, "grid": False, **axis}
    return {
        "width": inner,
        "height": _PANEL,
        "mark": {"type": "bar", "color": colour, "width": max(2, min(40, round(inner / max(1, len(values)) * 0.8)))},
        "encoding": {
            "x": {"field": "at", "type": "temporal", "axis": {**times, "tickCount": 4 if width <= NARROW else 8}},
            "y": {"field": field, "type": "quantitative", "title": title, "axis": counted_to(highest)},
        },
    }


def _when(step: Step, lang: str) -> str:
    """How Vega makes the words below a bar: a day and its month in this language, and of an hour the hour."""
    months = list(get_month_names("abbreviated", locale=lang).values())
    day = f"date(datum.value) + ' ' + {months}[month(datum.value)]"
    return f"{day} + timeFormat(datum.value, ', %H:00')" if step is Step.HOUR else day
