"""Send what a person approved, exactly once. The outbox row is written before the network is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.networks.posts import Measure
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.our_account import is_ours
from board_qa.services.networks.outbox import is_out, move, words
from board_qa.services.networks.reconciling import LOOKS, look

_FINAL = {ChannelErrorKind.BLOCKED: OutboxState.BLOCKED, ChannelErrorKind.BAD_REQUEST: OutboxState.FAILED,
          ChannelErrorKind.GONE: OutboxState.FAILED}  # fmt: skip
# Rows in these states stand for a post that is, or may yet be, on the network.
UNDER_WAY = frozenset({OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SENT})
_OTHER_KEYS = "It was approved for another account, with other keys"


class NotPublishable(Exception):
    """Words that do not fit their network's own limit, or are none; `measures` has them by the network's name."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        super().__init__(", ".join(measures))
        self.measures = measures


def approve_on_all(
    ports: Ports, meeting: Meeting, words: Sequence[tuple[Channel, str]], actor: Actor
) -> list[OutgoingPost]:
    """One press for several networks, each with its own words: all are approved, or none where one does not fit.

    From then on each is sent by itself, and trouble with one stops no other. Raises NotPublishable.
    """
    measures = {channel.name: channel.measure(_tidy(text)) for channel, text in words}
    if unfit := {name: measure for name, measure in measures.items() if not measure.fits}:
        raise NotPublishable(unfit)
    with ports.store.transaction():
        return [approve(ports, channel, meeting, text, actor) for channel, text in words]


def approve(
    ports: Ports, channel: Channel, meeting: Meeting, text: str, actor: Actor, reply_to: str = ""
) -> OutgoingPost:
    """Keep the exact text and who approved it; the worker sends it.

    The same text approved twice (a double click) is one post, but for answers to two people. Raises NotPublishable.
    """
    text = _tidy(text)
    measure = channel.measure(text)
    if not measure.fits:
        raise NotPublishable({channel.name: measure})
    with ports.store.transaction():
        for post in ports.store.outbox.of_meeting(meeting.id):
            if (post.text, post.reply_to) == (text, reply_to) and is_under_way(channel, post):
                return post
        post = ports.store.outbox.add(
            meeting.id, channel.name, text, actor, ports.clock(), channel.fingerprint, ports.ids.token(), reply_to
        )
    ports.announcer.changed(meeting.id)
    return post


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def is_under_way(channel: Channel, post: OutgoingPost) -> bool:
    """Whether the post is, or may yet be, on the network as one of ours. What somebody practised is not."""
    return post.state in UNDER_WAY and is_ours(channel, post)


def cancel(ports: Ports, post: OutgoingPost) -> bool:
    """Take back a post that still waits; False where it is already on its way."""
    cancelled = post.state is OutboxState.APPROVED and move(ports, post, state=OutboxState.CANCELLED, problem="")
    return bool(cancelled)


def retry(ports: Ports, post: OutgoingPost, actor: Actor) -> bool:
    """Send a post that failed, or that waits, now: on a person's word.

    What waits goes out on the word of whoever approved it; what was over goes out on this person's as well.
    """
    now = {
        "state": OutboxState.APPROVED,
        "problem": "",
        "attempts": 0,
        "next_step_at": None,
        "refused_as_duplicate": False,
    }
    if post.state is OutboxState.APPROVED:
        return move(ports, post, **now)
    if post.state not in (OutboxState.FAILED, OutboxState.BLOCKED, OutboxState.CANCELLED):
        return False
    return move(ports, post, **now, approved_by=f"{post.approved_by}, then {actor.name}", approved_at=ports.clock())


def recover(ports: Ports, channel: Channel) -> None:
    """A new worker begins: somebody may have put right what a post waits for, and restarted.

    What was approved for another account, such as the practice network's, is not sent with this one's keys.
    """
    for state in (OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN):
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
    now = ports.clock()
    for state, step in ((OutboxState.APPROVED, _send), (OutboxState.UNKNOWN, look)):
        for post in ports.store.outbox.in_state(channel.name, state):
            if post.next_step_at is None or post.next_step_at <= now:
                go_on()
                step(ports, channel, post)


def _look_for_what_was_left(ports: Ports, channel: Channel) -> None:
    """What is still being sent was left so, by a worker that died or could not store the outcome: it is unknown."""
    for post in ports.store.outbox.in_state(channel.name, OutboxState.SENDING):
        move(ports, post, state=OutboxState.UNKNOWN, next_step_at=ports.clock())


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
        native_id, charges = channel.publish(sending)
    except ChannelError as error:
        _not_sent(ports, sending, error)
        return
    with ports.store.transaction():
        ports.store.sources.spend(channel.name, charges, ports.clock(), post.meeting_id)
        is_out(ports, sending, native_id, ports.clock())


def _not_sent(ports: Ports, post: OutgoingPost, error: ChannelError) -> None:
    """Record why, in words, and what happens next. Only a clear "no" is ever followed by a new attempt."""
    now = ports.clock()
    if error.kind is ChannelErrorKind.BLOCKED and "duplicate" in error.detail.lower():
        # These words are there: sent before an answer that was lost, or posted by hand.
        move(ports, post, state=OutboxState.UNKNOWN, next_step_at=now, refused_as_duplicate=True)
    elif error.kind is ChannelErrorKind.AMBIGUOUS:
        first_look = now + LOOKS[0]
        problem = words(ports, post, error, first_look)
        move(ports, post, state=OutboxState.UNKNOWN, next_step_at=first_look, problem=problem)
    elif error.kind in _FINAL:
        move(ports, post, state=_FINAL[error.kind], problem=words(ports, post, error, now))
    else:
        until = errors.backoff_until(error, post.attempts, now)
        problem = f"{words(ports, post, error, until)}. The post will be published after that"
        move(ports, post, state=OutboxState.APPROVED, next_step_at=until, problem=problem)
