"""Everything that atproto and requests raise, in our own vocabulary (docs/networks/bluesky.md, "Errors").

atproto has one exception for 401 and 403 and calls 409, 413 and 502 trouble with the network: so the kind comes from
the status, and from the name that the answer gives its error.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import requests
from atproto_client.exceptions import RequestErrorBase  # type: ignore[import-untyped]
from atproto_client.models.common import XrpcError  # type: ignore[import-untyped]
from atproto_client.request import Response  # type: ignore[import-untyped]

from board_qa.channels.http import never_connected, retry_after, since_1970, unclear
from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind

_BY_NAME = {
    "AuthMissing": ChannelErrorKind.AUTH,
    "BlockedActor": ChannelErrorKind.BLOCKED,
    "BlockedByActor": ChannelErrorKind.BLOCKED,
    "ExpiredToken": ChannelErrorKind.AUTH,
    "InvalidToken": ChannelErrorKind.AUTH,
    "NotFound": ChannelErrorKind.GONE,
    "RecordNotFound": ChannelErrorKind.GONE,
}
# A 404 is an address that has no such method, and says nothing of a post: that is a 400 with a name.
_BY_STATUS = {
    401: ChannelErrorKind.AUTH,
    403: ChannelErrorKind.BLOCKED,
    429: ChannelErrorKind.RATE_LIMITED,
}
_LONGEST_DETAIL = 200


def channel_error(error: Exception, writing: bool, now: datetime) -> ChannelError:
    """The failure of a call. Its words are the server's own or the name of the error: neither holds a secret."""
    response = error.response if isinstance(error, RequestErrorBase) else None
    if response is not None:
        return _refusal(response, writing, now)
    may_be_done = writing and not (isinstance(error, requests.RequestException) and never_connected(error))
    return ChannelError(unclear(may_be_done), type(error).__name__)


def unreadable(writing: bool) -> ChannelError:
    return ChannelError(unclear(writing), "unreadable answer")


def _refusal(response: Response, writing: bool, now: datetime) -> ChannelError:
    status, name, words = response.status_code, "", f"HTTP {response.status_code}"
    if isinstance(response.content, XrpcError):
        name = str(response.content.error or "")
        words = str(response.content.message or name or words)
    no_answer = status < 400 or status == 408 or status >= 500
    otherwise = unclear(writing) if no_answer else ChannelErrorKind.BAD_REQUEST
    kind = (_BY_NAME.get(name) if status == 400 else None) or _BY_STATUS.get(status, otherwise)
    until = _reset(response.headers, now) if kind is ChannelErrorKind.RATE_LIMITED else None
    return ChannelError(kind, words[:_LONGEST_DETAIL], until)


def _reset(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The moment that a 429 asks us to wait for; None where it says none, or nonsense."""
    moments = (since_1970(headers.get("ratelimit-reset", "")), retry_after(headers.get("retry-after", ""), now))
    return max((moment for moment in moments if moment), default=None)
