"""What people asked about, as a cloud."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import NullTranslations

from board_qa.domain.listening.asked_about import Word
from board_qa.domain.listening.cloud import cloud
from board_qa.domain.text.saying import ENGLISH
from board_qa.exports.listening.pictures.style import BLUE, DARK, NARROW, Picture, framed, unseen
from board_qa.phrases.findings import NAMED, asked_most_about

# By how much it is wider than high, where there is room.
_FLAT = 1.9


def words_picture(words: Sequence[Word], width: int, translations: NullTranslations = ENGLISH) -> Picture:
    """The words that most questions have, the three of the title in blue."""
    placed = cloud(words, _FLAT if width > NARROW else 1.0)
    across = max((abs(one.x) + one.half_width for one in placed), default=1.0)
    down = max((abs(one.y) + one.half_height for one in placed), default=1.0)
    shrunk = min(1.0, width / 2 / across)
    values = [
        {
            "text": one.text,
            "x": one.x,
            "y": -one.y,
            "size": one.size * shrunk,
            "colour": BLUE if place < NAMED else DARK,
        }
        for place, one in enumerate(placed)
    ]
    picture = {
        "data": {"values": values},
        "width": width,
        "height": round(2 * down * shrunk),
        "mark": {"type": "text", "fontWeight": "bold", "baseline": "middle"},
        "encoding": {
            "x": unseen("x", -width / 2 / shrunk, width / 2 / shrunk),
            "y": unseen("y", -down, down),
            "text": {"field": "text"},
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "color": {"field": "colour", "scale": None},
        },
    }
    return framed(picture, asked_most_about(words, translations), width)
