"""Meeting codes and secret addresses, made from an injected source of randomness."""

from __future__ import annotations

import re

# Letters and digits that are told apart when said aloud across a room and when read from the back row:
# no B, C, D, E, G, P, T, V or 3 (they rhyme), no M or N, no 0, O, 1, I or L, no S or 5, no U beside W.
ALPHABET = "AFHJKRWXY246789"
LENGTH = 4
PATTERN = re.compile(r"[A-Za-z0-9]{4}")


def make_code(random_bytes: bytes) -> str:
    """A code of four characters from as many random bytes. A code is an address, not a secret."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in random_bytes[:LENGTH])


def normal_code(typed: str) -> str:
    """The code as stored, from what somebody typed: either case, spaces and dashes allowed."""
    return re.sub(r"[\s\-\u2013.]", "", typed).upper()
