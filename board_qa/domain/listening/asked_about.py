"""What people asked about: the words of approved questions, the most frequent first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from board_qa.domain.text.content_words import content_words, plain_words
from board_qa.domain.text.health_words import SAYING_NOTHING

MOST = 60
# A word that one person used says what that person asked.
_FEWEST = 2
_HASHTAG = re.compile(r"[#＃]\w+")
# Somebody's name after how they are called.
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "cllr", "sir", "dame"])
# Those that say as well what a question is about.
_WORKS_AS = ("doctor", "professor", "councillor", "sister", "nurse")
_NAME_AFTER_TITLE = re.compile(rf"\b(?:{'|'.join([*_TITLES, *_WORKS_AS])})\.?\s+([^\W\d_][\w'’-]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Approved:
    """A question that a moderator approved, as it is put to the board; `signed` is how its asker is called."""

    text: str
    signed: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """`questions` is how many have it: a question counts once."""

    text: str
    questions: int


def asked_about(approved: Iterable[Approved], most: int = MOST) -> list[Word]:
    """The words that say what questions are about. Small words of both languages, hashtags, addresses, numbers and the
    names of people are taken out, and words that stand in one question alone."""
    counts: Counter[str] = Counter()
    for one in approved:
        counts.update(_words(one))
    ranked = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return [Word(text, questions) for text, questions in ranked[:most] if questions >= _FEWEST]


def _words(one: Approved) -> set[str]:
    text = _HASHTAG.sub(" ", one.text)
    names = {word for name in [*one.signed, *_NAME_AFTER_TITLE.findall(text)] for word in plain_words(name)}
    return {
        word
        for word in content_words(text)
        if word not in names | _TITLES and word not in SAYING_NOTHING and not word.isdecimal()
    }
