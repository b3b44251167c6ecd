"""A paragraph of the files: words in one language, and what is said before them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`label` is said before them, `strong` stands out. `lang` is '' where it is the language of the file."""

    text: str
    lang: str = ""
    label: str = ""
    strong: bool = False


def typed(text: str, lang: str) -> Words:
    """What somebody at the board typed, in the language they hold their meetings in; `lang` is that of the file."""
    return Words(text, "" if lang == "en" else "en")
