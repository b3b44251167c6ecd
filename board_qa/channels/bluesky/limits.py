"""How much Bluesky takes at a time (docs/networks/bluesky.md, "Limits")."""

from __future__ import annotations

from datetime import timedelta

from wcwidth import iter_graphemes

from board_qa.domain.networks.posts import Measure

GRAPHEMES, BYTES = 300, 3_000
LARGEST_PAGE = 100  # posts
LOOKED_UP_AT_ONCE = 25  # addresses
ACCOUNTS_AT_ONCE = 25  # profiles
# Nothing ends it; a meeting's questions are open for some weeks.
REACH = timedelta(days=28)
# Those who keep the search ask not to be asked more often. All streams of a round are read together.
PACE = timedelta(seconds=60)


def length(text: str) -> int:
    """In characters as a reader sees them; more where the bytes run out first, so that one limit tells of both."""
    size = len(text.encode("utf-8", "replace"))
    for_its_bytes = -(-size * GRAPHEMES // BYTES)
    if for_its_bytes > GRAPHEMES:
        return for_its_bytes
    return max(for_its_bytes, sum(1 for _ in iter_graphemes(text)))


def measure(text: str, has_link: bool = False) -> Measure:
    return Measure(length(text), GRAPHEMES, has_link, 0)
