"""Take a post of ours off its network again: a person says why, and the network may need a while to say yes."""

from __future__ import annotations

from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.questions.history import Actor
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.our_account import is_ours
from board_qa.services.networks.outbox import move, words

_FINAL = frozenset({ChannelErrorKind.BLOCKED, ChannelErrorKind.BAD_REQUEST})


def take_back(ports: Ports, post: OutgoingPost, actor: Actor, why: str) -> bool:
    """Have a post that is out deleted; False where it is not out, or a person posted it themselves."""
    return post.can_be_taken_back and move(
        ports,
        post,
        state=OutboxState.DELETING,
        next_step_at=None,
        problem="",
        taken_back_by=actor.name,
        taken_back_why=why,
        taken_back_at=ports.clock(),
    )


def take_off(ports: Ports, channel: Channel, post: OutgoingPost) -> None:
    """Delete it. Doing so twice does no harm: what is unclear is tried again until the network says yes or no."""
    if not is_ours(channel, post):
        move(ports, post, state=OutboxState.SENT, problem="Other keys are set up now. Delete it on the network")
        return
    try:
        channel.delete(post)
    except ChannelError as error:
        _not_deleted(ports, post, error)
        return
    move(ports, post, state=OutboxState.DELETED, next_step_at=None, problem="")


def _not_deleted(ports: Ports, post: OutgoingPost, error: ChannelError) -> None:
    now = ports.clock()
    until = errors.rest_since(error, post.taken_back_at or now, now)
    problem = f"It is still on {post.channel}. {words(ports, post, error, until)}"
    if error.kind in _FINAL:
        move(ports, post, state=OutboxState.SENT, next_step_at=None, problem=f"{problem}. Delete it there by hand")
    else:
        move(ports, post, next_step_at=until, problem=problem)
