"""A word cloud: where each word stands, the more questions have it the larger, around the most frequent one.

Widths are reckoned and not measured, so that no font is needed: the page, the file and the wall show the same cloud.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from board_qa.domain.listening.asked_about import Word

# Of a letter's size, in Arial's bold letters: narrow ones, wide ones, all others.
_NARROW, _WIDE, _OTHER = 0.36, 0.92, 0.62
# Pixels.
_LARGEST, _SMALLEST = 58, 15
_GAP = 6
# How far the spiral goes on with each step, in radians and in pixels a turn.
_TURN, _APART = 0.35, 7.0


@dataclass(frozen=True)
class PlacedWord:
    """`x` and `y` are the middle of the word, in pixels from the middle of the cloud; `size` is its letters'."""

    text: str
    questions: int
    size: int
    x: float
    y: float

    @property
    def half_width(self) -> float:
        return _width(self.text, self.size) / 2

    @property
    def half_height(self) -> float:
        return self.size * 0.6


def cloud(words: Sequence[Word], stretched: float) -> list[PlacedWord]:
    """`words` from the most frequent on; `stretched` is by how much the cloud is wider than high. None overlaps."""
    placed: list[PlacedWord] = []
    most = words[0].questions if words else 1
    for word in words:
        size = round(max(_SMALLEST, _LARGEST * math.sqrt(word.questions / most)))
        tries = (PlacedWord(word.text, word.questions, size, x, y) for x, y in _spiral(stretched))
        placed.append(next(one for one in tries if not any(_overlap(one, other) for other in placed)))
    return placed


def _spiral(stretched: float) -> Iterator[tuple[float, float]]:
    """From the middle outwards without end, so that there is a place for every word."""
    angle = 0.0
    while True:
        away = _APART * angle / math.tau
        yield away * math.cos(angle) * stretched, away * math.sin(angle)
        angle += _TURN


def _overlap(one: PlacedWord, other: PlacedWord) -> bool:
    return (
        abs(one.x - other.x) < one.half_width + other.half_width + _GAP
        and abs(one.y - other.y) < one.half_height + other.half_height
    )


def _width(text: str, size: int) -> float:
    return size * sum(_NARROW if letter in "fijlrt'" else _WIDE if letter in "mw" else _OTHER for letter in text)
