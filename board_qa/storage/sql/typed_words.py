"""What somebody typed to search for, word by word, whichever database looks for it."""

from __future__ import annotations

from board_qa.domain.text import wording

# A question of 500 characters, the form's limit, has about so many words of content, and nobody types more to search;
# a pasted page must not become an expression of thousands.
_MOST_WORDS = 50
_LONGEST = 60  # letters of a word that are looked at: no word is longer, and each costs a comparison
# What is stored is stemmed ("appointment" as "appoint"), so a word half typed ("appointme") is also looked for without
# its end: of 2,111 beginnings of words in tests/measures/similar_pairs.py 98% find their word, instead of 90%. Two
# thirds must stay: with less, "startin" would find every "star".
_KEPT = 2 / 3
_SHORTEST = 4


def typed_words(typed: str) -> list[str]:
    """What was typed, word by word, without those in which there is no letter and no digit to look for."""
    words = (word[:_LONGEST] for word in wording.shown(typed).split())
    return [word for word in words if any(map(str.isalnum, word))][:_MOST_WORDS]


def beginnings(word: str) -> list[str]:
    """A word half typed without its last letters, which may have gone when words were stored."""
    ends = range(max(_SHORTEST, round(len(word) * _KEPT)), len(word)) if word.isalpha() else ()
    return [word[:end] for end in ends]
