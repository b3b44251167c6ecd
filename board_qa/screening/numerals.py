"""Digits as people write them: with a letter O for a nought, in words, and not in the address of a page.

What comes out is as long as what goes in, so that a place in the one is a place in the other.
"""

from __future__ import annotations

import re

from board_qa.screening.patterns import any_of

# Stands behind a digit for the other letters of its word. No text has one (wording.received).
FILLER = "\x00"
_WORDS = {
    "zero": "0", "nought": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "dim": "0", "sero": "0", "un": "1", "dau": "2", "tri": "3",
    "pedwar": "4", "pump": "5", "chwech": "6", "saith": "7", "wyth": "8", "naw": "9",
}  # fmt: skip
_TIMES = {"double": 2, "treble": 3, "triple": 3, "dwbl": 2}
_SAID = rf"(?:(?:{'|'.join(_TIMES)}) )?(?:{'|'.join(_WORDS)})"
# Shorter rows of such words are counted things: "one, two, three, go".
_DICTATED = any_of(rf"\b{_SAID}(?:[ ,.-]{{1,3}}{_SAID}){{5,}}\b")
_ONE_SAID = any_of(rf"(?:({'|'.join(_TIMES)}) )?\b({'|'.join(_WORDS)})\b")

# Letters that pass for digits, among at least as many digits as a telephone number has without its area.
_LOOKALIKES = str.maketrans("OoIl", "0011")
_MIXED = re.compile(r"(?<!\w)[\dOoIl](?:[ \t\n.,/()_-]{0,3}[\dOoIl]){7,}(?!\w)")
_FEWEST_DIGITS = 5

# Addresses of pages, also without their "https", under the usual endings.
_ENDING = r"(?:[a-z]{2,3}|info|wales|cymru|online|health|site|page|blog)"
_LINK = any_of(
    r"\bhttps?://[^\s<>\"]+",
    rf"(?<![\w@.-])(?:[a-z][\w-]{{0,62}}\.){{1,4}}{_ENDING}/[^\s<>\"]*",
    r"\bwww\.[^\s<>\"]+",
)
# Somebody's number in a link is one that the link calls so.
_NAMED = any_of(
    r"(?:\b(?:wa\.me|t\.me|viber\.click|signal\.me/#p)/|(?:tel|phone|mobile|mob|"
    r"nhs(?:[_-]?(?:no|num|number))?|dob|birth|nino)[=:])\+?[\d -]+"
)


def numerals(text: str) -> str:
    """The text with every number in figures."""
    return _DICTATED.sub(lambda row: _ONE_SAID.sub(_figure, row.group()), _MIXED.sub(_plain, text))


def _plain(mixed: re.Match[str]) -> str:
    found = mixed.group()
    return found.translate(_LOOKALIKES) if sum(map(str.isdigit, found)) >= _FEWEST_DIGITS else found


def _figure(said: re.Match[str]) -> str:
    times = _TIMES.get((said[1] or "").lower(), 1)
    return (_WORDS[said[2].lower()] * times).ljust(len(said.group()), FILLER)


def without_links(text: str) -> str:
    """The text with the digits of links made unreadable, but for those that a link calls somebody's."""
    return _LINK.sub(lambda link: _masked(link.group()), text)


def _masked(link: str) -> str:
    kept = [range(*named.span()) for named in _NAMED.finditer(link)]
    return "".join(
        "|" if sign.isdigit() and not any(at in span for span in kept) else sign for at, sign in enumerate(link)
    )
