"""What accounts may be called, by whichever way they are made."""

from __future__ import annotations

import re

from board_qa.domain.text import wording


def full_name(typed: str) -> str:
    """The name that colleagues see, on one line. Raises ValueError with a sentence for whoever typed it."""
    name = wording.one_line(typed)
    if not name:
        raise ValueError("Enter the name that colleagues see, like Sam Patel")
    if len(name) > wording.NAME_LIMIT:
        raise ValueError(f"The name must have {wording.NAME_LIMIT} characters or fewer")
    return name


def refuse_odd_username(username: str) -> None:
    """Look-alike letters would make two people one at a glance; an email address will do. Raises ValueError with a
    sentence for whoever typed it."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@+-]{0,79}", username):
        raise ValueError("Use up to 80 letters from a to z, numbers, dots, hyphens, underscores or @, without spaces")
