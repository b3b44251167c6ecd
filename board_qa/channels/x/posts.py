"""X's JSON, under its old names and its new ones, as our posts."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from board_qa.domain.networks.posts import Post, UnreadablePost

log = logging.getLogger(__name__)

FIELDS = ["author_id", "conversation_id", "created_at", "lang", "referenced_tweets", "entities", "note_tweet"]


# What the reading of a post of a form nobody foresaw raises.
_UNFORESEEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def posts(body: dict[str, Any], now: datetime) -> list[Post]:
    """The posts of an answer that can be read."""
    return [post for post in _each(body, now) if isinstance(post, Post)]


def unreadable(body: dict[str, Any], now: datetime) -> list[UnreadablePost]:
    """Those that cannot be read: they stop no other, and a person is told."""
    return [post for post in _each(body, now) if isinstance(post, UnreadablePost)]


def _each(body: dict[str, Any], now: datetime) -> Iterator[Post | UnreadablePost]:
    data = body.get("data")
    items = data if isinstance(data, list) else [data] if isinstance(data, dict) else []
    users = _users(body)
    for item in items:
        try:
            yield _post(item, users, now)
        except _UNFORESEEN as error:
            log.warning("a post from X could not be read: %s", type(error).__name__)
            yield _unreadable(item)


def _unreadable(item: Any) -> UnreadablePost:
    """By its id and address; where it has none, by a fingerprint, so that it is told once."""
    id_ = str(item.get("id") or "") if isinstance(item, dict) else ""
    if not id_.isdigit():
        return UnreadablePost(sha256(repr(item).encode("utf-8", "replace")).hexdigest()[:16])
    return UnreadablePost(id_, f"https://x.com/i/status/{id_}")


def users_read(body: dict[str, Any]) -> list[str]:
    """Ids of the users an answer carries, each of which is billed."""
    return list(_users(body))


def newest_ids(body: dict[str, Any]) -> list[str]:
    """The id of the latest version of each post of an answer."""
    data = body.get("data")
    items = data if isinstance(data, list) else []
    return [_versions(item)[-1] for item in items if isinstance(item, dict) and item.get("id")]


def gone(body: dict[str, Any]) -> frozenset[str]:
    """Ids an answer names as deleted or no longer public. Silence about an id is not a deletion."""
    ids = set()
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if not isinstance(error, dict):
            continue
        words = f"{error.get('title', '')} {error.get('type', '')} {error.get('detail', '')}".lower()
        if any(sign in words for sign in ("not found", "not-found", "could not find", "authoriz", "forbidden")):
            ids.add(str(error.get("resource_id") or error.get("value") or ""))
    return frozenset(ids - {""})


def plain_text(item: dict[str, Any]) -> str:
    """What was written: the long text of a long post, with X's HTML entities undone."""
    note = item.get("note_tweet") or item.get("note_post")
    text = (note.get("text") if isinstance(note, dict) else None) or item["text"]
    if not isinstance(text, str):
        raise TypeError("a post without text")
    return html.unescape(text)


def _post(item: dict[str, Any], users: dict[str, dict[str, Any]], now: datetime) -> Post:
    versions = _versions(item)
    if not item.get("id"):
        raise ValueError("a post without an id")
    author_id = _word(item, "author_id")
    author = users.get(author_id, {})
    handle = _word(author, "username")
    text = plain_text(item)
    return Post(
        native_id=versions[0],
        version=str(item["id"]),
        text=text,
        author_id=author_id,
        author_name=_word(author, "name") or handle,
        author_handle=handle,
        posted_at=_moment(item.get("created_at"), now),
        conversation_id=_word(item, "conversation_id"),
        lang=_language(_word(item, "lang")),
        url=f"https://x.com/{handle or 'i'}/status/{item['id']}",
        is_repost=_is_repost(item) or text.startswith("RT @"),
    )


def _versions(item: dict[str, Any]) -> list[str]:
    """Every id the post has had, oldest first: each edit is a new one."""
    history = item.get("edit_history_tweet_ids") or item.get("edit_history_post_ids")
    return [str(id_) for id_ in history] if history and isinstance(history, list) else [str(item["id"])]


def _word(item: dict[str, Any], name: str) -> str:
    """A field as text; one that is missing or null is empty."""
    value = item.get(name)
    return "" if value is None else str(value)


def _is_repost(item: dict[str, Any]) -> bool:
    referenced = item.get("referenced_tweets") or item.get("referenced_posts")
    references = referenced if isinstance(referenced, list) else []
    return any(isinstance(r, dict) and r.get("type") in ("retweeted", "reposted") for r in references)


def _users(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    includes = body.get("includes")
    users = includes.get("users") if isinstance(includes, dict) else None
    listed = users if isinstance(users, list) else []
    return {str(user["id"]): user for user in listed if isinstance(user, dict) and "id" in user}


def _moment(text: Any, now: datetime) -> datetime:
    """When it was posted; now, where the network says nothing that can be read."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _language(code: str) -> str:
    """X's language as HTML's: und, qme, zxx and the like are not languages."""
    return code if len(code) == 2 and code.isalpha() else ""
