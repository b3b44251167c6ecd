"""The second step of signing in: after the password, a code from an app, or one of the codes kept for its loss."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role

RECOVERY_CODES = 10
RECOVERY_BYTES = 16  # 128 bits of chance, 26 letters: so many that a plain hash of one is enough
APP_KEY_BYTES = 20  # what RFC 4226 recommends
# From the password to the code: time to find the phone.
CODE_WITHIN = timedelta(minutes=10)


class CodesFor(StrEnum):
    """Of whom the board asks that they turn security codes on. Everybody else may."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    EVERYBODY = "everybody"

    def includes(self, role: Role) -> bool:
        return self is CodesFor.EVERYBODY or (self is CodesFor.ADMINISTRATORS and role is Role.ADMINISTRATOR)


@dataclass(frozen=True)
class SecondStep:
    """The key that an account shares with its owner's app, sealed, and the last time step a code of which was used.

    It asks for nothing before it is `on`: its owner has to show first that their app has the key.
    """

    sealed: str
    last_used: int
    on: bool


@dataclass(frozen=True)
class Waiting:
    """Somebody who gave the right password, or has a one-time link, and has yet to give a code."""

    person: Moderator
    by_link: bool


def plain(typed: str) -> str:
    """A code without the spaces and hyphens that make it readable."""
    return re.sub(r"[\s-]", "", typed).lower()


def is_from_app(code: str) -> bool:
    """Whether it looks like a code of the app, and not like one for its loss. It is `plain`."""
    return re.fullmatch(r"[0-9]{6}", code) is not None


def in_fours(code: str) -> str:
    """A long code as somebody can copy it by hand."""
    return " ".join(re.findall(".{1,4}", code))
