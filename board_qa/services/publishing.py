"""Send what a person approved, exactly once. The outbox row is written before the network is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import ATTEMPTS, OutboxState, OutgoingPost
from board_qa.domain.questions.history import Actor
from board_qa.domain.text.spoken import clock_time
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.collecting import account, read_now

# A post may take a moment to appear on our own timeline after an unclear answer: look this long after the
# attempt, and only when it was never seen send again.
_LOOKS = (timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=30))
# Clocks differ: the network may date our post a little before we sent it.
_SKEW = timedelta(minutes=5)
_FINAL = {ChannelErrorKind.BLOCKED: OutboxState.BLOCKED, ChannelErrorKind.BAD_REQUEST: OutboxState.FAILED,
          ChannelErrorKind.GONE: OutboxState.FAILED}  # fmt: skip
# Rows in these states stand for a post that is, or may yet be, on the network.
UNDER_WAY = frozenset({OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SENT})


class NotPublishable(Exception):
    """The text does not fit the network's own limit, or is empty."""


def approve(ports: Ports, channel: Channel, meeting: Meeting, text: str, actor: Actor) -> OutgoingPost:
    """Keep the exact text and who approved it; the worker sends it.

    The same text approved twice (a double click) is one post. Raises NotPublishable.
    """
    text = text.replace("\r\n", "\n").strip()
    if not channel.measure(text).fits:
        raise NotPublishable
    with ports.store.transaction():
        for post in ports.store.outbox.of_meeting(meeting.id):
            if post.text == text and post.channel == channel.name and post.state in UNDER_WAY:
                return post
        post = ports.store.outbox.add(meeting.id, channel.name, text, actor, ports.clock())
    ports.announcer.changed(meeting.id)
    return post


def cancel(ports: Ports, post: OutgoingPost) -> bool:
    """Take back a post that still waits; False where it is already on its way."""
    cancelled = post.state is OutboxState.APPROVED and _move(ports, post, state=OutboxState.CANCELLED, problem="")
    return bool(cancelled)


def retry(ports: Ports, post: OutgoingPost, actor: Actor) -> bool:
    """Send a post that failed, or that waits, now: on a person's word.

    What waits goes out on the word of whoever approved it; what was over goes out on this person's as well.
    """
    now = {"state": OutboxState.APPROVED, "problem": "", "attempts": 0, "next_step_at": None}
    if post.state is OutboxState.APPROVED:
        return _move(ports, post, **now)
    if post.state not in (OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.CANCELLED):
        return False
    return _move(ports, post, **now, approved_by=f"{post.approved_by}, then {actor.name}", approved_at=ports.clock())


def recover(ports: Ports, channel: Channel) -> None:
    """A new worker begins: somebody may have put right what a post waits for, and restarted."""
    for post in ports.store.outbox.in_state(channel.name, OutboxState.APPROVED):
        if post.next_step_at is not None:
            _move(ports, post, next_step_at=None)


def send_due(ports: Ports, channel: Channel, go_on: Callable[[], None] = lambda: None) -> None:
    """Send every approved post whose time has come, and clear up the ones whose outcome is unknown.

    One worker does this, and `go_on` is called before each post: it raises where this worker is to send no more.
    """
    _look_for_what_was_left(ports, channel)
    now = ports.clock()
    for state, step in ((OutboxState.APPROVED, _send), (OutboxState.UNKNOWN, _look)):
        for post in ports.store.outbox.in_state(channel.name, state):
            if post.next_step_at is None or post.next_step_at <= now:
                go_on()
                step(ports, channel, post)


def _look_for_what_was_left(ports: Ports, channel: Channel) -> None:
    """What is still being sent was left so, by a worker that died or could not store the outcome: it is unknown."""
    for post in ports.store.outbox.in_state(channel.name, OutboxState.SENDING):
        _move(ports, post, state=OutboxState.UNKNOWN, next_step_at=ports.clock())


