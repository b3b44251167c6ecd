"""Posts as they are kept: every post that was read, as its network told of it last, and when it was seen."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.question import SourceState


@dataclass(frozen=True)
class ObservedPost:
    """A post that was read, in the latest version that was; `post.native_id` identifies it within its channel.

    `stream` is the one in which it was found first, and `meeting_id` the meeting that it was for; None where it was for
    none. `last_seen_at` is when it was last found in a stream: being looked up by its id makes no post new again, or
    none would ever be old. `checked_at` is when its network was last asked for it, in either way.
    """

    channel: str
    post: Post
    stream: str
    first_seen_at: datetime
    last_seen_at: datetime
    checked_at: datetime
    meeting_id: int | None = None
    is_ours: bool = False
    source_state: SourceState = SourceState.VISIBLE


def seen_again(held: ObservedPost, seen: ObservedPost) -> ObservedPost:
    """What is kept of a post that was read before. What was measured last counts, and a later version's words."""
    newer, other = (seen.post, held.post) if _is_newer(held, seen.post) else (held.post, seen.post)
    post = replace(
        newer if newer.is_named or not other.is_named else _named_as(newer, other),
        author_id=newer.author_id or other.author_id,
        conversation_id=newer.conversation_id or other.conversation_id,
        metrics=_measured(held.post.metrics, seen.post.metrics),
    )
    return replace(
        held,
        post=post,
        stream=held.stream or seen.stream,
        last_seen_at=max(held.last_seen_at, seen.last_seen_at),
        checked_at=seen.checked_at,
        meeting_id=seen.meeting_id if held.meeting_id is None else held.meeting_id,
        is_ours=held.is_ours or seen.is_ours,
        source_state=SourceState.VISIBLE,
    )


def not_to_be_seen(held: ObservedPost, state: SourceState) -> ObservedPost:
    """What is kept of a post that is gone or hidden. Of one that its author deleted neither the words nor who wrote
    them by name: that there was a post, when, and what was counted, stays."""
    if SourceState.GONE not in (state, held.source_state):
        return replace(held, source_state=state)
    post = replace(held.post, text="", shown=None, lang="", url="", author_name="", author_handle="")
    return replace(held, post=post, source_state=SourceState.GONE)


def is_cut_short(text: str, whole: str) -> bool:
    """Whether a network gave only the beginning of a text, which it marks with an ellipsis and perhaps a link."""
    begins, ellipsis, _ = text.rpartition("…")
    return bool(ellipsis) and whole.startswith(begins.rstrip()) and len(begins) < len(whole)


def is_later(order: str, text: str, held_order: str, held_text: str) -> bool:
    """Whether words that were read now, of a version of this order, take the place of those that are held.

    Some networks let a post be edited and say nowhere when: Bluesky's own servers give the edited words another hash
    and the old time. Of the same order, what was read last counts, but a part of a long text is no edit.
    """
    return not is_cut_short(text, held_text) if order == held_order else order > held_order


def _is_newer(held: ObservedPost, post: Post) -> bool:
    if held.source_state is SourceState.GONE:  # nothing is left of the words that were there
        return True
    return is_later(post.version_order, post.text, held.post.version_order, held.post.text)


def _named_as(post: Post, other: Post) -> Post:
    """The post with its author as another reading named them: networks leave authors out now and then."""
    return replace(post, author_name=other.author_name, author_handle=other.author_handle, url=other.url)


def _measured(before: Metrics, now: Metrics) -> Metrics:
    told = {field.name: value for field in fields(now) if (value := getattr(now, field.name)) is not None}
    return replace(before, **told)
