"""When somebody who guesses passwords has to wait, so that nobody can lock a colleague out.

Wrong tries count where they come from. A device on which the owner of an account was signed in is known to it, and
counts for itself: whatever others try, its owner gets in. All devices of one network that the account does not know
count together, at one name and, so that a list of names is no way around it, at all names. And because an attacker can
have many networks, so do all devices that an account does not know, wherever they are: at most 100 wrong tries
within the window. Somebody who is kept out on a new device by that comes in with a one-time link.

Whoever has the password, or sits where its owner is signed in at their organisation, can make many devices and sessions
of an account: all of those have 100 wrong tries together as well, to which nobody else adds any.

NIST SP 800-63B (5.2.2) asks for another limit: at most 100 failures in a row, after which the account is closed. Ours
is by time, so that nobody can close a colleague's: who never stops has 9,600 tries a day at a name, for a password that
takes more than 100 million.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

WINDOW = timedelta(minutes=15)
AT_ONE_NAME, AT_ANY_NAME, FROM_ANYWHERE = 10, 30, 100
# From the last sign-in on: a board that meets every other month, and one meeting missed.
DEVICE_IS_KNOWN = timedelta(days=180)


@dataclass(frozen=True)
class Visitor:
    """Who stands at the door: the address they come from, the secret by which their device may be known, and what a
    person knows it by.
    """

    address: str
    device: str = ""
    browser: str = ""


@dataclass(frozen=True)
class Tries:
    """Wrong tries within the window: from here at the name, from here at any, and at the name from everywhere. Of a
    device or a session of the account, from all of those."""

    at_this_name: int
    at_any_name: int = 0
    from_anywhere: int = 0

    @property
    def too_many(self) -> bool:
        return (
            self.at_this_name >= AT_ONE_NAME or self.at_any_name >= AT_ANY_NAME or self.from_anywhere >= FROM_ANYWHERE
        )


def hashed(origin: str, secret: bytes) -> str:
    """A network or a device as it is stored with a try: it says nothing without the day's secret."""
    return hmac.new(secret, origin.encode(), sha256).hexdigest()
