"""Posts that were found and could not be taken: a person is told, and they stop no other post."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from board_qa.domain.networks.as_kept import put_aside_as
from board_qa.domain.networks.posts import UnreadablePost
from board_qa.domain.questions.copies import linked
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports

log = logging.getLogger(__name__)

# What a post of a form nobody foresaw raises in our own code. A fault of the store is none of the post's.
CANNOT_BE_TAKEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def put_aside(ports: Ports, channel: str, post: UnreadablePost, meeting_ids: Iterable[int]) -> None:
    """Remember the post, and tell the desks of the meetings that it may belong to; but not of one that somebody had
    erased here, perhaps while its network was asked."""
    known_by = {post.native_id, post.url, *(linked(post.url) or ())[1:]} - {""}
    with ports.store.transaction():
        if ports.store.erasures.erased_of(channel, known_by):
            return
        is_new = ports.store.sources.add_unreadable(channel, put_aside_as(post), ports.clock())
    if is_new:
        log.warning("a post on %s could not be read and was put aside", channel)
        for meeting_id in meeting_ids:
            ports.announcer.changed(meeting_id)


def settle(ports: Ports, channel: str, native_id: str, actor: Actor, meeting_id: int) -> None:
    """Somebody looked at the post where it is, and brought in by hand what was to be brought in."""
    ports.store.sources.settle_unreadable(channel, native_id, actor, ports.clock())
    ports.announcer.changed(meeting_id)
