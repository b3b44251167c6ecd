"""Whether nobody can try out a secret that an operator chose: 128 bits, if it was chosen at random."""

from __future__ import annotations

import math
import re

BITS = 128
_OF_A_WORD = math.log2(7_776)  # as in lists for dice, one word of so many
_DIGITS, _LETTERS, _SIGNS = 10, 26, 32
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_WORDS = re.compile(r"[a-z]{2,}(?:[ ._-][a-z]{2,})+", re.IGNORECASE)
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
    """Of how many letters, figures and signs it may be a part."""
    kinds = {r"[a-z]": _LETTERS, r"[A-Z]": _LETTERS, r"[0-9]": _DIGITS, r"[^a-zA-Z0-9]": _SIGNS}
    return sum(count for kind, count in kinds.items() if re.search(kind, secret))
