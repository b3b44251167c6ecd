"""The tone of posts by day, as a moderator tagged it: of each hundred that were tagged."""

from __future__ import annotations

from collections.abc import Iterator

from board_qa.domain.listening.tone import Tone, ToneDay, ToneReport
from board_qa.exports.listening.pictures.style import BLUE, DARK, NARROW, PALE, Picture, framed
from board_qa.phrases.findings import tagged_as
from board_qa.phrases.tone import TITLES

_HEIGHT = 220
# Each with the colour of the number that stands on it.
_COLOURS = {Tone.POSITIVE: (BLUE, "white"), Tone.NEUTRAL: (PALE, DARK), Tone.NEGATIVE: (DARK, "white")}
# A number stands in its part of a bar where that is high enough.
_ROOM_FOR_A_NUMBER = 8
# More days have no room for numbers beside each other.
_DAYS_WITH_NUMBERS = 14


def tone_picture(told: ToneReport, width: int) -> Picture:
    """A bar for each day, negative posts at its foot."""
    titles = [TITLES[tone] for tone in Tone]
    colours = {"domain": titles, "range": [_COLOURS[tone][0] for tone in Tone]}
    day = {
        "field": "day",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": {"labelOverlap": True, "ticks": False},
    }
    share = {"type": "quantitative", "scale": {"domain": [0, 100]}, "title": "Of 100 tagged posts"}
    bars = {
        "mark": {"type": "bar", "stroke": DARK, "strokeWidth": 1},
        "encoding": {
            "x": day,
            "y": {"field": "begins", **share},
            "y2": {"field": "ends"},
            "color": {"field": "tone", "scale": colours, "legend": {"title": None, "orient": "bottom"}},
        },
    }
    room = _ROOM_FOR_A_NUMBER if len(told.days) <= _DAYS_WITH_NUMBERS else 101
    numbers = {
        "transform": [{"filter": f"datum.share >= {room}"}],
        "mark": {"type": "text", "fontWeight": "bold", "fontSize": 13 if width > NARROW else 11},
        "encoding": {
            "x": day,
            "y": {"field": "middle", **share},
            "text": {"field": "share"},
            "color": {"field": "letters", "scale": None},
        },
    }
    picture = {
        "data": {"values": [part for one in told.days for part in _parts(one)]},
        "width": width - 90,
        "height": _HEIGHT,
        "layer": [bars, numbers],
    }
    return framed(picture, tagged_as(told.now), width)


def _parts(one: ToneDay) -> Iterator[Picture]:
    begins = 0
    for tone in reversed(Tone):
        share = one.tones.share(tone) or 0
        if share:
            yield {
                "day": f"{one.day.day} {one.day:%b}",
                "tone": TITLES[tone],
                "letters": _COLOURS[tone][1],
                "share": share,
                "begins": begins,
                "middle": begins + share / 2,
                "ends": begins + share,
            }
        begins += share
