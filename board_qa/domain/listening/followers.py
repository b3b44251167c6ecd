"""How many follow the board's own accounts: when it is time to count them, and what a meeting brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from board_qa.domain.listening.figures import Account, Window

# A count this long before or after a moment is taken for that moment's, with its day beside it (docs/listening.md).
NEAR = timedelta(days=2)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FollowerCount:
    """How many followed an account at a moment (aware UTC), as its network said."""

    account: Account
    at: datetime
    followers: int


@dataclass(frozen=True)
class Followed:
    """One account of ours: the counts nearest to the beginning and the end of a window, None where none is near."""

    channel: str
    begins: FollowerCount | None
    ends: FollowerCount | None

    @property
    def gained(self) -> int | None:
        """Fewer than 0 where it lost some; None where one of both is not known."""
        return self.ends.followers - self.begins.followers if self.begins and self.ends else None


@dataclass(frozen=True)
class OurFollowers:
    """On all networks together. Networks whose count is not known are left out of a sum, which is None without any."""

    networks: Sequence[Followed]

    @property
    def at_end(self) -> int | None:
        return _sum(one.ends.followers for one in self.networks if one.ends)

    @property
    def gained(self) -> int | None:
        return _sum(one.gained for one in self.networks if one.gained is not None)


def is_due(last: datetime | None, windows: Iterable[Window], now: datetime, is_paid: bool) -> bool:
    """Whether our followers are to be counted now, after they were counted `last`.

    Once a day while a window is near or open, and as soon as one begins or ends. Where each count is paid for, once a
    UTC day and no more: networks bill by that day.
    """
    near = [one for one in windows if one.begins - NEAR <= now <= one.ends + NEAR]
    if not near or last is None:
        return bool(near)
    if is_paid:
        return last.astimezone(UTC).date() < now.astimezone(UTC).date()
    return now - last >= _DAY or any(last < edge <= now for one in near for edge in (one.begins, one.ends))


def our_followers(counts: Sequence[FollowerCount], ours: Mapping[str, str], window: Window) -> OurFollowers:
    """What a window brought, by network. `ours` has our account on each network that is on, '' where nobody learned it
    yet: counts of other accounts there, such as one for practising, are left out. A network that is no longer on is
    told of where it was counted."""
    off = dict.fromkeys(one.account for one in counts if one.account.channel not in ours)
    accounts = [*(Account(channel, id_) for channel, id_ in ours.items()), *off]
    return OurFollowers([_followed(one, counts, window) for one in accounts])


def _followed(account: Account, counts: Iterable[FollowerCount], window: Window) -> Followed:
    its = [one for one in counts if one.account == account]
    begins, ends = _nearest(its, window.begins), _nearest(its, window.ends)
    if begins and begins == ends:
        # One count alone tells of no growth: it stands for the moment that it is nearer to.
        at_end = abs(begins.at - window.ends) < abs(begins.at - window.begins)
        return Followed(account.channel, None if at_end else begins, ends if at_end else None)
    return Followed(account.channel, begins, ends)


def _nearest(counts: Iterable[FollowerCount], moment: datetime) -> FollowerCount | None:
    """Of two that are equally near, the earlier one."""
    near = [one for one in counts if abs(one.at - moment) <= NEAR]
    return min(near, key=lambda one: (abs(one.at - moment), one.at), default=None)


def _sum(numbers: Iterable[int]) -> int | None:
    known = list(numbers)
    return sum(known) if known else None
