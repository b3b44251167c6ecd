"""Passwords hashed with scrypt (werkzeug's), in a thread so that the event loop goes on meanwhile.

N=2^15, r=8 and p=3 is what ASVS 5.0 asks for at the least (appendix C), and takes 32 MiB for each password.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

import gevent
from werkzeug.security import check_password_hash, generate_password_hash
from zxcvbn import zxcvbn

# 43,000 of 12 characters or more, which board_qa/assets.py takes from a package when the product is set up.
LEAKED = Path(__file__).parent / "leaked_passwords.txt.gz"
# In no list of what leaked, because it stands in a comic on passwords (https://xkcd.com/936/) that everybody knows.
_IN_A_COMIC = "correcthorsebatterystaple"
_COST = "scrypt:32768:8:3"
# What passwords were hashed with before, and the work by which that falls short of the cost of today.
_FORMER = {"scrypt:32768:8:1": "scrypt:32768:8:2"}
# Of zxcvbn's scores from 0 to 4: from here on a password takes more than 100 million guesses. Who guesses at the door
# has 9,600 a day (board_qa/domain/accounts/guessing.py).
_HARD_TO_GUESS = 3
# Characters that are looked at. What is longer and begins like this is as easy; its work grows with the square.
_LOOKED_AT = 72
# What everybody at a desk like this might think of first, beside the names of the board and of the account's owner.
_OF_THE_PRODUCT = ("board", "trust", "nhs", "question", "questions", "meeting", "chair", "public", "secretary",
                   "moderator", "administrator", "admin", "reader", "password")  # fmt: skip
_SHORTEST = 3  # letters of a name that counts for nothing in a password
_YEAR = r"(?:19|20)\d\d"
# Figures and signs that people write for letters.
_WRITTEN_AS = {"a": "a4@", "e": "e3", "i": "i1!", "l": "l1", "o": "o0", "s": "s5$", "t": "t7"}


class NotSetUp(Exception):
    """The list of leaked passwords is missing, without which nobody's password can be judged."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file.name} is missing. Make it with: npm ci && python -m board_qa.assets")


@cache
def leaked(file: Path) -> frozenset[str]:
    """Passwords that leaked elsewhere, without capitals. Raises NotSetUp."""
    if not file.is_file():
        raise NotSetUp(file)
    return frozenset([_IN_A_COMIC, *gzip.decompress(file.read_bytes()).decode().split("\n")])


class ScryptPasswords:
    """About half a second of work a password: the hub's thread pool does it, the loop never waits."""

    def __init__(self, organisation: str = "") -> None:
        """Raises NotSetUp."""
        self._organisation = organisation
        self._leaked = leaked(LEAKED)
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        return str(gevent.get_hub().threadpool.apply(generate_password_hash, (password, _COST)))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is right. An empty hash (no such account) takes as long and is never right, and so
        does one from before: how long it takes tells nobody whether there is an account.
        """
        if self._nobody is None:
            self._nobody = self.hash("")
        right = gevent.get_hub().threadpool.apply(_check, (password_hash or self._nobody, password))
        # To scrypt, NUL behind a password is nothing; whoever sends it did not type that password.
        return bool(right and password_hash and "\0" not in password)

    def is_outdated(self, password_hash: str) -> bool:
        return _method(password_hash) in _FORMER

    def easy_to_guess(self, password: str, names: Sequence[str]) -> bool:
        """Whether it leaked elsewhere, or is one of the 30,000 most common passwords, or little more than that, or than
        one of these names.

        Nothing leaves this computer: the lists come with packages.
        """
        bare = password.lower()
        if bare in self._leaked or "".join(bare.split()) in self._leaked:
            return True
        return bool(
            gevent.get_hub().threadpool.apply(_score, (password, [self._organisation, *names])) < _HARD_TO_GUESS
        )


def _check(password_hash: str, password: str) -> bool:
    right = check_password_hash(password_hash, password)
    missing = _FORMER.get(_method(password_hash))
    if missing is not None:
        generate_password_hash(password, missing)
    return right


def _method(password_hash: str) -> str:
    return password_hash.partition("$")[0]


def _score(password: str, names: Sequence[str]) -> int:
    """Of the password, and of what is left of it without these names: the lower one counts."""
    known = {word for name in names for word in (name, name.replace(" ", ""), *re.findall(r"\w+", name)) if word}
    known.update(_OF_THE_PRODUCT)
    words = sorted((word.lower() for word in known if len(word) >= _SHORTEST), key=len, reverse=True)
    left = re.sub("|".join([*map(_however_written, words), _YEAR]), " ", password, flags=re.IGNORECASE)
    return min(_score_of(password, known), _score_of(re.sub(r"[\W_]+", " ", left).strip(), known))


def _however_written(word: str) -> str:
    return "".join(f"[{re.escape(_WRITTEN_AS.get(letter, letter))}]" for letter in word)


def _score_of(password: str, known: Collection[str]) -> int:
    return int(zxcvbn(password[:_LOOKED_AT], user_inputs=sorted(known))["score"]) if password else 0
