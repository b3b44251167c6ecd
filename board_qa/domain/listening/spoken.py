"""From posts as they were read to posts as they count: whom each of them names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.listening.figures import Account, Heard

_NAMED = re.compile(r"(?<![\w@＠/])[@＠]([\w.-]+(?:@[\w.-]+)?)")


@dataclass(frozen=True)
class Spoken:
    """A post as it was read. `handle` is its author's, '' where nobody told or it is gone, and `answers_author` the id
    of whom it answers, '' where it answers nobody. `quotes` are the ids of the posts that it quotes."""

    id: str
    account: Account
    handle: str
    posted_at: datetime
    text: str
    is_ours: bool
    is_repost: bool
    is_reply: bool
    answers_author: str
    quotes: tuple[str, ...]
    followers: int | None
    impressions: int | None


def handles_of(spoken: Sequence[Spoken], ours: Mapping[Account, str]) -> dict[Account, str]:
    """By what handle each account is known. `ours` are the board's own."""
    return {one.account: one.handle for one in spoken if one.handle} | dict(ours)


def as_heard(spoken: Sequence[Spoken], handles: Mapping[Account, str]) -> list[Heard]:
    """The same posts as they count. Whoever is named and posted nothing is known by the handle alone."""
    known = by_handle(handles)
    return [
        Heard(
            one.account, one.posted_at, one.is_repost, one.is_reply, one.followers, one.impressions, _names(one, known)
        )
        for one in spoken
    ]


def by_handle(handles: Mapping[Account, str]) -> dict[tuple[str, str], Account]:
    """Which account each handle is, by its network and the handle in small letters."""
    return {(account.channel, handle.casefold()): account for account, handle in handles.items()}


def answered(post: Spoken) -> tuple[Account, ...]:
    """Whom a post answers."""
    return (Account(post.account.channel, post.answers_author),) if post.answers_author else ()


def mentioned(post: Spoken, known: Mapping[tuple[str, str], Account]) -> tuple[Account, ...]:
    """Whose handles stand in a post, each once."""
    channel = post.account.channel
    typed = [found[1].rstrip(".-").casefold() for found in _NAMED.finditer(post.text)]
    return tuple(dict.fromkeys(known.get((channel, handle), Account(channel, f"@{handle}")) for handle in typed))


def _names(post: Spoken, known: Mapping[tuple[str, str], Account]) -> tuple[Account, ...]:
    return tuple(dict.fromkeys([*answered(post), *mentioned(post, known)]))
