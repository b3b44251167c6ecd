"""A text as the rules read it, and the way back from there to the text as it is shown.

Full-width digits, joiners inside a number, curly quotes and unusual dashes look the same to a reader and must look the
same to a rule; what is marked on the desk must still be the characters that were typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.digit_groups import Run, runs
from board_qa.screening.numerals import numerals, without_links

_BLANKS = set("\u115f\u1160\u3164\uffa0\u2800")  # letters and symbols by category that show as nothing
_QUOTES = dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032`\u00b4", "'")
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc", "-")
# One character can stand for eighteen (U+FDFA), and a short text made of it would be a long one. Letters, digits, units
# and fractions, which a rule may need, stand for four at most: "ﬃ", "½", "㎏".
_MOST_PLAIN = 4
# Marks on other characters, joiners, and numbers that stand for no character or for nobody's: nothing a rule needs.
_INVISIBLE = ("Mn", "Me", "Cf", "Cn", "Co")


class Folded:
    """`text` holds the plain characters; each knows which shown character it came from."""

    def __init__(self, shown: str) -> None:
        plain = [(piece, at) for at, character in enumerate(shown) for piece in _plain(character)]
        self.text = "".join(piece for piece, _ in plain)
        self._shown, self._at = shown, [at for _, at in plain]

    @cached_property
    def linkless(self) -> str:
        """The plain text without the digits that belong to the address of a page."""
        return without_links(self.text)

    @cached_property
    def numerals(self) -> str:
        """The same, with numbers in figures however they were written."""
        return numerals(self.linkless)

    @cached_property
    def runs(self) -> list[Run]:
        return runs(self.numerals)

    def flag(self, kind: Kind, start: int, end: int) -> Flag:
        """A flag on a stretch of the plain text, in offsets of the shown one, with marks that hang on its end."""
        last = self._at[end - 1] + 1
        while last < len(self._shown) and unicodedata.category(self._shown[last]) in _INVISIBLE:
            last += 1
        return Flag(kind, self._at[start], last)

    def flags(self, kind: Kind, found: Iterable[re.Match[str]]) -> Iterator[Flag]:
        return (self.flag(kind, match.start(), match.end()) for match in found)


def _plain(character: str) -> str:
    """What a rule reads for one character; '' for one that only decorates another."""
    if character.isascii():
        return character
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    if character in _BLANKS or (character.isspace() and character != "\n"):
        return " "
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    plain = _QUOTES.get(character) or _DASHES.get(character) or unicodedata.normalize("NFKC", character)[:_MOST_PLAIN]
    return "".join(piece for piece in plain if unicodedata.category(piece) not in _INVISIBLE)
