"""Hashtags on a network that takes one a call: they are read one after the other, as pages of one read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from board_qa.domain.networks.posts import Page, ReadRequest


def one_by_one(ask: ReadRequest, read: Callable[[str, ReadRequest], Page]) -> Page:
    """One page of one hashtag. Its `next_page` says which hashtag comes next, and where in that one's own list."""
    place, _, within = ask.page.partition(" ")
    which = int(place or 0)
    if which >= len(ask.hashtags):
        return Page(())
    page = read(ask.hashtags[which], replace(ask, page=within))
    if page.next_page not in ("", within):
        return replace(page, next_page=f"{which} {page.next_page}")
    return replace(page, next_page=f"{which + 1} " if which + 1 < len(ask.hashtags) else "")
