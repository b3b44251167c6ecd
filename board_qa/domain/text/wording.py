"""What people typed, and how it may be shown. The words are kept; what cannot be seen is not shown."""

from __future__ import annotations

import re
import unicodedata

# The projector shows 300 characters at the size docs/screens.md asks for, and 500 at the smallest readable one.
QUESTION_LIMIT = 500
NAME_LIMIT = 80
# An agenda item: the projector has room for it beside the longest question and names (tests/journeys/test_fitting.py).
TITLE_LIMIT = 200
# Three or four paragraphs: what was said, and not the minutes of it.
ANSWER_LIMIT = 3000
NOTE_LIMIT = 2000  # a note is for colleagues, not an essay
BRIEF_LIMIT = 300  # a chair reads it while somebody speaks
REASON_LIMIT = 200  # why something is published as it is
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3: a path is 256 octets with its angle brackets

# Right-to-left overrides and isolates reorder the text around them; zero-width characters hide words inside
# words. They are those that Unicode calls ignorable (DerivedCoreProperties, Default_Ignorable_Code_Point), also where
# no character has the number yet, and a note of music without a head. Zero-width joiners stay: emoji families, Persian
# and Indic scripts need them; and so do the selectors by which emoji, Mongolian and Chinese letters have their form.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Marks put on top of a letter: three in a row are more than any language needs, thousands cover the page.
_MOST_MARKS = 3
# As it was typed a text is longer than what is seen of it: letters and their marks apart, spaces in a row, characters
# nobody sees. One that is so many times longer than its limit was not written by hand.
_MOST_TYPED = 8
# Letters by their category that show as nothing at all: Hangul fillers, Braille blank, Khmer inherent vowels.
_BLANK_LETTERS = set("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")


def received(text: str) -> str:
    """The text as stored: word for word, with one kind of line end and no character that is not text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def shown(text: str) -> str:
    """The text as any screen may show it: nothing hidden, nothing that reorders or smothers other text.

    Stacks go before the text is composed: putting thousands of marks in order takes a time that grows with the square
    of their number (82,000 of them, 20 seconds). They go again after it, when it is known what each letter has.

    Most texts are one line of plain letters, and have spaces alone to be put right.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _without_stacks(_CONTROLS.sub(" ", _UNSEEN.sub("", received(text))))
    text = _without_stacks(unicodedata.normalize("NFC", text))
    if not any(_can_be_seen(character) for character in text):
        return ""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\u00a0]+", " ", text)).strip()


def hides_something(text: str) -> bool:
    """Whether the text holds characters a reader cannot see, which the desk points out."""
    stacked = _without_stacks(text) != text
    return bool(_UNSEEN.search(text) or _CONTROLS.search(text) or stacked or _BLANK_LETTERS & set(text))


def length(text: str) -> int:
    """Length in characters as a reader sees them, a line end counting as one (browsers send it as two)."""
    return len(shown(text))


def over(text: str, limit: int) -> int:
    """By how many characters a text is longer than its limit; 0 where it fits.

    One that is many times too long is counted as it was typed, and not looked through to say so.
    """
    typed = len(received(text))
    return max(0, (typed if typed > limit * _MOST_TYPED else length(text)) - limit)


def one_line(text: str) -> str:
    """A name or title: shown text on one line."""
    return " ".join(shown(text).split())


def _without_stacks(text: str) -> str:
    """The text with at most three marks on any letter, also where characters without a width stand between them."""
    if not _has_stacks(text):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        if _is_mark(character):
            marks += 1
        elif not _has_no_width(character):
            marks = 0
        if marks <= _MOST_MARKS or not _is_mark(character):
            kept.append(character)
    return "".join(kept)


def _has_stacks(text: str) -> bool:
    """Whether there is anything to take away: one question for the whole text, which has few characters that differ."""
    if text.isascii():
        return False
    characters = set(text)
    marks = "".join(filter(_is_mark, characters))
    if not marks:
        return False
    between = "".join(filter(_has_no_width, characters))
    one = f"[{re.escape(marks)}]" + f"[{re.escape(between)}]*" * bool(between)
    return re.search(f"(?:{one}){{{_MOST_MARKS + 1}}}", text) is not None


def _is_mark(character: str) -> bool:
    """Whether it goes on another character. Vowel signs that stand beside their letter (Burmese has many) do not."""
    return unicodedata.category(character) in ("Mn", "Me") or unicodedata.combining(character) != 0


def _has_no_width(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _BLANK_LETTERS


def _can_be_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK_LETTERS
