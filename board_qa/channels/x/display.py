"""What X shows of a post: short addresses as what they stand for, and nothing outside the part that is shown.

Offsets are only believed where they fall where they must: X counts them in texts whose HTML entities are not undone,
and not always in the same unit (docs/networks/x.md, "Reading").
"""

from __future__ import annotations

import html
import re
from typing import Any

_LEADING_HANDLES = re.compile(r"(?:@\w{1,50}(?:\s+|$))+", re.ASCII)
_PICTURES = ("pic.twitter.com/", "pic.x.com/")


def shown_text(item: dict[str, Any], written: str) -> str:
    """The words as X shows them. `written` is the whole text with its HTML entities undone."""
    text = written[_leading(item, written) :]
    links = sorted(_links(item), key=lambda link: len(link["url"]), reverse=True)
    text = _without_attached(text, _attached(item, links))
    for link in links:
        text = text.replace(link["url"], _as_shown(link))
    return text.strip()


def references(item: dict[str, Any], *kinds: str) -> tuple[str, ...]:
    """Ids of the posts that this one refers to in one of these ways, in their order."""
    named = item.get("referenced_tweets") or item.get("referenced_posts")
    listed = [one for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    return tuple(str(one["id"]) for kind in kinds for one in listed if one.get("type") == kind and one.get("id"))


def _leading(item: dict[str, Any], written: str) -> int:
    """How many characters of handles stand in front of what is shown: those that a reply is addressed to."""
    handles = _LEADING_HANDLES.match(written)
    if handles is None:
        return 0
    start = _range(item)[0]
    if start is not None and (start == 0 or _LEADING_HANDLES.fullmatch(written[:start])):
        return start
    return handles.end() if references(item, "replied_to") else 0


def _range(item: dict[str, Any]) -> tuple[int | None, int | None]:
    """Where the part of the text begins and ends that is shown; None where X does not say."""
    found = item.get("display_text_range")
    if isinstance(found, list) and len(found) == 2 and all(isinstance(at, int) and at >= 0 for at in found):
        return found[0], found[1]
    return None, None


def _note(item: dict[str, Any]) -> dict[str, Any]:
    note = item.get("note_tweet") or item.get("note_post")
    return note if isinstance(note, dict) else {}


def _links(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The short addresses in the text, of a long post in its whole text."""
    found = []
    for holder in (item, _note(item)):
        entities = holder.get("entities")
        urls = entities.get("urls") if isinstance(entities, dict) else None
        found += [url for url in urls if isinstance(url, dict)] if isinstance(urls, list) else []
    return [url for url in found if str(url.get("url") or "").startswith("http")]


def _attached(item: dict[str, Any], links: list[dict[str, Any]]) -> set[str]:
    """Addresses that X shows as what they lead to: pictures, the post that is quoted, all behind the shown part."""
    quoted = tuple(f"/status/{id_}" for id_ in references(item, "quoted"))
    shown_otherwise = {
        link["url"]
        for link in links
        if link.get("media_key")
        or _as_shown(link).startswith(_PICTURES)
        or (quoted and str(link.get("expanded_url") or "").split("?")[0].endswith(quoted))
    }
    return shown_otherwise | _behind(item, {link["url"] for link in links})


def _behind(item: dict[str, Any], links: set[str]) -> set[str]:
    """What stands behind the end of what is shown, where that is nothing but short addresses."""
    end, text = _range(item)[1], item.get("text")
    if end is None or not isinstance(text, str) or _note(item):
        return set()
    behind = set(text[end:].split())
    return behind if all(word in links or word.startswith("https://t.co/") for word in behind) else set()


def _without_attached(text: str, attached: set[str]) -> str:
    words = text.rstrip()
    while (last := words.split()[-1:]) and last[0] in attached:
        words = words[: -len(last[0])].rstrip()
    return words


def _as_shown(link: dict[str, Any]) -> str:
    shown = link.get("display_url") or re.sub(r"^https?://(?:www\.)?", "", str(link.get("expanded_url") or link["url"]))
    return html.unescape(str(shown))
