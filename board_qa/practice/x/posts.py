"""A post as X sends it: HTML entities, short addresses, long texts cut, and only the fields that were asked for."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from hashlib import sha256
from typing import Any

import twitter_text

from board_qa.practice.network import PracticeNetwork

_CUT = 280  # characters of `text`; the whole of a longer one is in its note
_DISPLAYED = 30  # characters of an address that are shown
_HANDLES = re.compile(r"(?:@\w{1,50}\s+)+")

Entity = dict[str, Any]


def as_sent(network: PracticeNetwork, post: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """The id, the text and its history come always, the rest where it was asked for."""
    text, urls, shown = _written(network, post)
    cut = [url for url in urls if url["end"] <= _CUT]
    note = {f"note_{network.field_names}": {"text": text, "entities": {"urls": urls}}} if len(text) > _CUT else {}
    optional = {
        "author_id": post["author_id"],
        "created_at": post["created_at"],
        "conversation_id": post["conversation_id"],
        "lang": _language(post["text"]),
        "entities": {"urls": cut},
        "display_text_range": [*shown],
        "public_metrics": _metrics(network, post),
        **_references(network, post),
        **note,
    }
    asked = {name: value for name, value in optional.items() if name in fields}
    return {"id": post["id"], "text": text[:_CUT], **asked, **history(network, network.history(post))}


def history(network: PracticeNetwork, ids: list[str]) -> dict[str, list[str]]:
    return {f"edit_history_{network.field_names}_ids": ids}


def _metrics(network: PracticeNetwork, post: dict[str, Any]) -> dict[str, int]:
    counts = network.counts(post)
    return {
        "like_count": counts["likes"],
        "retweet_count": counts["reposts"],
        "reply_count": counts["replies"],
        "quote_count": counts["quotes"],
        "impression_count": counts["shown"],
    }


def _references(network: PracticeNetwork, post: dict[str, Any]) -> dict[str, Any]:
    kinds = {"retweeted": post["repost_of"], "quoted": post["quotes"], "replied_to": post["in_reply_to"]}
    named = [{"type": kind, "id": id_} for kind, id_ in kinds.items() if id_]
    answered = network.find(post["in_reply_to"])
    who = {"in_reply_to_user_id": answered["author_id"]} if answered else {}
    return ({f"referenced_{network.field_names}s": named} if named else {}) | who


def _written(network: PracticeNetwork, post: dict[str, Any]) -> tuple[str, list[Entity], tuple[int, int]]:
    """The text with each address shortened, what the short ones stand for, and which part of the text is shown."""
    pieces, urls, at = [], [], 0
    for link in twitter_text.extract_urls_with_indices(post["text"]):
        start, end = link["indices"]
        if "t.co/" not in link["url"]:
            pieces.append(_escaped(post["text"][at:start]))
            urls.append(_short(link["url"], len("".join(pieces))))
            pieces.append(urls[-1]["url"])
            at = end
    text = "".join([*pieces, _escaped(post["text"][at:])])
    handles = _HANDLES.match(text) if post["in_reply_to"] else None
    shown = (handles.end() if handles else 0, len(text))
    for link in _attached(network, post):
        text += " " if text else ""
        urls.append(_short(link, len(text)))
        text += urls[-1]["url"]
    return text, urls, shown


def _attached(network: PracticeNetwork, post: dict[str, Any]) -> list[str]:
    """The addresses that X puts behind a text: they are shown as the picture or the post they lead to."""
    picture = f"https://pic.x.com/{post['id'][-8:]}" if post["picture"] else ""
    quoted = network.find(post["quotes"]) if post["quotes"] else None
    quote = f"https://x.com/{network.username(quoted['author_id'])}/status/{quoted['id']}" if quoted else ""
    return [link for link in (picture, quote) if link]


def _short(address: str, start: int) -> Entity:
    url = f"https://t.co/{sha256(address.encode()).hexdigest()[:10]}"
    bare = re.sub(r"^https?://(?:www\.)?", "", address)
    display = bare if len(bare) <= _DISPLAYED else f"{bare[:_DISPLAYED]}…"
    expanded = address if "://" in address else f"http://{address}"
    return {"start": start, "end": start + len(url), "url": url, "expanded_url": expanded, "display_url": display}


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _language(text: str) -> str:
    return "cy" if re.search(r"\b(yng|fydd|mae|ydy|gyfer)\b", text.casefold()) else "en"
