"""Letters without case, accents or width, as people look for words: "ty" finds "Tŷ"."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character)).casefold()
