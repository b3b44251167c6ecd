"""Send what a person approved, exactly once. The outbox row is written before the network is called."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.holding import hold_or_release, why_held
from board_qa.services.networks.our_account import is_ours
from board_qa.services.networks.outbox import is_out, move, try_again, words
from board_qa.services.networks.reconciling import LOOKS, look
from board_qa.services.networks.taking_back import take_off
from board_qa.services.networks.threads import place_in_thread

_FINAL = {ChannelErrorKind.BLOCKED: OutboxState.BLOCKED, ChannelErrorKind.BAD_REQUEST: OutboxState.FAILED,
          ChannelErrorKind.GONE: OutboxState.FAILED}  # fmt: skip
log = logging.getLogger(__name__)

_OTHER_KEYS = "It was approved for another account, with other keys"
# What was approved and is not over, so that it would go out with the keys of today.
_NOT_OVER = (
    OutboxState.SCHEDULED,
    OutboxState.HELD,
    OutboxState.APPROVED,
    OutboxState.SENDING,
    OutboxState.UNKNOWN,
)


def recover(ports: Ports, channel: Channel) -> None:
    """A new worker begins: somebody may have put right what a post waits for, and restarted.

    What was approved for another account, such as the practice network's, is not sent with this one's keys.
    """
    for state in _NOT_OVER:
        for post in ports.store.outbox.in_state(channel.name, state):
            if not is_ours(channel, post):
                move(ports, post, state=OutboxState.CANCELLED, next_step_at=None, problem=_OTHER_KEYS)
    for post in ports.store.outbox.in_state(channel.name, OutboxState.APPROVED):
        if post.next_step_at is not None:
            move(ports, post, next_step_at=None)


def send_due(ports: Ports, channel: Channel, go_on: Callable[[], None] = lambda: None) -> None:
    """Send every approved post whose time has come, and clear up the ones whose outcome is unknown.

    One worker does this, and `go_on` is called before each post: it raises where this worker is to send no more.
    """
    _look_for_what_was_left(ports, channel)
    for post in ports.store.outbox.in_state(channel.name, OutboxState.SCHEDULED):
        hold_or_release(ports, channel, post)
    now = ports.clock()
    for state, step in _STEPS:
        for post in ports.store.outbox.in_state(channel.name, state):
            if post.next_step_at is None or post.next_step_at <= now:
                go_on()
                step(ports, channel, post)


def _look_for_what_was_left(ports: Ports, channel: Channel) -> None:
    """What is still being sent was left so, by a worker that died or could not store the outcome: it is unknown."""
    for post in ports.store.outbox.in_state(channel.name, OutboxState.SENDING):
        move(ports, post, state=OutboxState.UNKNOWN, next_step_at=ports.clock())


def _send(ports: Ports, channel: Channel, post: OutgoingPost) -> None:
    if reason := why_held(ports, post):
        move(ports, post, state=OutboxState.HELD, problem=reason)
        return
    sending = replace(
        place_in_thread(ports, channel, post),
        state=OutboxState.SENDING,
        attempts=post.attempts + 1,
        attempted_at=ports.clock(),
        mark_asked=0,
        next_step_at=None,
    )
    if not ports.store.outbox.move(post, sending):
        return  # another process has it
    try:
        native_id, charges = channel.publish(sending)
    except ChannelError as error:
        _not_sent(ports, sending, error)
        return
    with ports.store.transaction():
        ports.store.sources.spend(channel.name, charges, ports.clock(), post.meeting_id)
        is_out(ports, sending, native_id, ports.clock(), sum(charge.amount for charge in charges))


def _not_sent(ports: Ports, post: OutgoingPost, error: ChannelError) -> None:
    """Record why, in words, and what happens next. Only a clear "no" is ever followed by a new attempt."""
    now = ports.clock()
    log.warning("%s: a post could not be published: %s", post.channel, error.kind)
    if error.kind is ChannelErrorKind.BLOCKED and "duplicate" in error.detail.lower():
        # These words are there: sent before an answer that was lost, or posted by hand.
        move(ports, post, state=OutboxState.UNKNOWN, next_step_at=now, refused_as_duplicate=True)
    elif error.kind is ChannelErrorKind.AMBIGUOUS:
        first_look = now + LOOKS[0]
        problem = words(ports, post, error, first_look)
        move(ports, post, state=OutboxState.UNKNOWN, next_step_at=first_look, problem=problem)
    elif error.kind in _FINAL:
        _refused(ports, post, error)
    else:
        until = errors.backoff_until(error, post.attempts, now)
        problem = f"{words(ports, post, error, until)}. The post will be published after that"
        try_again(ports, post, next_step_at=until, problem=problem)


def _refused(ports: Ports, post: OutgoingPost, error: ChannelError) -> None:
    """A clear "no", which a person reads. It may be what it hangs below that is gone: the next time it stands alone."""
    problem, alone = words(ports, post, error, ports.clock()), post.in_thread and post.reply_to
    if alone:
        problem += ". If you publish it again, it will not be in the thread of the meeting"
    move(
        ports,
        post,
        state=_FINAL[error.kind],
        problem=problem,
        in_thread=post.in_thread and not alone,
        reply_to="" if alone else post.reply_to,
    )


_STEPS = (
    (OutboxState.APPROVED, _send),
    (OutboxState.UNKNOWN, look),
    (OutboxState.DELETING, take_off),
)
