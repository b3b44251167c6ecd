"""The HTML of a status as the text that its author wrote (docs/networks/mastodon.md, "Text")."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# A new paragraph, and a new line.
_BREAKS = {"p": "\n\n", "br": "\n", "li": "\n", "blockquote": "\n\n", "pre": "\n\n"}


# The parser's time grows with the square of tags that never end, and declarations stop it: only whole tags reach it.
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,1000}>)")


class _Words(HTMLParser):
    """Keeps what is to be read. Links are whole in it: what a server only hides from the eye is part of the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in ("script", "style")
        self.pieces.append(_BREAKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def plain_text(content: str, warning: str = "") -> str:
    """The text of a status, with its content warning before it: whoever reads the question reads both."""
    words = _Words()
    words.feed(_NO_TAG.sub("&lt;", content))
    words.close()
    text = re.sub(r"\n{3,}", "\n\n", "".join(words.pieces)).strip()
    return f"{warning.strip()}\n\n{text}".strip() if warning.strip() else text
