"""What speaks for a reading of a file's letters: apostrophes, quotation marks, money and accents where people write
them in English and Welsh, and nothing that nobody writes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_SMALL = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿß"
_CAPITAL = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸ"
# With how much each tells. Another set of letters has an accent where an apostrophe was: "isnít".
_TELLING = (
    (3, rf"(?<=[a-z{_SMALL}])’(?=(?:s|t|d|m|r|n|w|i|u|ll|re|ve|ch|th)\b)|(?<=s)’(?=\s)|\b[dlo]’(?=[a-z])"),
    (3, r"(?:(?<=[\s(;,\"])|^)[“‘](?=\w)|(?<=[\w.,?!])[”’](?=[\s).,;?!\"]|$)"),
    (3, r"[£€](?=\d)|(?<= )[–—](?= )|(?<=\d)[–—](?=\d)|(?<=\d)°|(?<=\w)…|^[•·](?= ?\w)|[½¼¾](?!\w)|[©®™](?!\w)"),
    (1, rf"(?<=[A-Za-z{_SMALL}])[{_SMALL}](?![A-Z])|(?<![A-Za-z{_SMALL}])[{_SMALL}](?=[a-z])|(?<!\w)[àâôéèêó](?!\w)"),
    (1, rf"(?<!\w)[{_CAPITAL}](?=[A-Za-z{_SMALL}{_CAPITAL}])|(?<=[A-Z])[{_CAPITAL}](?![a-z{_SMALL}])"),
    (1, r"(?<=\S)\u00a0(?=\S)"),
)
# More letters beyond ASCII than these, or than one in ten, are neither English nor Welsh: nothing here tells of them.
_FEW = 100
_PATTERNS = [(weight, re.compile(pattern, re.MULTILINE)) for weight, pattern in _TELLING]


@dataclass(frozen=True)
class Signs:
    """How many characters tell, with what weight, and whether no character is left that nobody would write there."""

    telling: int
    weight: int
    sensible: bool


def signs(text: str, only: Collection[int] | None = None) -> Signs:
    """What speaks for these letters; `only` has the places that are in doubt, None for all that are not ASCII."""
    doubted = {at for at, letter in enumerate(text) if not letter.isascii()} if only is None else set(only)
    if len(doubted) > max(_FEW, len(text) // 10):
        return Signs(0, 0, False)
    telling = weights = 0
    for weight, pattern in _PATTERNS:
        found = doubted.intersection(at for match in pattern.finditer(text) for at in range(*match.span()))
        doubted -= found
        telling, weights = telling + len(found), weights + weight * len(found)
    return Signs(telling, weights, not doubted)
