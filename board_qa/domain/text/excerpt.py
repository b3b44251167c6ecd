"""The beginning of a text, for a list of many: a post can have 25,000 characters, and a list of them is a megabyte."""

from __future__ import annotations

import unicodedata

from board_qa.domain.text import wording

# Characters. A list shows two lines of a text, on the widest screen some 300 characters.
LENGTH = 500
# As it was typed a text can be longer than what is seen of it. So much of it nearly always holds an excerpt.
_TYPED = 4
# A word so long is an address, or a script without spaces: it is cut itself.
_LONGEST_WORD = 60
_JOINER = "\u200d"


def excerpt(text: str, length: int = LENGTH) -> str:
    """The text as any screen may show it, where it fits; else its first words, which end in an ellipsis."""
    typed = length * _TYPED
    beginning = wording.shown(text[:typed])
    if len(beginning) <= length and typed < len(text):  # nobody sees most of what it begins with
        beginning = wording.shown(text)
    return beginning if len(beginning) <= length else f"{_cut(beginning, length - 1)}…"


def _cut(text: str, length: int) -> str:
    """At most so many characters of a longer text, up to the end of a word, or of what looks like one letter."""
    words = f"{text[: length + 1]}.".rsplit(maxsplit=1)[0]  # without the word that goes on
    if length - _LONGEST_WORD <= len(words) <= length:
        return words
    at = length
    while at and _inside_a_letter(text[at - 1], text[at]):
        at -= 1
    return text[: at or length].rstrip()


def _inside_a_letter(before: str, after: str) -> bool:
    """Whether two characters look like one: a letter and its mark, emoji that are joined, the two halves of a flag."""
    joined = _JOINER in (before, after) or unicodedata.category(after)[0] == "M"
    return joined or "\U0001f3fb" <= after <= "\U0001f3ff" or (_half_a_flag(before) and _half_a_flag(after))


def _half_a_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
