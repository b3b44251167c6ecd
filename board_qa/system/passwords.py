"""Passwords hashed with scrypt (werkzeug's), in a thread so that the event loop goes on meanwhile."""

from __future__ import annotations

import re
from collections.abc import Sequence

import gevent
from werkzeug.security import check_password_hash, generate_password_hash
from zxcvbn import zxcvbn

# Of zxcvbn's scores from 0 to 4: from here on a password takes more than 100 million guesses. Who guesses at the door
# has 9,600 a day (board_qa/domain/accounts/guessing.py).
_HARD_TO_GUESS = 3
# Characters that are looked at. What is longer and begins like this is as easy; its work grows with the square.
_LOOKED_AT = 72


class ScryptPasswords:
    """About 300 ms of work a password: the hub's thread pool does it, the loop never waits."""

    def __init__(self, organisation: str = "") -> None:
        self._organisation = organisation
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        return str(gevent.get_hub().threadpool.apply(generate_password_hash, (password, "scrypt")))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is right. An empty hash (no such account) takes as long and is never right."""
        if self._nobody is None:
            self._nobody = self.hash("")
        right = gevent.get_hub().threadpool.apply(check_password_hash, (password_hash or self._nobody, password))
        return bool(right and password_hash)

    def easy_to_guess(self, password: str, names: Sequence[str]) -> bool:
        """Whether it is one of the 30,000 most common passwords, or little more than that, or than one of these names.

        Nothing leaves this computer: the lists come with the package.
        """
        return bool(
            gevent.get_hub().threadpool.apply(_score, (password, [self._organisation, *names])) < _HARD_TO_GUESS
        )


def _score(password: str, names: Sequence[str]) -> int:
    known = {word for name in names for word in (name, name.replace(" ", ""), *re.findall(r"\w+", name)) if word}
    return int(zxcvbn(password[:_LOOKED_AT], user_inputs=sorted(known))["score"])
