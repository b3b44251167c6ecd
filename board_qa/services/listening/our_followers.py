"""Ask each network how many follow the board's own account, around its meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from board_qa.domain.listening.figures import Account, Window
from board_qa.domain.listening.followers import NEAR, FollowerCount, is_due
from board_qa.domain.networks.posts import Source
from board_qa.ports import Ports
from board_qa.ports.channels import Channel, Channels
from board_qa.services.listening.window import AFTER, window_of
from board_qa.services.networks.attempts import attempt
from board_qa.services.networks.our_account import account, known_id
from board_qa.services.networks.reading import of_our_keys
from board_qa.services.networks.spending import charged_call

FOLLOWERS = "followers"
_LOOKS_EVERY = timedelta(minutes=1)


def trouble(ports: Ports, channels: Channels) -> dict[str, Source]:
    """Those networks that did not tell when they were asked last, by name, and what was wrong."""
    parts = {
        one.name: ports.store.sources.get(f"{one.name}/{of_our_keys(one, FOLLOWERS)}") for one in channels.values()
    }
    return {name: replace(part, channel=name) for name, part in parts.items() if part.problem_kind}


class CountOurFollowers:
    """Looks once a minute whether it is time to count. Trouble is kept with the network, and stops nothing else."""

    def __init__(self, ports: Ports, channel: Channel) -> None:
        self._ports, self._channel = ports, channel
        self._looked_at: datetime | None = None

    def go_on(self) -> None:
        now = self._ports.clock()
        if self._looked_at and timedelta(0) <= now - self._looked_at < _LOOKS_EVERY:
            return
        self._looked_at = now
        if not self._ports.store.sources.get(self._channel.name).paused and self._is_due(now):
            attempt(self._ports, self._channel, FOLLOWERS, self._count)

    def _is_due(self, now: datetime) -> bool:
        us = Account(self._channel.name, known_id(self._ports, self._channel))
        is_paid = self._channel.worst_price(FOLLOWERS, 1) > 0
        return is_due(self._ports.store.followers.last_at(us, now), self._windows(now), now, is_paid)

    def _windows(self, now: datetime) -> list[Window]:
        """Of the meetings that are not long over."""
        meetings = [one for one in self._ports.store.meetings.all() if one.details.starts_at + AFTER + NEAR >= now]
        return [window_of(self._ports, meeting) for meeting in meetings]

    def _count(self) -> None:
        account_id, _ = account(self._ports, self._channel)
        worst = self._channel.worst_price(FOLLOWERS, 1)
        with charged_call(self._ports, self._channel, FOLLOWERS, worst) as bill:
            followers, bill.charges = self._channel.followers(account_id)
        us = Account(self._channel.name, account_id)
        self._ports.store.followers.add(FollowerCount(us, self._ports.clock(), followers))
