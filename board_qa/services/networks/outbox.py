"""Move a post of the outbox on, and say why in plain words. Its meeting hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from board_qa.domain.networks import errors
from board_qa.domain.networks.errors import ChannelError
from board_qa.domain.networks.outbox import OutboxState, OutgoingPost
from board_qa.domain.text.spoken import near_time
from board_qa.ports import Ports
from board_qa.services.networks.collecting import read_soon

STOPPED = "Somebody pressed Stop. It was not sent again"


def move(ports: Ports, post: OutgoingPost, **changes: object) -> bool:
    """Store these changes where the post still is as it was read; whether that was so."""
    moved = ports.store.outbox.move(post, replace(post, **changes))  # type: ignore[arg-type]
    if moved:
        ports.announcer.changed(post.meeting_id)
    return moved


def try_again(ports: Ports, post: OutgoingPost, **changes: object) -> bool:
    """A post that is not on the network waits for its next attempt, but where somebody pressed Stop meanwhile."""
    if ports.store.outbox.is_stopped(post):
        return move(ports, post, state=OutboxState.CANCELLED, next_step_at=None, problem=STOPPED)
    return move(ports, post, state=OutboxState.APPROVED, **changes)


def is_out(
    ports: Ports, post: OutgoingPost, native_id: str, since: datetime, price: int = 0, problem: str = ""
) -> None:
    """The post is on the network; the first answers come within seconds, so look for them soon."""
    move(ports, post, state=OutboxState.SENT, native_id=native_id, sent_at=since, price=price, problem=problem)
    read_soon(ports, post.channel)


def words(ports: Ports, post: OutgoingPost, error: ChannelError, until: datetime) -> str:
    """What went wrong, as the desk says it, and until when it waits."""
    return errors.sentence(post.channel, error.kind, moment(ports, post, until), error.detail)


def moment(ports: Ports, post: OutgoingPost, now: datetime) -> str:
    """A time of day in the board's own zone, with its day where that is not today."""
    meeting = ports.store.meetings.get(post.meeting_id)
    zone = meeting.details.timezone if meeting else "Europe/London"
    return near_time(now, ports.clock(), zone)
