"""How the pictures of the report look, for Vega-Lite.

Nothing is told by colour alone: parts have numbers or shapes, and the colours are as far apart in grey.
"""

from __future__ import annotations

import textwrap
from typing import Any

# Those of the NHS identity (docs/design), from dark to pale.
DARK, BLUE, MIDDLE, PALE = "#212b32", "#005eb8", "#6f9fd0", "#c9d8e8"
_GREY = "#4c6272"

# Pixels: as wide as the text of a page, and as a phone.
WIDE, NARROW = 720, 330
# Letters of a title and of the rest, and how wide one of a title is in the middle.
_TITLE, _TEXT = 20, 15
_TITLE_LETTER = 0.5

Picture = dict[str, Any]


def framed(picture: Picture, title: str, width: int) -> Picture:
    """A picture with its finding above it, in as many lines as it needs."""
    size = _TITLE if width > NARROW else _TEXT + 1
    lines = textwrap.wrap(title, int(width / (size * _TITLE_LETTER))) or [""]
    return {
        "background": "white",
        "padding": 12,
        "title": {"text": lines, "anchor": "start", "frame": "bounds", "fontSize": size, "color": DARK, "offset": 14},
        "config": _CONFIG,
        **picture,
    }


_CONFIG = {
    "font": "Arial, Helvetica, Liberation Sans, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": _TEXT,
        "titleFontSize": _TEXT,
        "labelColor": DARK,
        "titleColor": DARK,
        "titleFontWeight": "normal",
        "gridColor": PALE,
        "domainColor": _GREY,
        "tickColor": _GREY,
        "labelLimit": 180,
    },
    "legend": {"labelFontSize": _TEXT, "titleFontSize": _TEXT, "labelColor": DARK, "titleColor": DARK},
    "text": {"fontSize": _TEXT, "color": DARK},
}


def counted_to(highest: int) -> Picture:
    """An axis of whole numbers."""
    return {"tickMinStep": 1, "tickCount": max(1, min(4, highest)), "format": ",d"}


def unseen(field: str, low: float, high: float) -> Picture:
    """A direction in which things stand, without an axis."""
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": [low, high], "nice": False}}
