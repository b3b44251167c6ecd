"""The cap on reading: the most a call can cost is booked before it is made, and the truth after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import Charge
from board_qa.ports import Ports
from board_qa.ports.channels import Channel

# No answer, or none that can be read. Any other trouble is the network's own "no", which costs nothing.
_MAY_BE_BILLED = frozenset({ChannelErrorKind.TRANSIENT, ChannelErrorKind.AMBIGUOUS})


@dataclass
class Bill:
    """What a call did cost, filled in by whoever made it."""

    charges: Sequence[Charge] = field(default_factory=tuple)


def remaining(ports: Ports, channel: Channel) -> int:
    """What may still be spent on reading this month, in millionths of a US dollar."""
    month = ports.clock().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return channel.cap - ports.store.sources.spent_since(channel.name, month)


@contextmanager
def charged_call(
    ports: Ports, channel: Channel, what: str, worst: int, meeting_id: int | None = None
) -> Iterator[Bill]:
    """Make a call, which reads `what` and can cost up to `worst`, and book what it did cost. Raises ChannelError
    (SPENDING_CAP) where the cap could be passed."""
    if worst > remaining(ports, channel):
        raise ChannelError(ChannelErrorKind.SPENDING_CAP, f"${channel.cap / 1_000_000:.2f} a month")
    with booked(ports, channel, what, worst, meeting_id) as bill:
        yield bill


@contextmanager
def booked(ports: Ports, channel: Channel, what: str, worst: int, meeting_id: int | None = None) -> Iterator[Bill]:
    """Make a call, and have it on the books at its worst until it is known what it cost.

    A process that dies inside leaves the worst price booked, and so does an answer that was lost: the network may have
    billed it. The books err on the safe side until the same (`what`) was read again, which tells what was billed. The
    day on which an answer was lost has the same posts booked then: networks bill each once a day.
    """
    sources, now = ports.store.sources, ports.clock()
    before = sources.reserve(channel.name, what, worst, now)
    bill = Bill()
    try:
        yield bill
    except ChannelError as error:
        if error.kind not in _MAY_BE_BILLED:
            sources.reserve_again(channel.name, what, before, now)
        raise
    with ports.store.transaction():
        for reserved_at in sources.settle(channel.name, what):
            sources.spend(channel.name, bill.charges, reserved_at, meeting_id)
