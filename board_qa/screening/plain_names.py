"""Names and handles as a reader takes them: without disguise, word by word.

A name is short and made up, so that it may be unravelled further than a text: "The Ch4ir", "T h e C h a i r",
"@RealChiefExec", letters of another alphabet that look like ours.
"""

from __future__ import annotations

import re
import unicodedata

from board_qa.screening.folded import Folded

# Letters of other alphabets that look like Latin ones (Unicode Technical Standard 39 lists them all).
_ALIKE = str.maketrans(
    "аеорсухіѕјһԁкмтвнАЕОРСУХІЅЈНКМТВαεορτυνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxisjhdkmtbhAEOPCYXISJHKMTBaeoptuvikABEZHIKMNOPTYX"
)
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_DIGITS_FOR_LETTERS = str.maketrans("01345$@", "oieassa")
# Where a word begins in a handle: TheChair, NHSEngland.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APART = re.compile(r"\b\w(?: \w\b){3,}")


def is_handle(name: str) -> bool:
    """Whether words may stand in it without anything between them."""
    return name.startswith("@") or " " not in name


def unmasked(name: str) -> str:
    """The name in our own letters, a handle parted into its words."""
    plain = "".join(map(_own_letter, Folded(name).text)).translate(_ALIKE)
    return _CAMEL.sub(" ", plain.lstrip("@").replace("_", " ")) if is_handle(name) else plain


def words(name: str) -> str:
    """Its words in lower case, parted by a space each; commas, dashes and brackets stay, as they part two names."""
    together = _APART.sub(lambda letters: letters.group().replace(" ", ""), unmasked(name).lower())
    parts = re.findall(r"[^\W_]+(?:[@$][^\W_]+)*|[,(|/:;-]", re.sub("['’.]", "", together.replace("&", " and ")))
    return " ".join(_spelled(part) for part in parts)


def _own_letter(letter: str) -> str:
    """A letter without its accents; a small capital as what it is."""
    if letter.isascii():
        return letter
    if small := _SMALL_CAPITAL.fullmatch(unicodedata.name(letter, "")):
        return small[1].lower()
    return unicodedata.normalize("NFD", letter)[0]


def _spelled(word: str) -> str:
    """A word with its digits read as letters, where letters stand beside them; a year after it is left out."""
    bare = re.sub(r"\d{2,4}$", "", word) or word
    return bare.translate(_DIGITS_FOR_LETTERS) if re.search(r"[a-z]", bare) else bare
