"""What Bluesky refuses in a record (docs/networks/bluesky.md, "Limits" and "Writing")."""

from __future__ import annotations

import re
from typing import Any

from wcwidth import iter_graphemes

_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


def fault_of(key: str, record: dict[str, Any]) -> str:
    """Why this cannot be kept under the key; '' where it can."""
    text = record.get("text")
    if not _TID.fullmatch(key):
        return "Invalid record key: expected a TID"
    if not isinstance(text, str) or not record.get("createdAt"):
        return 'Invalid app.bsky.feed.post record: must have the properties "text" and "createdAt"'
    size = len(text.encode())
    if size > 3_000:
        return "Invalid app.bsky.feed.post record: Record/text must not be longer than 3000 bytes"
    if sum(1 for _ in iter_graphemes(text)) > 300:
        return "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes"
    places = [facet["index"] for facet in record.get("facets", [])]
    if any(not 0 <= place["byteStart"] < place["byteEnd"] <= size for place in places):
        return "Invalid app.bsky.feed.post record: a facet lies outside the text"
    return ""
