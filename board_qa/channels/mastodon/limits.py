"""How much a server takes at a time (docs/networks/mastodon.md, "Limits")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from board_qa.domain.networks.posts import Measure

PAGE = 40  # the most statuses or notifications that one page has
LOOKED_UP_AT_ONCE = 20
# A hashtag's timeline ends where the server has heard of nothing older; nobody asks for questions longer than that.
REACH = timedelta(days=30)
_OFTEN, _SELDOM = timedelta(seconds=30), timedelta(minutes=1)
# 300 requests in 5 minutes. Two for each meeting and two more in a round, and half is left to look-ups,
# sweeps and further hashtags.
_FOR_EACH_MEETING = timedelta(minutes=5) / 75
LEFT_TO_QUICK_READS = 100

# The largest number that is believed: no server's posts are longer, and each draft is counted by it.
_MOST = 100_000

_LINK = re.compile(r"https?://\S+")
_MENTION = re.compile(r"(?<![\w/])@(\w+)@[\w.-]+\w")


class Kept(Protocol):
    """Where what a server told is kept, so that a process that never asks it knows."""

    def get(self) -> str:
        """What was kept last; '' where nothing was."""

    def set(self, told: str) -> None: ...


@dataclass(frozen=True)
class TextLimits:
    """How many characters a status may have, and as how many an address counts; Mastodon's own where none are told."""

    length: int = 500
    of_a_link: int = 23

    def measure(self, text: str) -> int:
        """Characters as most servers count them: somebody's server is none of them."""
        without, links = _LINK.subn("x", text)
        return len(_MENTION.sub(r"@\1", without)) + links * (self.of_a_link - 1)

    def written(self) -> str:
        return f"{self.length} {self.of_a_link}"


def of_instance(instance: Any) -> TextLimits:
    """The limits that a server tells of itself, under version 1 of the call and 2 alike."""
    try:
        statuses = instance["configuration"]["statuses"]
        told = statuses["max_characters"], statuses["characters_reserved_per_url"]
    except (LookupError, TypeError):
        return TextLimits()
    length, of_a_link = (value if isinstance(value, int) and 0 < value <= _MOST else 0 for value in told)
    return TextLimits(length or TextLimits.length, of_a_link or TextLimits.of_a_link)


def read(written: str) -> TextLimits:
    """What `written` made; '' where nothing was kept, and Mastodon's own where more was than is believed."""
    kept = TextLimits(*map(int, written.split()))
    return kept if max(kept.length, kept.of_a_link) <= _MOST else TextLimits()


def pace(busy: bool, meetings: int) -> timedelta:
    """How long to wait from one round of reading to the next: the more meetings share the calls, the longer."""
    return max(_OFTEN if busy else _SELDOM, _FOR_EACH_MEETING * meetings)


def has_link(text: str) -> bool:
    return _LINK.search(text) is not None


def measure(text: str) -> Measure:
    """As most servers count, where the account's own is not known."""
    own = read("")
    return Measure(own.measure(text), own.length, has_link(text), 0)
