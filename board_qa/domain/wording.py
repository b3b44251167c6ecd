"""What people typed, and how it may be shown. The words are kept; what cannot be seen is not shown."""

from __future__ import annotations

import re
import unicodedata

# The projector shows 300 characters at the size screens.md asks for, and 500 at the smallest readable one.
QUESTION_LIMIT = 500
NAME_LIMIT = 80
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3: a path is 256 octets with its angle brackets

# Right-to-left overrides and isolates reorder the text around them; zero-width characters hide words inside
# words. Zero-width joiners stay: emoji families, Persian and Indic scripts need them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\U000e0000-\U000e007f]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STACKED = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
                      "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip


def received(text: str) -> str:
    """The text as stored: word for word, with one kind of line end and no character that is not text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def shown(text: str) -> str:
    """The text as any screen may show it: nothing hidden, nothing that reorders or smothers other text."""
    text = unicodedata.normalize("NFC", received(text))
    text = _CONTROLS.sub(" ", _UNSEEN.sub("", text))
    text = _STACKED.sub(r"\1", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\u00a0]+", " ", text)).strip()


def hides_something(text: str) -> bool:
    """Whether the text holds characters a reader cannot see, which the desk points out."""
    return bool(_UNSEEN.search(text) or _CONTROLS.search(text) or _STACKED.search(text))


def length(text: str) -> int:
    """Length in characters as a reader sees them, a line end counting as one (browsers send it as two)."""
    return len(shown(text))


def one_line(text: str) -> str:
    """A name or title: shown text on one line."""
    return " ".join(shown(text).split())
