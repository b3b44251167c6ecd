"""What a moderator changed in a question's wording, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum


class Piece(StrEnum):
    SAME = "same"
    LEFT_OUT = "left_out"
    ADDED = "added"


def difference(asked: str, put: str) -> list[tuple[Piece, str]]:
    """The way from the words as asked to the words as put to the board.

    The pieces that are not ADDED make up `asked`, those that are not LEFT_OUT make up `put`.
    """
    old, new = _words(asked), _words(put)
    pieces: list[tuple[Piece, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((Piece.SAME, "".join(old[i1:i2])))
            continue
        pieces += [
            (kind, text)
            for kind, text in ((Piece.LEFT_OUT, "".join(old[i1:i2])), (Piece.ADDED, "".join(new[j1:j2])))
            if text
        ]
    return pieces


def _words(text: str) -> list[str]:
    """Words with the space before them, so that nothing is lost when they are put together again."""
    return re.findall(r"\s*\S+|\s+$", text)
