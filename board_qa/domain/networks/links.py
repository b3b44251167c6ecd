"""Links to posts: which network, which post, and one form for the many ways in which a link to it is written.

Nothing here asks the network anything: what a link says is all that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from board_qa.domain.text import wording

# The network of a page that is on none that we know, as of what reached somebody another way (`audience.CAME_BY`): its
# host may be somebody's name, and where a question came from is public before anybody approved it.
ELSEWHERE = "other"
LONGEST = 2000  # bytes; the longest that every browser takes, and no index of a database is too small for it

_NETWORKS = {"x.com": "X", "twitter.com": "X", "bsky.app": "Bluesky", "facebook.com": "Facebook", "fb.com": "Facebook",
             "fb.watch": "Facebook", "instagram.com": "Instagram", "instagr.am": "Instagram"}  # fmt: skip
# What these networks need to find a post; all else in their links is for counting who shared what.
_KEPT = {"Facebook": {"story_fbid", "fbid", "id", "v", "comment_id", "reply_comment_id"}}
# Elsewhere only what is known to be for counting goes: a question mark may well be part of the address.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|twclid|ttclid|igsh|igshid|mc_cid|mc_eid|mibextid|si")

_X_POST = re.compile(r"/(?:i/web|(\w{1,50}))/status(?:es)?/0*([1-9][0-9]{0,18})(?:/.*)?", re.ASCII)
_BLUESKY_POST = re.compile(r"/profile/([\w.:-]+)/post/(\w+)", re.ASCII)
_INSTAGRAM_POST = re.compile(r"/(?:[\w.]+/)?(?:p|reels?|tv)/([\w-]+)(.*)", re.ASCII)
# Mastodon runs on thousands of hosts: the path tells it.
_MASTODON_POST = re.compile(r"/(?:web/)?(?:@([\w.-]+)(@[\w.-]+)?|users/([\w.-]+)/statuses)/([0-9]+)", re.ASCII)
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}")

# An X id holds when it was made: milliseconds since this moment, above 22 bits (X developer platform, "X IDs").
_X_EPOCH = datetime.fromtimestamp(1_288_834_974.657, UTC)


class NotALink(ValueError):
    """What was typed is no address of a page that a browser may safely be sent to."""


@dataclass(frozen=True)
class Link:
    """One post. `native_id` identifies it within `network`, and is the network's own id where the link holds it.

    `version` is that id where our reader can ask the network for it, else ''. `address` is fit to be shown.
    `handle` and `posted_at` (aware UTC) are what the link itself tells of the post.
    """

    network: str
    native_id: str
    address: str
    handle: str = ""
    version: str = ""
    posted_at: datetime | None = None

    @property
    def identity(self) -> tuple[str, str]:
        return self.network, self.native_id


def read_link(typed: str) -> Link:
    """The post that a link leads to. Raises NotALink."""
    parts = _split(typed.strip())
    whole = _host(parts)
    network, host = _network(whole), re.sub(r"^(?:(?:www|m|mobile)\.)+(?=.+\.)", "", whole)
    for read in _READERS:
        found = read(network, host, unquote(parts.path).rstrip("/"))
        if found is not None:
            return found
    return _page(network, host, parts._replace(netloc=whole + _port(parts)))


def is_address(text: str) -> bool:
    """Whether somebody may be sent there, on whatever host it is."""
    try:
        host = _split(text).hostname or ""
    except NotALink:
        return False
    return host.isascii() and host != ""


def _split(typed: str) -> SplitResult:
    """The parts of an http or https address without a user name, which would be there to deceive."""
    if len(typed.encode("utf-8", "replace")) > LONGEST:
        raise NotALink(typed)
    # Browsers drop white space and read a backslash as a slash: where it leads would not be where it seems to.
    if re.search(r"[\x00-\x20\x7f\\]", typed) or wording.hides_something(typed):
        raise NotALink(typed)
    try:
        parts = urlsplit(typed)
        parts.port  # noqa: B018  # raises where it is no number
    except ValueError as error:
        raise NotALink(typed) from error
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise NotALink(typed)
    return parts


def _host(parts: SplitResult) -> str:
    """The host in the letters the internet uses, so that a look-alike letter shows as what it is."""
    try:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NotALink(parts.netloc) from error
    if not _HOST.fullmatch(host):
        raise NotALink(parts.netloc)
    return host


def _port(parts: SplitResult) -> str:
    return f":{parts.port}" if parts.port not in (None, 80, 443) else ""


def _network(host: str) -> str:
    return next((name for domain, name in _NETWORKS.items() if host == domain or host.endswith(f".{domain}")), "")


def _x(network: str, _host: str, path: str) -> Link | None:
    post = _X_POST.fullmatch(path) if network == "X" else None
    if post is None:
        return None
    id_, handle = post[2], "" if post[1] in (None, "i") else post[1]
    return Link("X", id_, f"https://x.com/{handle or 'i'}/status/{id_}", handle, id_, x_post_made_at(id_))


def x_post_made_at(id_: str) -> datetime:
    """When a post on X was made, as aware UTC: its id, a string of digits, holds it."""
    return _X_EPOCH + timedelta(milliseconds=int(id_) >> 22)


def _bluesky(network: str, _host: str, path: str) -> Link | None:
    post = _BLUESKY_POST.fullmatch(path) if network == "Bluesky" else None
    if post is None:
        return None
    author = post[1].lower()
    address = f"https://bsky.app/profile/{author}/post/{post[2]}"
    return Link("Bluesky", address, address, "" if author.startswith("did:") else author)


def _instagram(network: str, _host: str, path: str) -> Link | None:
    post = _INSTAGRAM_POST.fullmatch(path) if network == "Instagram" else None
    if post is None:
        return None
    address = f"https://www.instagram.com/p/{post[1]}{post[2]}/"
    return Link("Instagram", address, address)


def _mastodon(network: str, host: str, path: str) -> Link | None:
    post = _MASTODON_POST.fullmatch(path) if not network else None
    if post is None:
        return None
    name, elsewhere = post[1] or post[3], post[2] or ""
    address = f"https://{host}/@{name}{elsewhere}/{post[4]}"
    return Link("Mastodon", address, address, f"{name}{elsewhere or '@' + host}")


_READERS: tuple[Callable[[str, str, str], Link | None], ...] = (_x, _bluesky, _instagram, _mastodon)


def _page(network: str, host: str, parts: SplitResult) -> Link:
    """Any other page: itself, without what is only for counting. A comment is often told by what follows the #."""
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(n, v) for n, v in given if (n in _KEPT.get(network, ()) if network else not _TRACKING.fullmatch(n))]
    query = f"?{urlencode(kept)}" if kept else ""
    ordered = f"?{urlencode(sorted(kept))}" if kept else ""
    anchor = f"#{parts.fragment}" if parts.fragment and not network and not parts.fragment.startswith(":~:") else ""
    site = "facebook.com" if network == "Facebook" and host.endswith(".facebook.com") else host
    return Link(
        network or ELSEWHERE,
        f"{site}{_port(parts)}{parts.path.rstrip('/')}{ordered}{anchor}",
        f"{parts.scheme}://{parts.netloc}{parts.path}{query}{anchor}",
    )
