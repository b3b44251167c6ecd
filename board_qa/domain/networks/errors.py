"""One vocabulary for everything a network can do to us, and one plain sentence for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from board_qa.domain.text.wording import one_line

_LONGEST_DETAIL = 200  # characters


class ChannelErrorKind(StrEnum):
    """The kinds of trouble, as docs/networks/x.md lists them for X."""

    AUTH = "auth"
    BLOCKED = "blocked"
    OUT_OF_CREDIT = "out_of_credit"
    RATE_LIMITED = "rate_limited"
    TRANSIENT = "transient"
    AMBIGUOUS = "ambiguous"
    GONE = "gone"
    BAD_REQUEST = "bad_request"
    SPENDING_CAP = "spending_cap"


class ChannelError(Exception):
    """A call to a network failed. `until` is the moment it asked us to wait for, where it said one; `detail` what it
    said, of which no more is kept than a person reads."""

    def __init__(self, kind: ChannelErrorKind, detail: str = "", until: datetime | None = None) -> None:
        self.kind, self.detail, self.until = kind, one_line(detail[: _LONGEST_DETAIL * 8])[:_LONGEST_DETAIL], until
        super().__init__(f"{kind}: {self.detail}")


@dataclass(frozen=True)
class Backoff:
    """How long a channel rests after trouble: the first wait, and the longest after repeats."""

    first: timedelta
    longest: timedelta


# Limits on X are counted in windows of 15 minutes (docs/networks/x.md), so no rest without a reason is longer.
_QUARTER = timedelta(minutes=15)
_BACKOFFS = {
    ChannelErrorKind.AUTH: Backoff(timedelta(seconds=15), _QUARTER),
    ChannelErrorKind.BLOCKED: Backoff(timedelta(seconds=15), _QUARTER),
    ChannelErrorKind.OUT_OF_CREDIT: Backoff(timedelta(seconds=15), _QUARTER),
    ChannelErrorKind.RATE_LIMITED: Backoff(timedelta(seconds=30), _QUARTER),
    ChannelErrorKind.TRANSIENT: Backoff(timedelta(seconds=5), timedelta(minutes=5)),
    ChannelErrorKind.AMBIGUOUS: Backoff(timedelta(seconds=5), timedelta(minutes=5)),
    ChannelErrorKind.GONE: Backoff(timedelta(minutes=1), _QUARTER),
    ChannelErrorKind.BAD_REQUEST: Backoff(timedelta(minutes=1), _QUARTER),
    ChannelErrorKind.SPENDING_CAP: Backoff(timedelta(minutes=1), _QUARTER),
}
# X counts in quarters of an hour, in days and, for some caps, in months. A reset further away than that is a mistake of
# the other side, and we ask again after a day.
_LONGEST_ASKED, _INSTEAD = timedelta(days=31), timedelta(hours=24)

_SENTENCES = {
    ChannelErrorKind.AUTH: "{channel}: the keys were refused. If this continues, check its keys in the settings",
    ChannelErrorKind.BLOCKED: "{channel}: it does not allow this",
    ChannelErrorKind.OUT_OF_CREDIT: "{channel}: the account is out of credit. Add credit, and it continues",
    ChannelErrorKind.RATE_LIMITED: "{channel}: it asked us to wait until {until}",
    ChannelErrorKind.TRANSIENT: "{channel}: no answer, trying again at {until}",
    ChannelErrorKind.AMBIGUOUS: "{channel}: no clear answer, checking at {until} whether the post was published",
    ChannelErrorKind.GONE: "{channel}: what we asked for no longer exists",
    ChannelErrorKind.BAD_REQUEST: "{channel}: it did not understand the request",
    ChannelErrorKind.SPENDING_CAP: "{channel}: reading has stopped, the next page could go over the spending cap",
}
_WITH_DETAIL = frozenset({ChannelErrorKind.BLOCKED, ChannelErrorKind.BAD_REQUEST, ChannelErrorKind.SPENDING_CAP})


def backoff_until(error: ChannelError, failures: int, now: datetime) -> datetime:
    """When to try again after the given number of failures in a row (1 or more).

    A reset that has passed already says nothing, and one that is a moment away each time must not become a busy loop.
    """
    rest = _BACKOFFS[error.kind]
    if error.until is None or error.until <= now:
        return now + _grown(rest.first, rest.longest, failures)
    asked = error.until if error.until <= now + _LONGEST_ASKED else now + _INSTEAD
    return max(asked, now + _grown(rest.first / 6, rest.longest, failures))


def _grown(first: timedelta, longest: timedelta, failures: int) -> timedelta:
    doubled: timedelta = first * 2 ** min(failures - 1, 10)
    return min(doubled, longest)


def rest_since(error: ChannelError, began: datetime, now: datetime) -> datetime:
    """The same where the failures are not counted: it waits as long again as it has gone on by now."""
    rest = _BACKOFFS[error.kind]
    gone_on = max((now - began) // rest.first, 1)
    return backoff_until(error, gone_on.bit_length(), now)


def sentence(channel: str, kind: ChannelErrorKind, until: str, detail: str = "") -> str:
    """What the desk says; `until` is a clock time in the board's own zone."""
    text = _SENTENCES[kind].format(channel=channel, until=until)
    if detail and kind in _WITH_DETAIL:
        text += f" (“{detail}”)"
    return text
