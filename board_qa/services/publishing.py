"""Send what a person approved, exactly once. The outbox row is written before the network is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks import trouble
from board_qa.domain.networks.posts import OutboxState, OutgoingPost
from board_qa.domain.networks.trouble import ChannelError, Trouble
from board_qa.domain.questions.history import Actor
from board_qa.domain.text.spoken import clock_time
from board_qa.ports.channels import Channel
from board_qa.services.collecting import account, read_now
from board_qa.services.core import Core

# A post may take a moment to appear on our own timeline after an unclear answer: look this long after the
# attempt, and only when it was never seen send again.
_LOOKS = (timedelta(seconds=3), timedelta(seconds=10), timedelta(seconds=30))
_ATTEMPTS = 3
# Clocks differ: the network may date our post a little before we sent it.
_SKEW = timedelta(minutes=5)
_FINAL = {Trouble.BLOCKED: OutboxState.BLOCKED, Trouble.BAD_REQUEST: OutboxState.FAILED,
          Trouble.GONE: OutboxState.FAILED}  # fmt: skip
# Rows in these states stand for a post that is, or may yet be, on the network.
UNDER_WAY = frozenset({OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SENT})


class NotPublishable(Exception):
    """The text does not fit the network's own limit, or is empty."""


def approve(core: Core, channel: Channel, meeting: Meeting, text: str, by: Actor) -> OutgoingPost:
    """Keep the exact text and who approved it; the worker sends it.

    The same text approved twice (a double click) is one post. Raises NotPublishable.
    """
    text = text.replace("\r\n", "\n").strip()
    if not channel.measure(text).fits:
        raise NotPublishable
    with core.store.transaction():
        for post in core.store.outbox.of_meeting(meeting.id):
            if post.text == text and post.channel == channel.name and post.state in UNDER_WAY:
                return post
        post = core.store.outbox.add(meeting.id, channel.name, text, by, core.clock())
    core.announcer.changed(meeting.id)
    return post


def cancel(core: Core, post: OutgoingPost) -> bool:
    """Take back a post that still waits; False where it is already on its way."""
    cancelled = post.state is OutboxState.APPROVED and _move(core, post, state=OutboxState.CANCELLED, problem="")
    return bool(cancelled)


def retry(core: Core, post: OutgoingPost, by: Actor) -> bool:
    """Send a post that failed, or that waits, now: on a person's word.

    What waits goes out on the word of whoever approved it; what was over goes out on this person's as well.
    """
    now = {"state": OutboxState.APPROVED, "problem": "", "attempts": 0, "next_step_at": None}
    if post.state is OutboxState.APPROVED:
        return _move(core, post, **now)
    if post.state not in (OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.CANCELLED):
        return False
    return _move(core, post, **now, approved_by=f"{post.approved_by}, then {by.name}", approved_at=core.clock())


def recover(core: Core, channel: Channel) -> None:
    """A new worker begins: what was being sent when the last one died has an unknown outcome, and is looked for."""
    for post in core.store.outbox.in_state(channel.name, OutboxState.SENDING):
        _move(core, post, state=OutboxState.UNKNOWN, next_step_at=core.clock())
    for post in core.store.outbox.in_state(channel.name, OutboxState.APPROVED):
        if post.next_step_at is not None:  # somebody may have put right what it waited for, and restarted
            _move(core, post, next_step_at=None)


def send_due(core: Core, channel: Channel) -> None:
    """Send every approved post whose time has come, and clear up the ones whose outcome is unknown."""
    now = core.clock()
    for post in core.store.outbox.in_state(channel.name, OutboxState.APPROVED):
        if post.next_step_at is None or post.next_step_at <= now:
            _send(core, channel, post)
    for post in core.store.outbox.in_state(channel.name, OutboxState.UNKNOWN):
        if post.next_step_at is None or post.next_step_at <= now:
            _look(core, channel, post)


