"""Who talks to whom."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import NullTranslations

from board_qa.domain.listening.conversation import Conversation
from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.listening.pictures.style import BLUE, DARK, NARROW, Picture, framed, unseen
from board_qa.phrases.findings import who_talked
from board_qa.ports.drawing import Network

# How much further than its outermost accounts a network reaches, as a share of it.
_ROOM_FOR_NAMES = 0.06
# Of its width.
_HEIGHT = 0.8
# How many accounts without a handle have their number; more would hide the picture.
_NUMBERED = 5
# The largest groups: their shapes, and colours that are apart in grey.
_GROUPS = (
    ("circle", BLUE),
    ("square", DARK),
    ("triangle-up", "#41b6e6"),
    ("diamond", "#768692"),
    ("cross", "#003087"),
    ("triangle-down", "#005eb8"),
)
_OTHERS = ("circle", "#aeb7bd")
_LINE = "#aeb7bd"


def network_picture(
    told: Conversation, network: Network, width: int, translations: NullTranslations = ENGLISH
) -> Picture:
    """Those who talk with most others, each in the shape and colour of its group, those of most others with a name."""
    finding = who_talked(told, network.measures, translations)
    if not network.places:
        return framed({"data": {"values": [{}]}, "width": width, "height": 1, "mark": "point"}, finding, width)
    places = network.places
    groups = [translations.gettext("Group {number}").format(number=one + 1) for one in range(len(_GROUPS))]
    groups.append(translations.gettext("Other groups"))
    dots = [_dot(told, network, groups, place, x, y) for place, (x, y) in places.items()]
    named = {"data": {"values": [one for one in dots if one["label"]]}}
    at = {
        "x": unseen("x", *_reaching([x for x, _ in places.values()])),
        "y": unseen("y", *_reaching([y for _, y in places.values()])),
    }
    label = {"encoding": {**at, "text": {"field": "label"}}}
    text = {"type": "text", "dy": -14, "fontWeight": "bold"}
    picture = {
        "width": width,
        "height": width if width <= NARROW else round(width * _HEIGHT),
        "layer": [
            {
                "data": {"values": _lines(told, network)},
                "mark": {"type": "rule", "color": _LINE, "strokeWidth": 1},
                "encoding": {**at, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
            },
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "stroke": "white", "strokeWidth": 1, "opacity": 1},
                "encoding": {**at, **_looks(dots, groups, width)},
            },
            {**named, **label, "mark": {**text, "stroke": "white", "strokeWidth": 4}},
            {**named, **label, "mark": text},
        ],
    }
    return framed(picture, finding, width)


def _lines(told: Conversation, network: Network) -> list[Picture]:
    """One between two who are tied, whoever named whom and however often."""
    places = network.places
    pairs = {frozenset((one.source, one.target)) for one in told.ties if one.source != one.target}
    return [
        {"x": places[a][0], "y": places[a][1], "x2": places[b][0], "y2": places[b][1]}
        for a, b in sorted(map(sorted, pairs))
        if a in places and b in places
    ]


def _looks(dots: Sequence[Picture], groups: Sequence[str], width: int) -> Picture:
    """The shape and colour of each group that is in the picture."""
    seen = {one["group"] for one in dots}
    looks = zip(groups, (*_GROUPS, _OTHERS), strict=True)
    used = [(group, look) for group, look in looks if group in seen]
    legend = {"title": None, "orient": "bottom", "columns": 2 if width <= NARROW else 4, "symbolSize": 120}
    by_group = {"field": "group", "type": "nominal", "legend": legend}
    domain = [group for group, _ in used]
    return {
        "size": {"field": "size", "type": "quantitative", "scale": None},
        "shape": {**by_group, "scale": {"domain": domain, "range": [shape for _, (shape, _) in used]}},
        "color": {**by_group, "scale": {"domain": domain, "range": [colour for _, (_, colour) in used]}},
    }


def _dot(told: Conversation, network: Network, groups: Sequence[str], place: int, x: float, y: float) -> Picture:
    talker = told.talkers[place]
    return {
        "x": x,
        "y": y,
        "group": groups[min(network.groups[place], len(_GROUPS))],
        "size": 60 + 30 * min(talker.posts, 20),
        "label": talker.handle or (f"{talker.number}" if place < _NUMBERED else ""),
    }


def _reaching(places: Sequence[float]) -> tuple[float, float]:
    """From the outermost to the outermost, and a little further, for their names."""
    low, high = min(places, default=0.0), max(places, default=0.0)
    room = (high - low or 1.0) * _ROOM_FOR_NAMES
    return low - room, high + room
