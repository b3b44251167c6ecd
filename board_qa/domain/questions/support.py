"""Support from the public: for which questions, and how many from one network. It informs, and never orders."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from board_qa.domain.questions.question import State

# What is public and still to be answered. A question on screen is too late to be asked for.
SUPPORTABLE = frozenset({State.ACCEPTED, State.WRITTEN})

# New supporters of one question from one network within an hour. Everybody in the room shares one Wi-Fi and so one
# address: the public seats of the largest board rooms and council chambers we know of are about a hundred, and all of
# them may want to know the same thing at once. A script at home stops at the same number, for which it pays with an
# hour; and what it gains is a number beside a question, because support orders nothing.
PER_NETWORK = 100
WITHIN = timedelta(hours=1)


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