def _send(ports: Ports, channel: Channel, post: OutgoingPost) -> None:
    sending = replace(
        post,
        state=OutboxState.SENDING,
        attempts=post.attempts + 1,
        attempted_at=ports.clock(),
        mark_asked=0,
        next_step_at=None,
    )
    if not ports.store.outbox.move(post, sending):
        return  # another process has it
    try:
        native_id, charges = channel.publish(post.text)
    except ChannelError as error:
        _not_sent(ports, sending, error)
        return
    with ports.store.transaction():
        ports.store.sources.spend(channel.name, charges, ports.clock(), post.meeting_id)
        _is_out(ports, sending, native_id)


def _is_out(ports: Ports, post: OutgoingPost, native_id: str) -> None:
    """The post is on the network; the first answers come within seconds, so look for them soon."""
    _move(ports, post, state=OutboxState.SENT, native_id=native_id, sent_at=ports.clock(), problem="")
    read_now(ports, post.channel)


def _not_sent(ports: Ports, post: OutgoingPost, error: ChannelError) -> None:
    """Record why, in words, and what happens next. Only a clear "no" is ever followed by a new attempt."""
    now = ports.clock()
    duplicate = error.kind is ChannelErrorKind.BLOCKED and "duplicate" in error.detail.lower()
    if error.kind is ChannelErrorKind.AMBIGUOUS or duplicate:
        first_look = now + _LOOKS[0]
        words = _words(ports, post, ChannelError(ChannelErrorKind.AMBIGUOUS), first_look)
        _move(ports, post, state=OutboxState.UNKNOWN, next_step_at=first_look, problem=words)
    elif error.kind in _FINAL:
        _move(ports, post, state=_FINAL[error.kind], problem=_words(ports, post, error, now))
    else:
        until = errors.backoff_until(error, post.attempts, now)
        words = f"{_words(ports, post, error, until)}. The post goes out after that"
        _move(ports, post, state=OutboxState.APPROVED, next_step_at=until, problem=words)


def _look(ports: Ports, channel: Channel, post: OutgoingPost) -> None:
    """Ask the network whether the post is there."""
    attempted = post.attempted_at or post.approved_at
    try:
        account_id, _ = account(ports, channel)
        native_id, charges = channel.find_own(account_id, post.text, attempted - _SKEW, _known(ports, channel))
    except ChannelError as error:
        until = errors.backoff_until(error, 1, ports.clock())
        _move(ports, post, next_step_at=until, problem=_words(ports, post, error, until))
        return
    ports.store.sources.spend(channel.name, charges, ports.clock(), post.meeting_id)
    if native_id:
        _is_out(ports, post, native_id)
    else:
        _not_found(ports, post, attempted)


def _known(ports: Ports, channel: Channel) -> set[str]:
    """Posts that other rows of the outbox stand for."""
    return {post.native_id for post in ports.store.outbox.in_state(channel.name, OutboxState.SENT)}


def _not_found(ports: Ports, post: OutgoingPost, attempted: datetime) -> None:
    looked = post.mark_asked + 1
    if looked < len(_LOOKS):
        due = max(attempted + _LOOKS[looked], ports.clock() + _LOOKS[0])
        _move(ports, post, mark_asked=looked, next_step_at=due)
    elif post.attempts < ATTEMPTS:
        _move(ports, post, state=OutboxState.APPROVED, next_step_at=None, problem="")
    else:
        problem = f"{post.channel}: nobody knows whether it went out, and it is not there. Publish it again?"
        _move(ports, post, state=OutboxState.FAILED, problem=problem)


def _words(ports: Ports, post: OutgoingPost, error: ChannelError, until: datetime) -> str:
    meeting = ports.store.meetings.get(post.meeting_id)
    zone = meeting.details.timezone if meeting else "Europe/London"
    return errors.sentence(post.channel, error.kind, clock_time(until, zone), error.detail)


def _move(ports: Ports, post: OutgoingPost, **changes: object) -> bool:
    moved = ports.store.outbox.move(post, replace(post, **changes))  # type: ignore[arg-type]
    if moved:
        ports.announcer.changed(post.meeting_id)
    return moved
