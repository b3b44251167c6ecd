"""How much X takes at a time (docs/networks/x.md, "Limits")."""

from __future__ import annotations

from datetime import timedelta

import twitter_text

from board_qa.channels.x import prices
from board_qa.domain.networks.posts import Measure

LENGTH = 280  # weighted characters, as X's own parser counts them
SMALLEST_PAGE, LARGEST_PAGE = 10, 100  # posts
LONGEST_QUERY = 512  # characters, recent search on pay per use
LOOKED_UP_AT_ONCE = 100  # ids
REACH = timedelta(days=6, hours=23)  # recent search ends at seven days

# Reading an empty page costs nothing, so reading often is free: every ten seconds while people answer a fresh call or a
# meeting is on, else every minute.
_OFTEN, _SELDOM = timedelta(seconds=10), timedelta(minutes=1)
# 300 searches in a quarter of an hour, from all meetings together. Half of them are for this, so that further pages,
# sweeps and "Read now" have the other half.
_FOR_EACH_SEARCH = timedelta(minutes=15) / 150
# Calls that a sweep leaves to the quick reads of the quarter of an hour, which find nearly everything.
LEFT_TO_QUICK_READS = 100
# The parser's time grows with the square of a text made of dots; no post that fits is longer than this.
_LONGEST_COUNTED = 1_000


def pace(busy: bool, meetings: int) -> timedelta:
    """How long to wait from one round of reading to the next: the more meetings share the calls, the longer."""
    return max(_OFTEN if busy else _SELDOM, _FOR_EACH_SEARCH * meetings)


def measure(text: str) -> Measure:
    """By X's own parser, and what it costs to publish."""
    if len(text) > _LONGEST_COUNTED:
        return Measure(len(text), LENGTH, False, prices.CREATE)
    has_link = bool(twitter_text.extract_urls(text))
    price = prices.CREATE_WITH_LINK if has_link else prices.CREATE
    return Measure(twitter_text.parse_tweet(text).weightedLength, LENGTH, has_link, price, prices.CREATE)
