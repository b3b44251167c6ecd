"""The end of the day on the networks: whether the last post is due, came too early, or leaves somebody unanswered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.outbox import LIVE_POSTS, OutboxState, OutgoingPost, PostKind
from board_qa.domain.text.spoken import clock_time
from board_qa.ports import Ports
from board_qa.ports.channels import Channels
from board_qa.services.networks.replies import replies_due

# After the last live post this long, the meeting has probably nothing more to tell today.
_QUIET = timedelta(hours=1)
# On its way, or out.
_TOLD = (OutboxState.SENT, OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN, OutboxState.SCHEDULED)


def end_of_day(ports: Ports, meeting: Meeting, channels: Channels) -> list[str]:
    """What there is to say about the last post of the day, in sentences; none while there is nothing."""
    zone, now = meeting.details.timezone, ports.clock()
    told = [post for post in ports.store.outbox.of_meeting(meeting.id) if post.state in _TOLD]
    live = [post for post in told if post.kind in LIVE_POSTS and _is_today(_at(post), now, zone)]
    off = [post for post in live if post.kind is PostKind.SIGN_OFF]
    rest = [post for post in live if post.kind is not PostKind.SIGN_OFF]
    if not off:
        return _due(rest, now, zone)
    warnings = _after(off, rest, zone)
    unanswered = len(replies_due(ports, meeting, channels))
    if unanswered:
        people = "1 person" if unanswered == 1 else f"{unanswered} people"
        warnings.append(f"{people} who asked by post were not told yet what became of their question")
    return warnings


def is_signed_off(ports: Ports, meeting: Meeting) -> bool | None:
    """Whether the last post of the day came after all others from the meeting. None where there is none to make:
    nothing was posted, or that day is over."""
    told = [post for post in ports.store.outbox.of_meeting(meeting.id) if post.state in _TOLD]
    live = [post for post in told if post.kind in LIVE_POSTS]
    if not live:
        return None
    last = max(live, key=_at)
    if last.kind is PostKind.SIGN_OFF:
        return True
    return False if _is_today(_at(last), ports.clock(), meeting.details.timezone) else None


def _due(live: Sequence[OutgoingPost], now: datetime, zone: str) -> list[str]:
    last = max(map(_at, live), default=None)
    if last is None or now - last < _QUIET:
        return []
    return [f"The last post was at {clock_time(last, zone)}. Is it time for the last post of the day?"]


def _after(off: Sequence[OutgoingPost], live: Sequence[OutgoingPost], zone: str) -> list[str]:
    ended = max(map(_at, off))
    later = max((at for at in map(_at, live) if at > ended), default=None)
    if later is None:
        return []
    at = clock_time(later, zone)
    return [f"Something was posted at {at}, after the last post of the day. Post the last one again?"]


def _at(post: OutgoingPost) -> datetime:
    return post.sent_at or post.due_at or post.approved_at


def _is_today(moment: datetime, now: datetime, zone: str) -> bool:
    return moment.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
