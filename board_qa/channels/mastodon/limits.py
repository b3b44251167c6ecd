"""How much a server takes at a time (docs/networks/mastodon.md, "Limits")."""

from __future__ import annotations

import re
from datetime import timedelta

LENGTH = 500  # characters, where a server does not say otherwise
PAGE = 40  # the most statuses or notifications that one page has
LOOKED_UP_AT_ONCE = 20
# A hashtag's timeline ends where the server has heard of nothing older; nobody asks for questions longer than that.
REACH = timedelta(days=30)
_OFTEN, _SELDOM = timedelta(seconds=30), timedelta(minutes=1)
# 300 requests in 5 minutes. Two for each meeting and two more in a round, and half is left to look-ups and sweeps.
_FOR_EACH_MEETING = timedelta(minutes=5) / 75
LEFT_TO_QUICK_READS = 100

_LINK = re.compile(r"https?://\S+")
_MENTION = re.compile(r"(?<![\w/])@(\w+)@[\w.-]+\w")
_COUNTED_AS = "x" * 23


def pace(busy: bool, meetings: int) -> timedelta:
    """How long to wait from one round of reading to the next: the more meetings share the calls, the longer."""
    return max(_OFTEN if busy else _SELDOM, _FOR_EACH_MEETING * meetings)


def length(text: str) -> int:
    """Characters as most servers count them: an address is 23 of them, and somebody's server is none."""
    return len(_MENTION.sub(r"@\1", _LINK.sub(_COUNTED_AS, text)))


def has_link(text: str) -> bool:
    return _LINK.search(text) is not None
