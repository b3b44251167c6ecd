"""Whether a post on the network is the call that we sent."""

from __future__ import annotations

import re
import unicodedata


def same_words(ours: str, theirs: str) -> bool:
    """Whether two texts, without their links, are one post.

    Only the words count: a network replaces links, composes characters, and may touch punctuation.
    """
    return _words(ours) == _words(theirs)


def _words(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).split()).casefold()
