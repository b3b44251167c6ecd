"""Read streams again without their cursors, now and then: some posts are shown minutes or hours after their date."""

from __future__ import annotations

from datetime import datetime, timedelta

from board_qa.domain.networks import sweeps
from board_qa.domain.networks.sweeps import Swept
from board_qa.ports import Ports
from board_qa.services.networks.cadence import is_busy
from board_qa.services.networks.reading import Reader, Stream, of_our_keys


def read_and_sweep(reader: Reader, stream: Stream) -> None:
    """Read what is new and, where it is time, what may have been missed. Raises ChannelError."""
    read_all = reader.read(stream)
    ports, name = reader.ports, of_our_keys(reader.channel, stream.name)
    swept, now = ports.store.sources.swept(reader.channel.name, name), ports.clock()
    # A stream without a cursor was read from its beginning.
    whole = reader.channel.reach
    reach = None if read_all else _due(ports, whole, stream, swept, now)
    if reach:
        reader.sweep(stream, reach)
    if read_all or reach:
        reader.haul.swept[name] = swept.after(reach or whole, now)


def _due(ports: Ports, whole: timedelta, stream: Stream, swept: Swept, now: datetime) -> timedelta | None:
    busy = any(is_busy(ports, meeting, now) for meeting in stream.meetings)
    return sweeps.due(swept, whole, busy, [meeting.details.starts_at for meeting in stream.meetings], now)


def sweep_soon(ports: Ports, channel_name: str) -> None:
    """Have the whole week of every stream read in the next round: a person asks for it, or a worker starts."""
    ports.store.sources.forget_swept_weeks(channel_name)
