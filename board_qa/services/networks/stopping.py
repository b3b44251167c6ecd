"""What people do with a post that was approved: cancel it, stop everything that waits, or send it again."""

from __future__ import annotations

from collections.abc import Iterable

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import CHAT_POSTS, ONCE, QUOTING, UNDER_WAY, WAITING, OutboxState, OutgoingPost
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.services.networks.approving import rests_on
from board_qa.services.networks.holding import are_told, promised, still_right
from board_qa.services.networks.outbox import move


class NotAgain(Exception):
    """A post is not sent once more; `why` says so to whoever pressed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


# What a network may still have in hand when somebody presses Stop.
_ON_ITS_WAY = frozenset({OutboxState.SENDING, OutboxState.UNKNOWN})


def cancel(ports: Ports, post: OutgoingPost) -> bool:
    """Take back a post that still waits; False where it is already on its way."""
    waits = post.state in WAITING
    return waits and move(ports, post, state=OutboxState.CANCELLED, next_step_at=None, problem="")


def stop_all(ports: Ports, meeting: Meeting, actor: Actor) -> int:
    """Cancel everything of this meeting that waits; how many posts that were.

    What a network has in hand may be out already. It is not sent again where it turns out that it is not.
    """
    with ports.store.transaction():
        posts = ports.store.outbox.of_meeting(meeting.id)
        for post in posts:
            if post.state in _ON_ITS_WAY:
                ports.store.outbox.set_stopped(post, True)
        problem = f"{actor.name} pressed Stop"
        waiting = [post for post in posts if post.state in WAITING]
        return sum(
            move(ports, post, state=OutboxState.CANCELLED, next_step_at=None, problem=problem) for post in waiting
        )


def why_not_again(ports: Ports, post: OutgoingPost, meeting: Meeting, posts: Iterable[OutgoingPost]) -> str:
    """Why nobody may send a post once more, in a sentence; '' where nothing keeps it. `posts` are all of the meeting.

    Whoever blocked us is left alone, and what is said once is not said in other words as well.
    """
    if post.is_reply and post.state is OutboxState.BLOCKED:
        return f"{post.channel} refused this reply. Tell them another way, under “Tell everyone who asked”."
    if post.kind in CHAT_POSTS and meeting.details.cancelled:
        return "The chat is cancelled, so nothing more of it is published."
    is_over = post.has_words and post.state not in UNDER_WAY
    if (post.kind in QUOTING or post.chat_question_id) and is_over and not still_right(ports, post):
        return "The question, its number, its name or its answer is another by now. Publish it as it is now instead."
    if post.kind in ONCE and is_over and any(_is_in_its_place(one, post) for one in posts):
        return f"Another post took its place on {post.channel}."
    if post.is_reply and is_over and are_told(ports, post, posts):
        return "They were told of this otherwise, or are being told."
    return ""


def _is_in_its_place(one: OutgoingPost, post: OutgoingPost) -> bool:
    return one.id != post.id and one.is_of_the_same(post) and one.state in UNDER_WAY


def retry(ports: Ports, post: OutgoingPost, actor: Actor, seen: str | None = None) -> bool:
    """Send a post that failed, or that waits, now: on a person's word. False where it is on its way already.

    What waits goes out on the word of whoever approved it; what was over, or held, goes out on this person's as well.
    `seen` is what `approving.rests_on` said on the page that they looked at, where there is one. Raises NotAgain.
    """
    with ports.store.transaction():
        meeting = ports.store.meetings.get(post.meeting_id)
        posts = ports.store.outbox.of_meeting(post.meeting_id)
        if meeting and (why := why_not_again(ports, post, meeting, posts)):
            raise NotAgain(why)
        if meeting and seen is not None and seen != rests_on(ports, meeting, post):
            raise NotAgain("What it tells of changed since you opened this page. Read it again, then send it.")
        return _again(ports, post, actor, promised(ports, post.meeting_id, post))


def _again(ports: Ports, post: OutgoingPost, actor: Actor, facts: str) -> bool:
    now = {
        "state": OutboxState.APPROVED,
        "problem": "",
        "attempts": 0,
        "next_step_at": None,
        "refused_as_duplicate": False,
        "promises": facts,
    }
    ports.store.outbox.set_stopped(post, False)
    if post.state in (OutboxState.APPROVED, OutboxState.SCHEDULED):
        return move(ports, post, **now)
    over = (OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.CANCELLED, OutboxState.HELD)
    if post.state not in over or not post.has_words:
        return False
    by = f"{post.approved_by}, then {actor.name}" if post.approved_by else actor.name
    return move(ports, post, **now, approved_by=by, approved_at=ports.clock())
