"""Posts as Bluesky sends them: by themselves, in threads, and as notifications."""

from __future__ import annotations

import json
from typing import Any

from board_qa.practice.bluesky.network import BlueskyNetwork

Row = dict[str, Any]
View = dict[str, Any]


def post_view(network: BlueskyNetwork, post: Row) -> View:
    view = {
        "$type": "app.bsky.feed.defs#postView",
        "uri": post["uri"],
        "cid": post["cid"],
        "author": author(post),
        "record": json.loads(post["record"]),
        "indexedAt": post["indexed_at"],
        "viewer": {},
        **network.counts(post["uri"]),
    }
    hidden = network.hidden_replies(post["uri"])
    return view | ({"threadgate": {"record": {"post": post["uri"], "hiddenReplies": hidden}}} if hidden else {})


def author(post: Row) -> View:
    return {"did": post["did"], "handle": post["handle"], "displayName": post["name"]}


def profile_view(actor: Row) -> View:
    counted = {"followersCount": actor["followers"], "followsCount": 0, "postsCount": 0}
    return {"$type": "app.bsky.actor.defs#profileViewDetailed", **author(actor), **counted}


def searchable(record: View) -> str:
    """What the search looks through: the words of a post, and the hashtags of its facets and beside its text."""
    features = [feature for facet in record.get("facets", []) for feature in facet["features"]]
    tags = [*(feature["tag"] for feature in features if "tag" in feature), *record.get("tags", [])]
    return " ".join([record["text"], *(f"#{tag}" for tag in tags)]).casefold()


def notification(network: BlueskyNetwork, post: Row) -> View | None:
    """What the board is told of a post, if anything. It is dated by the post's own word."""
    reason = _reason(network, post)
    if reason is None or post["did"] == network.board_did:
        return None
    view = post_view(network, post)
    said = {"reason": reason, "isRead": False, "indexedAt": post["sort_at"]}
    return {name: view[name] for name in ("uri", "cid", "author", "record")} | said


def _reason(network: BlueskyNetwork, post: Row) -> str | None:
    record, ours = json.loads(post["record"]), f"at://{network.board_did}/"
    reply = record.get("reply", {})
    if any(reply.get(name, {}).get("uri", "").startswith(ours) for name in ("parent", "root")):
        return "reply"
    features = [feature for facet in record.get("facets", []) for feature in facet["features"]]
    if any(feature.get("did") == network.board_did for feature in features):
        return "mention"
    quoted = record.get("embed", {}).get("record", {}).get("uri", "")
    return "quote" if quoted.startswith(ours) else None


def thread_view(network: BlueskyNetwork, uri: str, depth: int) -> View | None:
    """A post with what answers it; None where it is not there."""
    if network.is_blocked(uri):
        return {"$type": "app.bsky.feed.defs#blockedPost", "uri": uri, "blocked": True, "author": {"did": uri[5:37]}}
    post = network.find(uri)
    if post is None:
        return None
    answers: dict[str, list[str]] = {}
    for row in network.rows("SELECT uri, record FROM post ORDER BY number"):
        parent = json.loads(row["record"]).get("reply", {}).get("parent", {}).get("uri", "")
        answers.setdefault(parent, []).append(row["uri"])
    return _node(network, post, answers, depth)


def _node(network: BlueskyNetwork, post: Row, answers: dict[str, list[str]], depth: int) -> View:
    """What was deleted is left out with all below it, as what is not there has no answers."""
    below = []
    for uri in answers.get(post["uri"], []) if depth > 0 else []:
        answer = network.find(uri)
        if answer:
            below.append(_node(network, answer, answers, depth - 1))
        elif network.is_blocked(uri):
            below.append({"$type": "app.bsky.feed.defs#blockedPost", "uri": uri, "blocked": True})
    node = {"$type": "app.bsky.feed.defs#threadViewPost", "post": post_view(network, post)}
    return node | ({"replies": below} if depth > 0 else {})
