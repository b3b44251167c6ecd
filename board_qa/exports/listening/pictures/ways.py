"""By which way questions came, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from board_qa.domain.listening.questions import Outcomes
from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.listening.pictures.style import BLUE, DARK, MIDDLE, NARROW, PALE, Picture, counted_to, framed
from board_qa.phrases.findings import how_they_came, way_said

_BAR = 44
# A number stands in its part of a bar where that is wide enough: a share of the longest bar.
_ROOM_FOR_A_NUMBER = 0.06


def ways_picture(ways: Sequence[Outcomes], width: int, translations: NullTranslations = ENGLISH) -> Picture:
    """A bar for each way in which questions came, in parts by what became of them, each with its number."""
    became = _became(translations)
    longest = max((way.asked for way in ways), default=0)
    titles = [part.title for part in became]
    colours = {"domain": titles, "range": [part.colour for part in became]}
    way = {"field": "way", "type": "nominal", "title": None, "sort": None, "axis": {"ticks": False}}
    across = {"type": "quantitative", "title": None, "axis": counted_to(longest)}
    legend = {"title": None, "orient": "bottom", "columns": 2 if width <= NARROW else 4}
    bars = {
        "mark": {"type": "bar", "stroke": DARK, "strokeWidth": 1},
        "encoding": {
            "y": way,
            "x": {"field": "begins", **across},
            "x2": {"field": "ends"},
            "color": {"field": "became", "scale": colours, "legend": legend},
        },
    }
    numbers = {
        "transform": [{"filter": f"datum.number >= {longest * _ROOM_FOR_A_NUMBER}"}],
        "mark": {"type": "text", "fontWeight": "bold"},
        "encoding": {
            "y": way,
            "x": {"field": "middle", **across},
            "text": {"field": "number", "format": ",d"},
            "color": {"field": "letters", "scale": None},
        },
    }
    picture = {
        "data": {"values": [value for one in ways for value in _parts(one, became, translations)]},
        "width": width - (130 if width <= NARROW else 190),
        "height": {"step": _BAR},
        "layer": [bars, numbers],
    }
    return framed(picture, how_they_came(ways, translations), width)


@dataclass(frozen=True)
class _Part:
    """`name` is what it is called in `Outcomes`, and `letters` the colour of what stands on its colour."""

    name: str
    title: str
    colour: str
    letters: str


def _became(translations: NullTranslations) -> list[_Part]:
    return [
        _Part("answered", translations.gettext("Answered"), BLUE, "white"),
        _Part("redirected", translations.gettext("Redirected"), MIDDLE, DARK),
        _Part("declined", translations.gettext("Declined"), DARK, "white"),
        _Part("waiting", translations.gettext("Still open"), PALE, DARK),
    ]


def _parts(way: Outcomes, became: Sequence[_Part], translations: NullTranslations) -> Iterator[Picture]:
    """Each begins where the one before it ends."""
    name, begins = way_said(way.name, translations), 0
    for part in became:
        number = getattr(way, part.name)
        if number:
            yield {
                "way": name,
                "became": part.title,
                "letters": part.letters,
                "number": number,
                "begins": begins,
                "middle": begins + number / 2,
                "ends": begins + number,
            }
        begins += number
