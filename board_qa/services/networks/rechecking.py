"""Ask a network about the posts that we hold, and act on what it says here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.as_kept import as_kept
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Lookup, Post, UnreadablePost
from board_qa.domain.questions.question import Question, SourceState
from board_qa.domain.questions.transitions import accepts_source_edit
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.observing import keep, posts_not_to_be_seen, question_not_to_be_seen
from board_qa.services.networks.sighting import sighted
from board_qa.services.networks.spending import charged_call, remaining
from board_qa.services.networks.unreadable import CANNOT_BE_TAKEN, put_aside
from board_qa.services.questions import withdrawing

LOOK_UP, OTHER_POSTS = "look_up", "look_up, other posts"
_RECHECK_OLD_POSTS = timedelta(hours=23)  # deleted content must go within 24 hours (docs/networks/x.md)


def posts_to_look_up(ports: Ports, channel: Channel, meetings: Sequence[Meeting]) -> list[Question]:
    """Every post of the meetings under way, and those of past ones that were not seen for most of a day."""
    now = ports.clock()
    posts = [q for meeting in meetings for q in ports.store.questions.stale_posts(channel.name, now, meeting.id)]
    posts += ports.store.questions.stale_posts(channel.name, now - _RECHECK_OLD_POSTS)
    return list({question.id: question for question in posts}.values())


def check_posts(ports: Ports, channel: Channel, posts: Sequence[Question]) -> None:
    """Ask the network whether the posts we hold are still there and still say the same, and who wrote them.

    The worker does this all the time, so that the desk never waits for a network: a post is at most one
    reading interval old when it goes on screen. Networks bill a post once a day, so it costs no more. Authors cost
    apart, and are asked for only where they are missing, or where a person typed them. Raises ChannelError.
    """
    nameless = [question for question in posts if _wants_author(question)]
    named = [question for question in posts if not _wants_author(question)]
    for batch in _batches(channel, named):
        _check(ports, channel, batch)
    for batch in _batches(channel, nameless):
        _check(ports, channel, batch, with_authors=True)


def _wants_author(question: Question) -> bool:
    """A copy that keeps its words, whatever its post says, is compared with nothing."""
    source = question.source
    return source.lacks_author or (source.is_unread_copy and accepts_source_edit(question))


def _batches(channel: Channel, posts: Sequence[Question]) -> Iterator[Sequence[Question]]:
    size = channel.looked_up_at_once
    return (posts[start : start + size] for start in range(0, len(posts), size))


def _check(ports: Ports, channel: Channel, posts: Sequence[Question], with_authors: bool = False) -> None:
    found = _look_up(ports, channel, posts, with_authors)
    # What was copied by the link to an edited post is held under the id of that edit.
    held = {id_: one for one in posts for id_ in {one.source.version, one.source.native_id} - {""}}
    seen = [(one, post) for post in found.posts if (one := held.get(post.native_id) or held.get(post.version))]
    for question, post in seen:
        _sighted(ports, channel, question, post)
    there = {question.id for question, _ in seen}
    for question in posts:
        if question.id in there:
            continue
        ids = {question.source.version, question.source.native_id}
        if ids & found.gone:
            question_not_to_be_seen(ports, question, SourceState.GONE)
            withdrawing.deleted_at_source(ports, question, channel.name)
        elif ids & found.hidden:
            question_not_to_be_seen(ports, question, SourceState.HIDDEN)
            withdrawing.hidden_at_source(ports, question, channel.name)
    _keep(ports, channel, seen)
    ports.store.questions.mark_seen(channel.name, [one.source.native_id for one, _ in seen], ports.clock())


def _look_up(ports: Ports, channel: Channel, posts: Sequence[Question], with_authors: bool) -> Lookup:
    ids = [post.source.version or post.source.native_id for post in posts]
    what = f"{LOOK_UP}, with authors" if with_authors else LOOK_UP
    with charged_call(ports, channel, what, channel.worst_price(LOOK_UP, len(posts), with_authors)) as bill:
        # Also where it will say nothing: silence about a hundred posts must not keep the others from being asked about.
        ports.store.questions.mark_asked([post.id for post in posts], ports.clock())
        found = channel.look_up(ids, with_authors)
        bill.charges = found.charges
    return found


def _keep(ports: Ports, channel: Channel, found: Sequence[tuple[Question, Post]]) -> None:
    """What was measured of the posts that questions are."""
    now = ports.clock()
    seen = [_observed(question, post, now) for question, post in found]
    unlinked = {post.native_id: question.id for question, post in found if question.post_id is None}
    keep(ports, channel.name, seen, unlinked)


def _observed(question: Question, post: Post, now: datetime) -> ObservedPost:
    """One that a person copied was seen when they did. Its author is asked for only where the question has none."""
    source, then = question.source, question.received_at
    if not post.is_named:
        post = replace(post, author_name=source.author_name, author_handle=source.author_handle, url=source.url)
    return ObservedPost(source.channel, post, LOOK_UP, then, then, now, question.meeting_id)


def other_posts_to_look_up(ports: Ports, channel: Channel) -> list[ObservedPost]:
    """Posts that are no questions, and that were not asked for since most of a day: a few in each round.

    They are read with money that no meeting needs: at most until half of what may be spent in the month is left.
    """
    before = ports.clock() - _RECHECK_OLD_POSTS
    posts = ports.store.posts.unchecked(channel.name, before, channel.looked_up_at_once)
    if not posts:
        return []
    return posts[: channel.page_size(LOOK_UP, max(remaining(ports, channel) - channel.cap // 2, 0))]


def check_other_posts(ports: Ports, channel: Channel, posts: Sequence[ObservedPost]) -> None:
    """Ask whether they are still there and what was measured of them since. Raises ChannelError."""
    now, ids = ports.clock(), [one.post.version or one.post.native_id for one in posts]
    with charged_call(ports, channel, OTHER_POSTS, channel.worst_price(LOOK_UP, len(posts))) as bill:
        ports.store.posts.mark_checked(channel.name, [one.post.native_id for one in posts], now)
        found = channel.look_up(ids)
        bill.charges = found.charges
    held = {one.post.native_id: one for one in posts}
    here = [post for post in found.posts if post.native_id in held]
    keep(ports, channel.name, [replace(held[post.native_id], post=post, checked_at=now) for post in here])
    missing = {id_: _said_of(found, one) for id_, one in held.items() if id_ not in {post.native_id for post in here}}
    posts_not_to_be_seen(ports, channel.name, {id_: state for id_, state in missing.items() if state})


def _said_of(found: Lookup, held: ObservedPost) -> SourceState | None:
    """What became of a post that is not among those that are there; None where nothing is said of it."""
    ids = {held.post.native_id, held.post.version}
    return SourceState.GONE if ids & found.gone else SourceState.HIDDEN if ids & found.hidden else None


def _sighted(ports: Ports, channel: Channel, question: Question, post: Post) -> None:
    try:
        if sighted(ports, channel.name, question, as_kept(post)):
            ports.announcer.changed(question.meeting_id)
    except CANNOT_BE_TAKEN:
        put_aside(ports, channel.name, UnreadablePost(post.native_id, post.url), [question.meeting_id])
