"""Patterns made of lists that a person can read and add to."""

from __future__ import annotations

import re


def one_of(words: str) -> str:
    """A pattern for any one of these words, which are parted by spaces; each may be a pattern itself."""
    return f"(?:{'|'.join(words.split())})"


def any_of(*phrases: str) -> re.Pattern[str]:
    """Any of these phrases, in either case."""
    return re.compile("|".join(phrases), re.IGNORECASE)
