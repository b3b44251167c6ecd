"""Support from the public: for which questions, and how many from one network. It informs, and never orders."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from board_qa.domain.questions.question import State

# What is public and still to be answered. A question on screen is too late to be asked for.
SUPPORTABLE = frozenset({State.ACCEPTED, State.WRITTEN})

# Everybody in a building shares one address, be it the public seats (a hundred in the largest board rooms) or a whole
# trust behind its gateway, and all of them may want to know the same thing at once. So the first thousand supporters
# of a question from one network in an hour are counted as fast as they come, and after them so many a minute that
# nobody waits for long. That is for people; a script at home comes no further than a few thousand an hour, and what it
# gains is a number beside a question, because support orders nothing.
AT_ONCE, WITHIN = 1_000, timedelta(hours=1)
MORE, EVERY = 30, timedelta(minutes=1)
# From here on the desk is told how many of a question's supporters came in such a crowd: a building, or a script.
CROWD = 100


def has_room(within: int, lately: int) -> bool:
    """Whether one more is counted where so many came from their network `WITHIN` the hour, and `EVERY` minute."""
    return within < AT_ONCE or lately < MORE


def network(address: str) -> str:
    """What one household or one room has in common: an IPv4 address, or the first half of an IPv6 address.

    Anything else than an address is a network of its own.
    """
    try:
        parsed = ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))


def hashed(address: str, question_id: int, secret: bytes) -> str:
    """A network as it is stored: it says nothing without the day's secret, and nothing about other questions."""
    return hmac.new(secret, f"{question_id} {network(address)}".encode(), sha256).hexdigest()
