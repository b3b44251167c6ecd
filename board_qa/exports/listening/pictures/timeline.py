"""When people posted and asked."""

from __future__ import annotations

from gettext import NullTranslations
from zoneinfo import ZoneInfo

from board_qa.domain.listening.timeline import Step, Timeline
from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.listening.pictures.style import BLUE, DARK, NARROW, Picture, framed
from board_qa.phrases.findings import most_came

_PANEL = 150
_TIMES = {Step.HOUR: "%-d %b, %H:00", Step.DAY: "%-d %b", Step.WEEK: "%-d %b"}


def timeline_picture(told: Timeline, width: int, translations: NullTranslations = ENGLISH) -> Picture:
    """Posts above, questions below, along the same time."""
    zone = ZoneInfo(told.timezone)
    values = [
        {"at": one.begins.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"), "posts": one.posts, "asked": one.questions}
        for one in told.stretches
    ]
    panels = [
        _bars("posts", translations.gettext("Posts"), BLUE, told.step, width, len(values), below=False),
        _bars("asked", translations.gettext("Questions"), DARK, told.step, width, len(values), below=True),
    ]
    picture = {"data": {"values": values}, "vconcat": panels, "spacing": 16}
    return framed(picture, most_came(told, translations), width)


def _bars(field: str, title: str, colour: str, step: Step, width: int, number: int, *, below: bool) -> Picture:
    inner = width - 70
    axis = {"format": _TIMES[step], "title": None, "labelOverlap": "greedy", "grid": False, "labels": below}
    return {
        "width": inner,
        "height": _PANEL,
        "mark": {"type": "bar", "color": colour, "width": max(2, min(40, round(inner / number * 0.8)))},
        "encoding": {
            "x": {"field": "at", "type": "temporal", "axis": {**axis, "tickCount": 4 if width <= NARROW else 8}},
            "y": {
                "field": field,
                "type": "quantitative",
                "title": title,
                "axis": {"tickMinStep": 1, "tickCount": 4, "format": ",d"},
            },
        },
    }
