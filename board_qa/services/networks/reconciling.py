"""Find out whether a post is on the network, after an answer that was lost or a refusal because it is there already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.outbox import ATTEMPTS, OutboxState, OutgoingPost
from board_qa.domain.networks.posts import Charge, Post
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.observing import keep
from board_qa.services.networks.our_account import account, sent
from board_qa.services.networks.outbox import is_out, moment, move, try_again, words
from board_qa.services.networks.spending import booked

# A post may take a moment to appear on our own timeline after an unclear answer: look this long after the attempt, and
# only when it was never seen send again.
LOOKS = (timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=30))
# Clocks differ: the network may date our post a little before we sent it.
_SKEW = timedelta(minutes=5)
# What is refused as a duplicate may have been posted by hand, hours or days ago.
_LONG_AGO = timedelta(days=30)
_OWN_POSTS, _A_PAGE = "own_posts", 100


def look(ports: Ports, channel: Channel, post: OutgoingPost) -> None:
    """Ask the network whether the post is there."""
    attempted, others = post.attempted_at or post.approved_at, _others(ports, channel)
    try:
        found = _find(ports, channel, post, attempted, others)
    except ChannelError as error:
        until = errors.rest_since(error, attempted, ports.clock())
        move(ports, post, next_step_at=until, problem=words(ports, post, error, until))
        return
    if found is None:
        _not_found(ports, post, attempted)
    elif found.native_id in others:
        move(ports, post, state=OutboxState.BLOCKED, problem=_another_posts_words(ports, post, found))
    else:
        _found(ports, channel, post, found, attempted)


def _find(
    ports: Ports, channel: Channel, post: OutgoingPost, attempted: datetime, others: Collection[str]
) -> Post | None:
    """Our post with these words. Of words that are refused as a duplicate it may be another post's."""
    since = attempted - (_LONG_AGO if post.refused_as_duplicate else _SKEW)
    known = () if post.refused_as_duplicate else others
    account_id, _ = account(ports, channel)
    with booked(ports, channel, _OWN_POSTS, channel.worst_price(_OWN_POSTS, _A_PAGE), post.meeting_id) as bill:
        found, bill.charges = channel.find_own(account_id, post, since, known)
    if found is not None:
        now = ports.clock()
        seen = ObservedPost(channel.name, found, _OWN_POSTS, now, now, now, post.meeting_id, is_ours=True)
        keep(ports, channel.name, [seen])
    return found


def _others(ports: Ports, channel: Channel) -> set[str]:
    """Posts that other rows of the outbox stand for."""
    return {post.native_id for post in sent(ports, channel)}


def _found(ports: Ports, channel: Channel, post: OutgoingPost, found: Post, attempted: datetime) -> None:
    """It is there: sent by us without an answer, or by hand before we tried."""
    by_hand = post.refused_as_duplicate and (post.attempts == 1 or found.posted_at < attempted - _SKEW)
    if by_hand:
        since = moment(ports, post, found.posted_at)
        note = (
            f"It was on {post.channel} already, since {since}: somebody posted the same words. It counts as this post"
        )
        is_out(ports, post, found.native_id, found.posted_at, problem=note)
        return
    made = Charge("create", found.native_id, channel.measure(post.text).price)
    with ports.store.transaction():
        ports.store.sources.spend(post.channel, [made], ports.clock(), post.meeting_id)
        is_out(ports, post, found.native_id, ports.clock(), made.amount)


def _another_posts_words(ports: Ports, post: OutgoingPost, found: Post) -> str:
    since = moment(ports, post, found.posted_at)
    return (
        f"{post.channel} refused it: another post has had the same words there since {since}. "
        "Change the words, and publish it again"
    )


def _not_found(ports: Ports, post: OutgoingPost, attempted: datetime) -> None:
    looked = post.mark_asked + 1
    if looked < len(LOOKS):
        due = max(attempted + LOOKS[looked], ports.clock() + LOOKS[0])
        move(ports, post, mark_asked=looked, next_step_at=due)
    elif post.refused_as_duplicate:
        problem = (
            f"{post.channel} refused it because these words are there already, and they are not among this account’s "
            "newest posts. Change a word, and publish it again"
        )
        move(ports, post, state=OutboxState.BLOCKED, problem=problem)
    elif post.attempts < ATTEMPTS:
        try_again(ports, post, next_step_at=None, problem="")
    else:
        problem = f"{post.channel}: we do not know whether it was published, and it is not there now. Publish it again?"
        move(ports, post, state=OutboxState.FAILED, problem=problem)
