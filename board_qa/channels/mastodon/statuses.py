"""Mastodon's statuses as our posts."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from board_qa.channels.mastodon.plain_text import plain_text
from board_qa.domain.networks.links import is_address
from board_qa.domain.networks.posts import Metrics, Post, UnreadablePost, as_count

log = logging.getLogger(__name__)

# Those that anybody may see. What was sent to us alone is never a public question (docs/networks/mastodon.md).
PUBLIC = ("public", "unlisted")
# What the reading of a status of a form nobody foresaw raises.
_UNFORESEEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
# The last 16 bits of an id of Mastodon tell those of a millisecond apart. A number as large as those of 2004 is one of
# its ids: others count from one.
_OF_ONE_MILLISECOND, _WITH_A_MOMENT = (1 << 16) - 1, 1 << 56
# Servers count, or make ids of letters. What begins with a dot would lead elsewhere in the address of a call.
_ID = re.compile(r"\w[\w.~:-]{0,199}", re.ASCII)
_HANDLES = re.compile(r"(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")


def posts(statuses: Iterable[Any], host: str, conversation_id: str = "") -> tuple[list[Post], list[UnreadablePost]]:
    """Those that can be read, and those that cannot. What is not public is in neither."""
    found: list[Post] = []
    unreadable: list[UnreadablePost] = []
    for status in statuses:
        try:
            if status["visibility"] in PUBLIC:
                found.append(_post(status, host, conversation_id))
        except _UNFORESEEN as error:
            log.warning("a post from Mastodon could not be read: %s", type(error).__name__)
            unreadable.append(_unreadable(status, host))
    return found, unreadable


def _post(status: Mapping[str, Any], host: str, conversation_id: str) -> Post:
    account = status["account"]
    handle = _handle(account, host)
    boosted = status.get("reblog")
    content = boosted["content"] if boosted else status["content"]
    text = plain_text(content, str(status.get("spoiler_text") or ""))
    id_, made = id_of(status), moment(status["created_at"])
    edited = moment(status["edited_at"]) if status.get("edited_at") else made
    answers = _word(status, "in_reply_to_id")
    shown = _HANDLES.sub("", text, count=1) if answers and _HANDLES.match(text) else text
    return Post(
        native_id=id_,
        version=id_,
        version_order=in_order(edited),
        text=text,
        author_id=id_of(account),
        author_name=str(account.get("display_name") or "") or str(account["acct"]),
        author_handle=handle,
        posted_at=edited,
        made_at=made,
        conversation_id=conversation_id,
        lang=str(status.get("language") or "").split("-")[0],
        url=_address(status, handle) or f"https://{host}/@{quote(str(account['acct']), safe='@')}/{id_}",
        is_repost=bool(boosted),
        shown=None if shown == text else shown,
        refers_to=tuple(filter(None, (_word(boosted or {}, "id"), answers))),
        answers=answers,
        answers_author=_word(status, "in_reply_to_account_id"),
        metrics=_metrics(status, account),
    )


def _metrics(status: Mapping[str, Any], account: Mapping[str, Any]) -> Metrics:
    """What the server counts of a status and its author: what has reached it. How often it was shown nobody counts."""
    return Metrics(
        likes=as_count(status.get("favourites_count")),
        reposts=as_count(status.get("reblogs_count")),
        replies=as_count(status.get("replies_count")),
        quotes=as_count(status.get("quotes_count")),  # Mastodon 4.5 and later
        followers=followers(account),
    )


def followers(account: Mapping[str, Any]) -> int | None:
    """How many follow it; None where it does not say. -1 is an account that hides it."""
    return as_count(account.get("followers_count"))


def _word(entity: Mapping[str, Any], name: str) -> str:
    """A field as text; one that is missing or null is empty."""
    return str(entity.get(name) or "")


def is_id(text: str) -> bool:
    """Whether a server may have made it."""
    return _ID.fullmatch(text) is not None


def id_of(entity: Mapping[str, Any]) -> str:
    """Its id, whatever form that has. Raises LookupError, and ValueError where it is none."""
    id_ = str(entity["id"])
    if not entity["id"] or not is_id(id_):  # the library makes None of what an answer lacks
        raise ValueError("no id")
    return id_


def moment(value: Any) -> datetime:
    """An aware moment, of which the library makes a date already where it can."""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def in_order(at: datetime) -> str:
    """A moment as a text that sorts as the moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def place(id_: str, at: datetime) -> str:
    """How far a list was read, to the end of its millisecond: that names no post, which somebody may have erased.

    Where an id has no moment in it, the id itself (docs/networks/mastodon.md, "Reading").
    """
    has_moment = id_.isdecimal() and int(id_) >= _WITH_A_MOMENT
    return f"{in_order(at)} {int(id_) | _OF_ONE_MILLISECOND if has_moment else id_}"


def _handle(account: Mapping[str, Any], host: str) -> str:
    """With its server, which ours leaves out of its own people's."""
    handle = str(account["acct"])
    return handle if "@" in handle else f"{handle}@{host}"


def _address(status: Mapping[str, Any], handle: str) -> str:
    """Where its author's own server shows it, to which a browser may be sent; '' where that is not told.

    Its author's server may write whatever it likes there, also the address of somebody else's post: a post is known
    again by it (`Receiver`), so it must be one of that server's own.
    """
    text = str(status.get("url") or "")
    if not is_address(text):
        return ""
    theirs, where = handle.rpartition("@")[2].partition(":")[0].lower(), urlsplit(text).hostname or ""
    return text if theirs and (where == theirs or where.endswith(f".{theirs}")) else ""


def _unreadable(status: Any, host: str) -> UnreadablePost:
    """By its id and address; where it has none, by a fingerprint, so that it is told once."""
    known = status if isinstance(status, Mapping) else {}
    id_ = str(known.get("id") or "")
    if not is_id(id_):
        id_ = sha256(repr(status).encode("utf-8", "replace")).hexdigest()[:16]
    account = known.get("account")
    handle = _handle(account, host) if isinstance(account, Mapping) and account.get("acct") else ""
    return UnreadablePost(id_, _address(known, handle))
