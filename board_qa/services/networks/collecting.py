"""One round of collecting: every stream is read, then all of it is stored, then what we hold is looked up."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.errors import ChannelErrorKind
from board_qa.domain.networks.posts import Source
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.networks.attempts import attempt
from board_qa.services.networks.cadence import is_busy, open_meetings
from board_qa.services.networks.our_account import account
from board_qa.services.networks.participants import ask_followers
from board_qa.services.networks.reading import Haul, Reader, of_our_keys, streams
from board_qa.services.networks.receiving import Receiver
from board_qa.services.networks.rechecking import (
    check_other_posts,
    check_posts,
    other_posts_to_look_up,
    posts_to_look_up,
)
from board_qa.services.networks.routing import routes
from board_qa.services.networks.sweeping import read_and_sweep, sweep_soon

POSTS, OTHER_POSTS, LIMITS, AUTHORS = "posts", "other posts", "limits", "followers of authors"
_LIMITS_LAST = timedelta(days=1)
_NO_TROUBLE = {ChannelErrorKind.RATE_LIMITED, ChannelErrorKind.SPENDING_CAP}

log = logging.getLogger(__name__)


def collect(ports: Ports, channel: Channel) -> None:
    """Read everything that is due, once. Trouble is noted on the source, never raised."""
    now = ports.clock()
    source = ports.store.sources.get(channel.name)
    if source.paused or (source.next_read_at and source.next_read_at > now):
        return
    meetings = open_meetings(ports, channel, now)
    if not (meetings or posts_to_look_up(ports, channel, meetings) or other_posts_to_look_up(ports, channel)):
        return
    cadence = channel.pace(any(is_busy(ports, meeting, now) for meeting in meetings), len(meetings))
    # Before the work, so that a fault of ours in it is tried again at the same pace and not in a busy loop.
    ports.store.sources.save(replace(source, next_read_at=now + cadence))
    states = _read(ports, channel, meetings)
    states.append(attempt(ports, channel, POSTS, lambda: _check(ports, channel, meetings)))
    if others := other_posts_to_look_up(ports, channel):
        states.append(attempt(ports, channel, OTHER_POSTS, lambda: check_other_posts(ports, channel, others)))
    if channel.accounts_at_once:  # trouble with this is not the reading's: it is asked again in a later round
        attempt(ports, channel, AUTHORS, lambda: ask_followers(ports, channel, meetings))
    after = _summary(source, states, ports.clock(), cadence)
    ports.store.sources.save(after)
    _tell_log(source, after)
    if (after.problem_kind, after.resting_until) != (source.problem_kind, source.resting_until):
        for meeting in meetings:
            ports.announcer.changed(meeting.id)


def learn_limits(ports: Ports, channel: Channel) -> None:
    """Once a day, whether or not anything is read. Trouble is not the reading's: until it passes, the old ones hold."""
    state = ports.store.sources.get(f"{channel.name}/{of_our_keys(channel, LIMITS)}")
    if state.last_read_at is None or ports.clock() - state.last_read_at >= _LIMITS_LAST:
        attempt(ports, channel, LIMITS, channel.learn_limits)


def read_soon(ports: Ports, channel_name: str) -> None:
    """Read in the next moment. A rest that the network asked for is kept all the same."""
    source = ports.store.sources.get(channel_name)
    ports.store.sources.save(replace(source, next_read_at=None))
    for part in ports.store.sources.parts(channel_name):
        if part.problem_kind != ChannelErrorKind.RATE_LIMITED:
            ports.store.sources.save(replace(part, resting_until=None))


def read_now(ports: Ports, channel_name: str) -> None:
    """The same, and the whole week: a person asks for it, or a worker starts."""
    sweep_soon(ports, channel_name)
    read_soon(ports, channel_name)


def _read(ports: Ports, channel: Channel, meetings: Sequence[Meeting]) -> list[Source]:
    """Read every stream, then store what they had in the order in which it was posted; how each stream is doing.

    The cursors move last. What was read before a stream broke off is stored all the same.
    """
    haul = Haul()
    reader = Reader(ports, channel, haul)
    states = [
        attempt(ports, channel, one.name, partial(read_and_sweep, reader, one)) for one in streams(channel, meetings)
    ]
    if haul.posts or haul.unreadable:
        account_id, _ = account(ports, channel)
        known = routes(ports, channel, meetings)
        Receiver(ports, channel.name, account_id, known, channel.post_address).receive(haul)
    for cursor, since in haul.cursors.items():
        ports.store.sources.move_cursor(channel.name, cursor, since)
    for stream, swept in haul.swept.items():
        ports.store.sources.save_swept(channel.name, stream, swept)
    return states


def _check(ports: Ports, channel: Channel, meetings: Sequence[Meeting]) -> None:
    check_posts(ports, channel, posts_to_look_up(ports, channel, meetings))


def _tell_log(before: Source, after: Source) -> None:
    """Once when trouble begins, or is of another kind, and once when it is over. A wait that was asked for is none."""
    was, now = (one.problem_kind if one.problem_kind not in _NO_TROUBLE else "" for one in (before, after))
    if now and now != was:
        log.warning("%s: trouble with reading: %s", after.channel, now)
    elif was and not now:
        log.warning("%s: is read again", after.channel)


def _summary(before: Source, states: Sequence[Source], now: datetime, cadence: timedelta) -> Source:
    """The channel as the desk shows it: the trouble that rests longest, and when anything is next tried."""
    troubled = [state for state in states if state.resting_until]
    worst = max(troubled, key=lambda state: state.resting_until or now, default=Source(before.channel))
    soonest = [state.resting_until for state in troubled if state.resting_until]
    return replace(
        worst,
        channel=before.channel,
        last_read_at=before.last_read_at if len(troubled) == len(states) else now,
        next_read_at=min([now + cadence, *soonest]),
    )
