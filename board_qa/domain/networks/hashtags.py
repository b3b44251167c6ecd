"""Hashtags as networks compare them: without case, accents or the width of letters (docs/networks/x.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from board_qa.domain.text.folding import folded

MOST_FURTHER = 3  # beside a meeting's own: a search on X has 512 characters for all, and each may be 101 long


def is_hashtag(word: str) -> bool:
    """X's own rule: letters, digits and underscores, not digits alone (help pages on hashtags)."""
    return re.fullmatch(r"\w+", word) is not None and re.search(r"[^\W\d_]", word) is not None


def separate(typed: str) -> list[str]:
    """The words that somebody typed as hashtags, without their #, with spaces or commas between them."""
    return [word for part in re.split(r"[\s,;]+", typed) if (word := part.lstrip("#＃"))]


def are_all_different(hashtags: Sequence[str]) -> bool:
    """Whether networks tell them all apart."""
    return len({_folded(one) for one in hashtags}) == len(hashtags)


def has_hashtag(text: str, hashtag: str) -> bool:
    """Whether the hashtag (without its #) stands in the text, however its letters were typed."""
    return _stands(_folded(hashtag), _folded(text))


def has_hashtag_to_the_letter(text: str, hashtag: str) -> bool:
    """Whether it stands there with the accents it has: two meetings' hashtags may differ by one."""
    return _stands(_composed(hashtag), _composed(text))


def _stands(hashtag: str, text: str) -> bool:
    return bool(hashtag) and re.search(rf"#{re.escape(hashtag)}(?!\w)", text) is not None


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    return folded(text)


@lru_cache(maxsize=64)
def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
