"""Patterns made of lists that a person can read and add to."""

from __future__ import annotations

import re


def one_of(words: str) -> str:
    """A pattern for any one of these words, which are parted by spaces; each may be a pattern itself."""
    return f"(?:{'|'.join(words.split())})"


def any_of(*phrases: str) -> re.Pattern[str]:
    """Any of these phrases, in either case."""
    return re.compile("|".join(phrases), re.IGNORECASE)


def ends(pattern: re.Pattern[str], text: str) -> set[int]:
    """Where in the text something ends that the pattern finds."""
    return {match.end() for match in pattern.finditer(text)}


def starts(pattern: re.Pattern[str], text: str) -> set[int]:
    """Where in the text something starts that the pattern finds."""
    return {match.start() for match in pattern.finditer(text)}
