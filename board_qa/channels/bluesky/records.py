"""A post of ours as the record that Bluesky keeps: its key, its words, its links, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from hashlib import sha256
from typing import Any

from atproto_client.models.utils import get_model_as_dict  # type: ignore[import-untyped]
from atproto_client.utils import facet_detection  # type: ignore[import-untyped]

from board_qa.domain.networks.outbox import OutgoingPost

COLLECTION = "app.bsky.feed.post"

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"  # of a TID, in order (AT Protocol, "Record Key")
_TID_LENGTH = 13
_CLOCK_BITS = 10  # behind the microseconds


def record_key(post: OutgoingPost) -> str:
    """The key under which the post is put, however often it is sent: a TID of the second before it was approved.

    Posts approved in the same second differ by what is left of the key of their row (by its id on rows without one).
    """
    second = int(post.approved_at.timestamp()) - 1
    digest = sha256(f"{post.key or post.id}".encode()).digest()
    within = int.from_bytes(digest[:8], "big") % (1_000_000 << _CLOCK_BITS)
    number = (second * 1_000_000 << _CLOCK_BITS) + within
    digits = [_DIGITS[number >> 5 * place & 31] for place in reversed(range(_TID_LENGTH))]
    return "".join(digits)


def has_link(text: str) -> bool:
    return any("uri" in feature for facet in _plain_facets(text) for feature in facet["features"])


def record(post: OutgoingPost, reply: dict[str, Any] | None, did_of: Callable[[str], str]) -> dict[str, Any]:
    """The same for the same post each time, so that sending it again changes nothing.

    `did_of` has the id of a handle, '' where there is nobody of that name: then it is only words.
    """
    made = {
        "$type": COLLECTION,
        "text": post.text,
        "createdAt": post.approved_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    facets = [*_plain_facets(post.text), *_mentions(post.text, did_of)]
    facets.sort(key=lambda facet: facet["index"]["byteStart"])
    return made | ({"facets": facets} if facets else {}) | ({"reply": reply} if reply else {})


def _plain_facets(text: str) -> list[dict[str, Any]]:
    """Links and hashtags. Places are counted in bytes of UTF-8, not in characters."""
    return [get_model_as_dict(facet) for facet in facet_detection.detect_facets(text)]


def _mentions(text: str, did_of: Callable[[str], str]) -> list[dict[str, Any]]:
    found = []
    for mention in facet_detection.detect_mentions(text):
        did = did_of(mention.handle.lower())
        if did:
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
            index = {"byteStart": mention.byte_start, "byteEnd": mention.byte_end}
            found.append({"index": index, "features": [feature]})
    return found
