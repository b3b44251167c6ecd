"""Words in a box: the largest letters in which all of them fit, and the lines they make.

FiraGO has the letters of Welsh and of most other languages. What it has no letter for is left out, as a box in its
place would say nothing. Each drawing has fonts of its own: FreeType's are not for several threads at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from PIL import ImageFont
from pymupdf_fonts import FiraGO_Bold, FiraGO_Regular

LEADING = 1.18  # of the size, from line to line
_BUFFERS = {True: FiraGO_Bold.fontbuffer, False: FiraGO_Regular.fontbuffer}
_RULER = 100  # the size at which widths are measured: they grow with it
_STEP = 0.95
_SLACK = 0.99  # of a line: hinting makes letters a little wider at some sizes
_NO_LETTER = "\uffff"
# Where an address is cut rather than anywhere.
_SIGNS = "./-"


@dataclass(frozen=True)
class Block:
    """Words as they are drawn: `size` in pixels."""

    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LEADING)


class Letters:
    """One weight of the font, for one drawing."""

    def __init__(self, bold: bool) -> None:
        self._buffer = _BUFFERS[bold]
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._sizes:
            self._sizes[size] = ImageFont.truetype(BytesIO(self._buffer), size)
        return self._sizes[size]

    def fit(self, words: str, width: int, height: int, largest: int, smallest: int) -> Block:
        """In a box of these pixels; what does not fit in the smallest letters ends in "…"."""
        known = self._known(words)
        size = float(largest)
        while size > smallest:
            lines = self._lines(known, width, size)
            if lines is not None and len(lines) * size * LEADING <= height:
                return Block(int(size), self._balanced(known, width, size, lines))
            size *= _STEP
        return self._cut(known, width, height, smallest)

    def _balanced(self, words: str, width: int, size: float, lines: list[str]) -> tuple[str, ...]:
        """As many lines, and about as long as each other: no word stands alone."""
        for twentieths in range(11, 20):
            shorter = self._lines(words, width * twentieths // 20, size)
            if shorter is not None and len(shorter) == len(lines):
                return tuple(shorter)
        return tuple(lines)

    def _cut(self, words: str, width: int, height: int, size: int) -> Block:
        most = max(int(height // (size * LEADING)), 1)
        lines = self._lines(" ".join(self._pieces(words, width, size)), width, size) or []
        if len(lines) > most:
            last = lines[most - 1]
            while last and self._width(f"{last}…", size) > width * _SLACK:
                last = last[:-1]
            lines = [*lines[: most - 1], f"{last.rstrip()}…"]
        return Block(size, tuple(lines))

    def _lines(self, words: str, width: int, size: float) -> list[str] | None:
        """As many words to a line as it holds; None where one of them is wider than a line."""
        lines: list[str] = []
        for word in words.split(" "):  # and not at a space that is not to be broken at
            if self._width(word, size) > width * _SLACK:
                return None
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer, size) <= width * _SLACK:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _pieces(self, words: str, width: int, size: float) -> Iterator[str]:
        """Words, cut where one is wider than a line."""
        for word in words.split(" "):
            piece = ""
            for letter in word:
                if piece and self._width(piece + letter, size) > width * _SLACK:
                    sign = max(piece.rfind(sign) for sign in _SIGNS) + 1 or len(piece)
                    yield piece[:sign]
                    piece = piece[sign:]
                piece += letter
            yield piece

    def _width(self, words: str, size: float) -> float:
        return self.font(_RULER).getlength(words) * size / _RULER

    def _known(self, words: str) -> str:
        known = "".join(letter for letter in words if letter.isspace() or self._mask(letter) != self._nothing)
        return " ".join(filter(None, known.split(" ")))

    def _mask(self, letter: str) -> tuple[tuple[int, int], bytes]:
        mask = self.font(_RULER).getmask(letter)
        return mask.size, bytes(mask)

    @cached_property
    def _nothing(self) -> tuple[tuple[int, int], bytes]:
        return self._mask(_NO_LETTER)
