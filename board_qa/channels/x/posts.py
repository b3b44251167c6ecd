"""X's JSON, under its old names and its new ones, as our posts."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from board_qa.channels.x.display import references, shown_text
from board_qa.domain.networks.links import x_post_made_at
from board_qa.domain.networks.posts import Metrics, Post, UnreadablePost, as_count

log = logging.getLogger(__name__)

FIELDS = ["author_id", "conversation_id", "created_at", "lang", "referenced_tweets", "entities", "note_tweet",
          "display_text_range", "public_metrics", "in_reply_to_user_id"]  # fmt: skip
USER_FIELDS = ["username", "name", "public_metrics"]
_ID = re.compile(r"[0-9]{1,19}")  # 64 bits (X developer platform, "X IDs")
_REPOSTED = ("retweeted", "reposted")  # the name that moves, and the one it moves to

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


def is_id(text: str) -> bool:
    """Whether it is an id of a post or of a user."""
    return _ID.fullmatch(text) is not None


def _unreadable(item: Any) -> UnreadablePost:
    """By its id and address; where it has none, by a fingerprint, so that it is told once."""
    id_ = str(item.get("id") or "") if isinstance(item, dict) else ""
    if not is_id(id_):
        return UnreadablePost(sha256(repr(item).encode("utf-8", "replace")).hexdigest()[:16])
    return UnreadablePost(id_, f"https://x.com/i/status/{id_}")


def users_read(body: dict[str, Any]) -> list[str]:
    """Ids of the users an answer carries, each of which is billed."""
    return list(_users(body))


def newest_ids(body: dict[str, Any]) -> list[str]:
    """The id of the latest version of each post of an answer."""
    data = body.get("data")
    items = data if isinstance(data, list) else []
    newest = [_versions(item)[-1] for item in items if isinstance(item, dict) and item.get("id")]
    return [id_ for id_ in newest if is_id(id_)]


_GONE = ("not found", "not-found", "could not find")
_HIDDEN = ("authoriz", "forbidden", "protected", "suspended")


def missing(body: dict[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Ids that an answer names as gone, and those that it names as not to be seen by us, for a while or for good.

    Silence about an id says nothing, and nor does an error that names no post.
    """
    gone, hidden = set(), set()
    for id_, words in _errors_about_posts(body):
        if any(sign in words for sign in _HIDDEN):
            hidden.add(id_)
        elif any(sign in words for sign in _GONE):
            gone.add(id_)
    return frozenset(gone), frozenset(hidden - gone)


def _errors_about_posts(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The id of the post and the words of each error that names one."""
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict) and error.get("resource_type", "tweet") in ("tweet", "post"):
            id_ = str(error.get("resource_id") or error.get("value") or "")
            if id_:
                yield id_, " ".join(str(error.get(part, "")) for part in ("title", "type", "detail")).lower()


def plain_text(item: dict[str, Any]) -> str:
    """What was written: the long text of a long post, with X's HTML entities undone."""
    note = item.get("note_tweet") or item.get("note_post")
    text = (note.get("text") if isinstance(note, dict) else None) or item["text"]
    if not isinstance(text, str):
        raise TypeError("a post without text")
    return html.unescape(text)


def _post(item: dict[str, Any], users: dict[str, dict[str, Any]], now: datetime) -> Post:
    versions = _versions(item)
    if not is_id(str(item["id"])):
        raise ValueError("a post without an id")
    author_id = _word(item, "author_id")
    author = users.get(author_id, {})
    handle = _word(author, "username")
    text = plain_text(item)
    shown = shown_text(item, text)
    return Post(
        native_id=versions[0],
        version=str(item["id"]),
        version_order=_version_order(versions, str(item["id"])),
        text=text,
        author_id=author_id,
        author_name=_word(author, "name") or handle,
        author_handle=handle,
        posted_at=_moment(item.get("created_at"), now),
        conversation_id=_word(item, "conversation_id"),
        lang=_language(_word(item, "lang")),
        url=f"https://x.com/{quote(handle, safe='') or 'i'}/status/{item['id']}",
        is_repost=bool(references(item, *_REPOSTED)),
        shown=None if shown == text else shown,
        refers_to=references(item, *_REPOSTED, "quoted", "replied_to"),
        made_at=x_post_made_at(versions[0]),
        answers=next(iter(references(item, "replied_to")), ""),
        answers_author=_word(item, "in_reply_to_user_id"),
        metrics=_metrics(item, author),
    )


def _metrics(item: dict[str, Any], author: dict[str, Any]) -> Metrics:
    told = _told(item)
    return Metrics(
        likes=as_count(told.get("like_count")),
        reposts=as_count(told.get("retweet_count", told.get("repost_count"))),
        replies=as_count(told.get("reply_count")),
        quotes=as_count(told.get("quote_count")),
        impressions=as_count(told.get("impression_count")),
        followers=followers(author),
    )


def followers(user: Any) -> int | None:
    """How many follow a user of an answer; None where it does not say."""
    return as_count(_told(user).get("followers_count")) if isinstance(user, dict) else None


def _told(item: dict[str, Any]) -> dict[str, Any]:
    told = item.get("public_metrics")
    return told if isinstance(told, dict) else {}


def _versions(item: dict[str, Any]) -> list[str]:
    """Every id the post has had, oldest first: each edit is a new one."""
    history = item.get("edit_history_tweet_ids") or item.get("edit_history_post_ids")
    listed = [str(id_) for id_ in history] if isinstance(history, list) else []
    return listed if listed and all(map(is_id, listed)) else [str(item["id"])]


def _version_order(versions: list[str], id_: str) -> str:
    """Its place among the versions there are, whatever their ids: X names the oldest first."""
    return f"{versions.index(id_) if id_ in versions else len(versions):04}"


def _word(item: dict[str, Any], name: str) -> str:
    """A field as text; one that is missing or null is empty."""
    value = item.get(name)
    return "" if value is None else str(value)


def _users(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    includes = body.get("includes")
    users = includes.get("users") if isinstance(includes, dict) else None
    listed = users if isinstance(users, list) else []
    return {str(user["id"]): user for user in listed if isinstance(user, dict) and is_id(str(user.get("id")))}


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
