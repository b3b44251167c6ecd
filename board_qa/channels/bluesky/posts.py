"""Bluesky's JSON as our posts."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from board_qa.domain.networks.hashtags import has_hashtag
from board_qa.domain.networks.posts import Metrics, Post, UnreadablePost, as_count

log = logging.getLogger(__name__)

# at://, whose post, which collection, under which key (AT Protocol, "AT URI", "Record Key").
_POST = re.compile(r"at://(did:[a-z]{1,20}:[\w.:%-]{1,200})/app\.bsky\.feed\.post/([\w.:~-]{1,512})", re.ASCII)
_MARK = re.compile(r"[\w-]{1,200}", re.ASCII)  # a CID, in letters and figures
_HANDLE = re.compile(r"(?!handle\.invalid$)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
# An app may date a post as it likes. What it dates further back than this counts from when the network got it.
_BELIEVED = timedelta(hours=24)

# What the reading of a post of a form nobody foresaw raises.
_UNFORESEEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def address(id_: str) -> str:
    """The address of a post, of which `id_` may be a version."""
    return id_.partition("#")[0]


def is_address(id_: str) -> bool:
    """Whether Bluesky can be asked about it: one address that is none fails all those asked about with it."""
    return _POST.fullmatch(id_) is not None


def reference(view: dict[str, Any]) -> dict[str, str]:
    """How a record names a post: by its address and the mark of its version; empty where it has none."""
    uri, cid = str(view.get("uri")), str(view.get("cid"))
    return {"uri": uri, "cid": cid} if is_address(uri) and _MARK.fullmatch(cid) else {}


def parts(uri: str) -> tuple[str, str]:
    """Whose post it is, and its key. Raises ValueError."""
    parts = _POST.fullmatch(uri)
    if parts is None:
        raise ValueError("no address of a post")
    return parts[1], parts[2]


def read_posts(views: Iterable[Any]) -> tuple[list[Post], list[UnreadablePost]]:
    """The posts of an answer that can be read, and those that cannot: they stop no other, and a person is told."""
    found: list[Post] = []
    unreadable: list[UnreadablePost] = []
    for view in views:
        try:
            found.append(_post(view))
        except _UNFORESEEN as error:
            log.warning("a post from Bluesky could not be read: %s", type(error).__name__)
            unreadable.append(_unreadable(view))
    return found, unreadable


def listed(body: Any, name: str) -> list[Any]:
    """A list of an answer; empty where it is none."""
    value = inner(body).get(name)
    return value if isinstance(value, list) else []


def inner(value: Any, *names: str) -> dict[str, Any]:
    """An object within another; empty where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listed_at(notification: Any) -> str:
    """The moment by which a notification is listed, as text that sorts; '' where it has none that can be read."""
    try:
        return fixed_width(_moment(inner(notification).get("indexedAt")))
    except (TypeError, ValueError):
        return ""


def replies(thread: Any) -> Iterator[Any]:
    """Every post below the first of a thread, however deep. Deleted posts and those of blocked authors are named
    without their words, and left out."""
    nodes = listed(thread, "replies")[::-1]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict) and "post" in node:
            yield node["post"]
        nodes += listed(node, "replies")[::-1]


def answered_at(thread: Any, depth: int) -> list[str]:
    """The addresses of the posts that are so many answers below the first of a thread, and have answers themselves."""
    nodes = [thread]
    for _ in range(depth):
        nodes = [answer for node in nodes for answer in listed(node, "replies")]
    answered = [post for node in nodes if as_count((post := inner(node, "post")).get("replyCount"))]
    return [uri for post in answered if is_address(uri := str(post.get("uri")))]


def is_tagged(view: Any, hashtag: str) -> bool:
    """Whether a post has this hashtag and not only one that begins like it: in its words, as a facet of them, or beside
    them."""
    record = inner(view, "record")
    features = [one for facet in listed(record, "facets") for one in listed(facet, "features")]
    beside = [*(inner(one).get("tag") for one in features), *listed(record, "tags")]
    words = [str(record.get("text") or ""), *(f"#{tag}" for tag in beside)]
    return any(has_hashtag(one, hashtag) for one in words)


def hidden_replies(view: Any) -> frozenset[str]:
    """The addresses that the author of a thread has hidden in it."""
    return frozenset(map(str, listed(inner(view, "threadgate", "record"), "hiddenReplies")))


def _post(view: dict[str, Any]) -> Post:
    uri, cid, record, author = str(view["uri"]), str(view["cid"]), view["record"], view["author"]
    did, key = parts(uri)
    if not isinstance(record["text"], str):
        raise TypeError("a post without text")
    indexed_at = _moment(view["indexedAt"])
    posted_at = _posted_at(record.get("createdAt"), indexed_at)
    handle = str(author.get("handle") or "")
    handle = handle if _HANDLE.fullmatch(handle) else ""
    parent, root = (_uri(inner(record, "reply", name)) for name in ("parent", "root"))
    return Post(
        native_id=uri,
        version=f"{uri}#{cid}",
        version_order=fixed_width(indexed_at),
        text=record["text"],
        author_id=str(author["did"]),
        author_name=str(author.get("displayName") or handle or did),
        author_handle=handle,
        posted_at=posted_at,
        conversation_id=root or uri,
        lang=_language(record),
        url=_web_address(handle or did, key),
        refers_to=tuple(dict.fromkeys(filter(None, (parent, _quoted(record), root)))),
        made_at=posted_at,
        answers=parent,
        answers_author=parts(parent)[0] if is_address(parent) else "",
        metrics=_metrics(view),
    )


def _metrics(view: dict[str, Any]) -> Metrics:
    """What the network counts of a post. How often it was shown it tells nobody."""
    return Metrics(
        likes=as_count(view.get("likeCount")),
        reposts=as_count(view.get("repostCount")),
        replies=as_count(view.get("replyCount")),
        quotes=as_count(view.get("quoteCount")),
    )


def _web_address(author: str, key: str) -> str:
    return f"https://bsky.app/profile/{author}/post/{key}"


def _uri(reference: dict[str, Any]) -> str:
    return str(reference.get("uri") or "")


def _quoted(record: dict[str, Any]) -> str:
    """The address of a post that is quoted, with a picture or without."""
    return _uri(inner(record, "embed", "record")) or _uri(inner(record, "embed", "record", "record"))


def _posted_at(stated: Any, indexed_at: datetime) -> datetime:
    """When it was posted, as far as its app is to be believed: not in the future, and not long ago."""
    try:
        moment = _moment(stated)
    except (TypeError, ValueError, OverflowError):
        return indexed_at
    return moment if indexed_at - _BELIEVED <= moment <= indexed_at else indexed_at


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def fixed_width(moment: datetime) -> str:
    """A moment as text that sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _language(record: dict[str, Any]) -> str:
    """The first language that its author named, without its region."""
    code = str(next(iter(listed(record, "langs")), "")).partition("-")[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _unreadable(view: Any) -> UnreadablePost:
    """By its address; where it has none, by a fingerprint, so that it is told once."""
    uri = str(view.get("uri") or "") if isinstance(view, dict) else ""
    if not is_address(uri):
        return UnreadablePost(sha256(repr(view).encode("utf-8", "replace")).hexdigest()[:16])
    return UnreadablePost(uri, _web_address(*parts(uri)))
