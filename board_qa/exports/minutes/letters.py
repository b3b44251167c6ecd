"""The letters of the PDF, and what is shown for a character that has none.

A PDF/UA has a letter for every character, or is refused. FiraGO has those of most alphabets and Noto's have symbols;
none of them has Chinese, or most emoji. They come as plain Python, so that the file is the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from io import BytesIO
from pathlib import Path

from PIL import ImageFont
from pymupdf_fonts import (
    FiraGO_Bold,
    FiraGO_Regular,
    NotoSansMath_Regular,
    NotoSansSymbols2_Regular,
    NotoSansSymbols_Regular,
)

MISSING = "□"
# What can be shown with FiraGO comes first, as most of a text is in it.
_REGULAR = (FiraGO_Regular, NotoSansSymbols_Regular, NotoSansSymbols2_Regular, NotoSansMath_Regular)
_ALL = (*_REGULAR, FiraGO_Bold)
_SEVERAL = re.compile(f"{MISSING}{{2,}}")
_JOINER, _NO_LETTER, _SIZE = "\u200d", "\uffff", 20


def write_fonts(folder: Path) -> None:
    """Where typst finds them: it takes no font from memory."""
    for number, font in enumerate(_ALL):
        (folder / f"{number}.ttf").write_bytes(font.fontbuffer)


class Letters:
    """For one file: FreeType's fonts are not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {" ": True, "\n": True, MISSING: True}

    def known(self, text: str) -> str:
        """The text with one □ in the place of all that has no letter: of a character, with its marks, or several."""
        shown = (one if self._is_known(one) else MISSING for one in _with_their_marks(text))
        return _SEVERAL.sub(MISSING, "".join(shown))

    def _is_known(self, letter: str) -> bool:
        if letter not in self._known:
            # A letter and its marks are drawn in one font.
            self._known[letter] = any(all(font.has(part) for part in letter) for font in self._fonts)
        return self._known[letter]

    @cached_property
    def _fonts(self) -> list[_Font]:
        return [_Font(one.fontbuffer) for one in _REGULAR]


class _Font:
    def __init__(self, buffer: bytes) -> None:
        # The plain layout asks for one letter at a time; the other one draws a circle where it has none.
        self._font = ImageFont.truetype(BytesIO(buffer), _SIZE, layout_engine=ImageFont.Layout.BASIC)
        self._nothing, self._had = self._mask(_NO_LETTER), dict[str, bool]()

    def has(self, letter: str) -> bool:
        if letter not in self._had:
            self._had[letter] = self._mask(letter) != self._nothing
        return self._had[letter]

    def _mask(self, letter: str) -> tuple[tuple[int, int], bytes]:
        mask = self._font.getmask(letter)
        return mask.size, bytes(mask)


def _with_their_marks(text: str) -> list[str]:
    """Each character with the marks on it, and with what is joined to it. Of spaces there is one kind."""
    found: list[str] = []
    for one in text:
        letter = " " if one.isspace() and one != "\n" else one
        joined = found and found[-1].endswith(_JOINER)
        if found and (joined or letter == _JOINER or unicodedata.category(letter) in ("Mn", "Me", "Mc", "Sk", "Cf")):
            found[-1] += letter
        else:
            found.append(letter)
    return found
