"""The letters of the PDF, and what is shown for a character that has none.

A PDF/UA has a letter for every character, or is refused. FiraGO has those of most alphabets and Noto's have symbols;
none of them has Chinese, or most emoji. They come as plain Python, so that the file is the same on every machine.
"""

from __future__ import annotations

import re
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
_REGULAR = (FiraGO_Regular, NotoSansSymbols_Regular, NotoSansSymbols2_Regular, NotoSansMath_Regular)
_ALL = (*_REGULAR, FiraGO_Bold)
# A picture of several emoji in a row, joined to one, and what varies it.
_SEVERAL = re.compile(f"{MISSING}(?:[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*{MISSING})*[\ufe0e\ufe0f]*")
_NO_LETTER, _SIZE = "\uffff", 20


def write_fonts(folder: Path) -> None:
    """Where typst finds them: it takes no font from memory."""
    for number, font in enumerate(_ALL):
        (folder / f"{number}.ttf").write_bytes(font.fontbuffer)


class Letters:
    """For one file: FreeType's fonts are not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {"\n": True, MISSING: True}

    def known(self, text: str) -> str:
        """The text with □ in the place of every character, or picture of several, that has no letter."""
        spaced = "".join(" " if letter.isspace() and letter != "\n" else letter for letter in text)
        return _SEVERAL.sub(MISSING, "".join(one if self._is_known(one) else MISSING for one in spaced))

    def _is_known(self, letter: str) -> bool:
        if letter not in self._known:
            self._known[letter] = any(_mask(font, letter) != nothing for font, nothing in self._fonts)
        return self._known[letter]

    @cached_property
    def _fonts(self) -> list[tuple[ImageFont.FreeTypeFont, tuple[tuple[int, int], bytes]]]:
        fonts = [ImageFont.truetype(BytesIO(one.fontbuffer), _SIZE) for one in _REGULAR]
        return [(font, _mask(font, _NO_LETTER)) for font in fonts]


def _mask(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
