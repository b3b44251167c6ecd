"""What a page says in its own language: what is read on it or aloud, and the words that its scripts put into it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_VOID = {"meta", "link", "br", "input", "img", "hr"}
# Attributes that are read aloud, or that a script puts into the page.
_SAID = {"title", "alt", "placeholder", "aria-label", "data-on", "data-off", "data-title", "data-lost", "data-says"}


class Page(HTMLParser):
    """A page's `language`, its `links` by the language they lead to, and what it `says`.

    What is marked as being in another language is not the page's own: it is in `marked`.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.says: set[str] = set()
        self.marked: list[tuple[str, str]] = []
        self.links: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.language = ""
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.language = self.language or found.get("lang", "")
        here = found.get("lang") or (self._open[-1][1] if self._open else "")
        if tag not in _VOID:
            self._open.append((tag, here))
        if "hreflang" in found:
            (self.alternates if tag == "link" else self.links)[found["hreflang"]] = found["href"]
        for name in _SAID & set(found):
            for words in _spoken(found[name]) if name == "data-says" else [found[name]]:
                self._hear(words, here)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:  # written as <br />, which opens nothing
            return
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, here = self._open[-1] if self._open else ("", "")
        if tag not in ("script", "style"):
            self._hear(data, here)

    def _hear(self, data: str, language: str) -> None:
        words = bare(data)
        if not re.search(r"[^\W\d_A-Z]{2}", words):  # a number, a code or a sign
            return
        if language == self.language:
            self.says.add(words)
        else:
            self.marked.append((language, words))


def bare(text: str) -> str:
    """A sentence without the signs around it, which may stand outside of what is translated."""
    return " ".join(text.split()).strip("() ·.,:")


def _spoken(says: str) -> Iterator[str]:
    """The sentences that a script gets, whatever their shape."""
    told: Any = json.loads(says)
    for value in told.values() if isinstance(told, dict) else [told]:
        yield from _spoken(json.dumps(value)) if isinstance(value, dict) else [str(value)]
