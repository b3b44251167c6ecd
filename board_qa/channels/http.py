"""What all channels ask of a connection."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, SSLError

from board_qa.domain.networks.errors import ChannelErrorKind

# Seconds to connect, and for the whole of an answer. Well under the worker's lease, so that a slow network never
# makes two workers out of one.
TIMEOUT = (3.05, 10.0)


def never_connected(error: requests.RequestException) -> bool:
    """Whether the request cannot have reached the network, so that a write certainly did not happen."""
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    if isinstance(reason, SSLError):
        return isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def unclear(writing: bool) -> ChannelErrorKind:
    """What it is that there is no answer: what was asked for may have been done."""
    return ChannelErrorKind.AMBIGUOUS if writing else ChannelErrorKind.TRANSIENT


def in_utc(moment: datetime) -> datetime | None:
    """The moment of a header; without a time zone it is UTC, and None where that would be no moment of a calendar."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        return None


def since_1970(seconds: str) -> datetime | None:
    """A moment that a header tells in seconds; None where it is none."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def retry_after(text: str, now: datetime) -> datetime | None:
    """The moment that `Retry-After` tells, in seconds or as a date (RFC 9110, 10.2.3); None where it is neither."""
    try:
        moment = now + timedelta(seconds=int(text)) if text.strip().isdecimal() else parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return in_utc(moment)