def _send(core: Core, channel: Channel, post: OutgoingPost) -> None:
    sending = replace(post, state=OutboxState.SENDING, attempts=post.attempts + 1, attempted_at=core.clock(),
                      looked_up=0, next_step_at=None)  # fmt: skip
    if not core.store.outbox.move(post, sending):
        return  # another process has it
    try:
        native_id, charges = channel.publish(post.text)
    except ChannelError as error:
        _not_sent(core, sending, error)
        return
    with core.store.transaction():
        core.store.sources.spend(channel.name, charges, core.clock(), post.meeting_id)
        _is_out(core, sending, native_id)


def _is_out(core: Core, post: OutgoingPost, native_id: str) -> None:
    """The post is on the network; the first answers come within seconds, so look for them soon."""
    _move(core, post, state=OutboxState.SENT, native_id=native_id, sent_at=core.clock(), problem="")
    read_now(core, post.channel)


def _not_sent(core: Core, post: OutgoingPost, error: ChannelError) -> None:
    """Record why, in words, and what happens next. Only a clear "no" is ever followed by a new attempt."""
    now = core.clock()
    duplicate = error.kind is Trouble.BLOCKED and "duplicate" in error.detail.lower()
    if error.kind is Trouble.AMBIGUOUS or duplicate:
        first_look = now + _LOOKS[0]
        words = _words(core, post, ChannelError(Trouble.AMBIGUOUS), first_look)
        _move(core, post, state=OutboxState.UNKNOWN, next_step_at=first_look, problem=words)
    elif error.kind in _FINAL:
        _move(core, post, state=_FINAL[error.kind], problem=_words(core, post, error, now))
    else:
        until = trouble.rest_until(error, post.attempts, now)
        words = f"{_words(core, post, error, until)}. The post goes out after that"
        _move(core, post, state=OutboxState.APPROVED, next_step_at=until, problem=words)


def _look(core: Core, channel: Channel, post: OutgoingPost) -> None:
    """Ask the network whether the post is there."""
    attempted = post.attempted_at or post.approved_at
    try:
        account_id, _ = account(core, channel)
        native_id, charges = channel.find_own(account_id, post.text, attempted - _SKEW, _known(core, channel))
    except ChannelError as error:
        until = trouble.rest_until(error, 1, core.clock())
        _move(core, post, next_step_at=until, problem=_words(core, post, error, until))
        return
    core.store.sources.spend(channel.name, charges, core.clock(), post.meeting_id)
    if native_id:
        _is_out(core, post, native_id)
    else:
        _not_found(core, post, attempted)


def _known(core: Core, channel: Channel) -> set[str]:
    """Posts that other rows of the outbox stand for."""
    return {post.native_id for post in core.store.outbox.in_state(channel.name, OutboxState.SENT)}


def _not_found(core: Core, post: OutgoingPost, attempted: datetime) -> None:
    looked = post.looked_up + 1
    if looked < len(_LOOKS):
        due = max(attempted + _LOOKS[looked], core.clock() + _LOOKS[0])
        _move(core, post, looked_up=looked, next_step_at=due)
    elif post.attempts < _ATTEMPTS:
        _move(core, post, state=OutboxState.APPROVED, next_step_at=None, problem="")
    else:
        problem = f"{post.channel}: no clear answer {_ATTEMPTS} times, and the post is not there. Publish it again?"
        _move(core, post, state=OutboxState.FAILED, problem=problem)


def _words(core: Core, post: OutgoingPost, error: ChannelError, until: datetime) -> str:
    meeting = core.store.meetings.get(post.meeting_id)
    zone = meeting.details.timezone if meeting else "Europe/London"
    return trouble.sentence(post.channel, error.kind, clock_time(until, zone), error.detail)


def _move(core: Core, post: OutgoingPost, **changes: object) -> bool:
    moved = core.store.outbox.move(post, replace(post, **changes))  # type: ignore[arg-type]
    if moved:
        core.announcer.changed(post.meeting_id)
    return moved
