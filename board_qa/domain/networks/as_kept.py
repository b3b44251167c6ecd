"""What may stand in a post that a network gave us, whichever network it was (docs/security-design.md, "What is taken
in"). Whoever runs a server can answer anything, and so can whoever posts on one."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from board_qa.domain.networks.links import is_address
from board_qa.domain.networks.posts import Post, UnreadablePost
from board_qa.domain.text import wording

# Characters. X's longest posts have 25,000, and no server that we know of is set to more than these. What is searched
# of a question may have a mebibyte in PostgreSQL (https://www.postgresql.org/docs/15/textsearch-limitations.html).
LONGEST_TEXT = 100_000
LONGEST_NAME = 200
LONGEST_HANDLE = 320  # as many as an email address: a name of 64, and a host of 253

# Networks' own ids, of which Bluesky's are the longest (800 with the mark of a version). An entry of an index may have
# 2,704 bytes in PostgreSQL.
_ID = re.compile(r"[\x21-\x7e]{1,1000}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class NotAPost(ValueError):
    """It has something that no post has, and is put aside for a person to look at."""


def as_kept(post: Post) -> Post:
    """The post with words and names as they are stored, and without an address to which nobody may be sent.

    Raises NotAPost.
    """
    ids = (post.version, post.version_order, post.author_id, post.conversation_id, post.answers, post.answers_author)
    if not is_id(post.native_id) or not all(is_id(one) for one in (*ids, *post.refers_to) if one):
        raise NotAPost("an id that is none")
    if max(len(post.text), len(post.shown or "")) > LONGEST_TEXT:
        raise NotAPost("a text that is too long")
    handle = wording.one_line(post.author_handle[: LONGEST_HANDLE * 8])
    if handle and not is_handle(handle):
        raise NotAPost("a handle that is none")
    return replace(
        post,
        text=wording.received(post.text),
        shown=None if post.shown is None else wording.received(post.shown),
        # What nobody sees may come between the letters. Much of it is not looked through.
        author_name=wording.one_line(post.author_name[: LONGEST_NAME * 8])[:LONGEST_NAME],
        author_handle=handle,
        lang=post.lang if _LANGUAGE.fullmatch(post.lang) else "",
        url=post.url if is_address(post.url) else "",
    )


def is_id(text: str) -> bool:
    """Whether a network may have made it."""
    return _ID.fullmatch(text) is not None


def page_mark(value: object) -> str:
    """By which a network is asked for the next page; '' where it gives none, or what cannot be one."""
    mark = str(value or "")
    return mark if is_id(mark) else ""


def is_handle(text: str) -> bool:
    """Whether an account may be called so: in one word, of which all can be seen."""
    return 0 < len(text) <= LONGEST_HANDLE and text == wording.one_line(text) and " " not in text


def put_aside_as(post: UnreadablePost) -> UnreadablePost:
    """By its id and its address; where they are none, by a fingerprint, so that it is told once."""
    fingerprint = sha256(post.native_id.encode("utf-8", "replace")).hexdigest()[:16]
    id_ = post.native_id if is_id(post.native_id) else fingerprint
    return UnreadablePost(id_, post.url if is_address(post.url) else "")
