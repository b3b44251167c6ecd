"""How many questions may come: from one page, from one network, and from everybody. These figures are our own.

A board room full of people, or a whole trust, shares one network and may ask at once: a thousand come through. A script
comes no further, and what it brought is put aside in one press (services/questions/floods.py).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from board_qa.domain.questions.support import network
from board_qa.domain.text.saying import gettext_noop

# A page that was opened this short a time ago was hardly typed into by a person.
TYPED_WITHIN = timedelta(seconds=3)
# One person has a few questions, and then thinks.
OF_A_PAGE, PAGE_WITHIN = 5, timedelta(minutes=10)
# What comes from no page of ours, or faster than anybody types, from one network. Some of it is people all the same:
# they paste what they wrote before.
HASTY, HASTY_WITHIN = 20, timedelta(minutes=10)
# From one network: as many as come at once where everybody in a building asks, and after them so many a minute.
OF_A_NETWORK, WITHIN = 1_200, timedelta(hours=1)
MORE, EVERY = 30, timedelta(minutes=1)
# From everybody in an hour, unless the setting QUESTIONS_AN_HOUR says otherwise; and after them so many a minute.
OF_ALL, MORE_OF_ALL = 5_000, 100
# Arrivals are kept this long: by then a flood has been noticed and put aside.
KEPT = timedelta(hours=24)


class Limit(StrEnum):
    """Of which there are too many: questions of one page, hasty ones of a network, or those of a crowd."""

    PAGE = "page"
    HASTE = "haste"
    CROWD = "crowd"


# How long one waits for each. A page is no longer hasty after a moment.
WAITS = {Limit.PAGE: PAGE_WITHIN, Limit.HASTE: TYPED_WITHIN, Limit.CROWD: EVERY}


# So many that nobody has read yet, from one network or with the same words, may be a flood: the desk is asked to look.
MANY = 20
# What each of those reads that are put aside; a program does not read it.
IN_A_FLOOD = gettext_noop(
    "It came together with very many others, and we put them all aside without reading them. If you are not a computer "
    "program, please ask it again"
)


class By(StrEnum):
    """What the questions of a flood have in common."""

    NETWORK = "network"
    WORDS = "words"


@dataclass(frozen=True)
class Flood:
    """Questions that wait to be checked and have `mark` in common, which is what their network or words are kept as."""

    by: By
    mark: str
    questions: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Sender:
    """Where a question comes from. `page` is the key of its form; `hasty`: not from a form that somebody typed into."""

    page: str
    address: str
    hasty: bool


@dataclass(frozen=True)
class Arrivals:
    """How many came before this one: `hasty` and `of_network` from its network, the others also from elsewhere."""

    of_page: int
    hasty: int
    of_network: int
    of_network_lately: int
    of_all: int
    of_all_lately: int


def full(came: Arrivals, hasty: bool, of_all: int) -> Limit | None:
    """What there is no room for; None where there is."""
    if came.of_page >= OF_A_PAGE:
        return Limit.PAGE
    if hasty and came.hasty >= HASTY:
        return Limit.HASTE
    network_full = came.of_network >= OF_A_NETWORK and came.of_network_lately >= MORE
    all_full = came.of_all >= of_all and came.of_all_lately >= MORE_OF_ALL
    return Limit.CROWD if network_full or all_full else None


def hashed(address: str, secret: bytes) -> str:
    """A network as it is stored: it says nothing without the day's secret, and another day it is another."""
    return hmac.new(secret, f"asks {network(address)}".encode(), sha256).hexdigest()
