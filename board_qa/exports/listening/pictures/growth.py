"""How what came of listening grows from one meeting to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from board_qa.exports.listening.pictures.style import BLUE, DARK, NARROW, Picture, framed
from board_qa.phrases.findings import grew
from board_qa.phrases.listening import SIDE_BY_SIDE, Counted

_HEIGHT = 110
# What a line each is drawn of, by the names of the figures: those that say whether people come and are answered.
_LINES = ("asked", "askers", "answered", "participants")


def growth_picture(meetings: Sequence[tuple[date, Counted]], width: int) -> Picture:
    """A line for each figure, of meetings from the earliest on."""
    drawn = [one for one in SIDE_BY_SIDE if one.name in _LINES]
    values = [
        {"day": f"{day.day} {day:%b %Y}", "figure": one.title, "number": one.of(told)}
        for one in drawn
        for day, told in meetings
    ]
    across = 1 if width <= NARROW else 2
    shared = {
        "x": {"field": "day", "type": "ordinal", "sort": None, "title": None, "axis": {"labelOverlap": True}},
        "y": {"field": "number", "type": "quantitative", "title": None,
              "axis": {"tickMinStep": 1, "tickCount": 4, "format": ",d"}},
    }  # fmt: skip
    picture = {
        "data": {"values": values},
        "facet": {
            "field": "figure",
            "type": "nominal",
            "sort": [one.title for one in drawn],
            "title": None,
            "header": {"labelFontSize": 16, "labelFontWeight": "bold", "labelAnchor": "start", "labelColor": DARK},
        },
        "columns": across,
        "spacing": 24,
        "resolve": {"scale": {"y": "independent"}, "axis": {"x": "independent"}},
        "spec": {
            "width": (width - 80 * across) / across,
            "height": _HEIGHT,
            "encoding": shared,
            "layer": [
                {"mark": {"type": "line", "color": BLUE, "strokeWidth": 3}},
                {"mark": {"type": "point", "filled": True, "color": DARK, "size": 60, "opacity": 1}},
                {
                    "mark": {"type": "text", "dy": -12, "fontSize": 12, "fontWeight": "bold"},
                    "encoding": {"text": {"field": "number", "format": ",d"}},
                },
            ],
        },
    }
    return framed(picture, grew([told.questions.asked for _, told in meetings]), width)
