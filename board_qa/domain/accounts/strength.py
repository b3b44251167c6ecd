"""Whether nobody can try out a secret that an operator chose: 128 bits, if it was chosen at random."""

from __future__ import annotations

import math
import re

BITS = 128
_OF_A_WORD = math.log2(7_776)  # as in lists for dice, one word of so many
_DIGITS, _LETTERS, _SIGNS = 10, 26, 32
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
# Written as people write words: with large letters in the middle of one chance chose them, and their sign as well.
_WORD = "(?:[A-Za-z][a-z]+|[A-Z]{2,})"
_WORDS = re.compile(f"{_WORD}(?:[ ._-]{_WORD})+")
_PUBLIC_KEY = "age1"
# Of 22 letters and figures that chance chose hardly any has fewer different ones.
_DIFFERENT = 8


def is_strong(secret: str) -> bool:
    """What a person made up may pass; what passes not could be tried out, however it was made."""
    return secret.startswith(_PUBLIC_KEY) or (len(set(secret)) >= _DIFFERENT and _bits(secret) >= BITS)


def _bits(secret: str) -> float:
    if _WORDS.fullmatch(secret):
        return len(re.split(r"[ ._-]", secret)) * _OF_A_WORD
    return len(secret) * math.log2(16 if _HEX.fullmatch(secret) else _alphabet(secret))


def _alphabet(secret: str) -> int:
    """Of how many letters, figures and signs it may be a part. Where it has large and small letters, of figures too: of
    22 that chance chose among all three, one in forty has no figure."""
    kinds = {r"[a-z]": _LETTERS, r"[A-Z]": _LETTERS, r"[0-9]": _DIGITS, r"[^a-zA-Z0-9]": _SIGNS}
    found = sum(count for kind, count in kinds.items() if re.search(kind, secret))
    return found + _DIGITS if found == 2 * _LETTERS else found
