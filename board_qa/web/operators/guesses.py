"""Wrong tokens of the settings, counted by network in this process alone: those who have one may need no database.

The rules are those of signing in (domain/accounts/guessing.py), but for the count from everywhere: no device is known
here, so with many networks somebody could keep the operators out. Their token is no word that people choose.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from board_qa.domain.accounts.guessing import AT_ONE_NAME, WINDOW, hashed
from board_qa.domain.questions.support import network

# Networks that are remembered. Of more, those are forgotten that were quiet for longest.
MOST = 5_000
_AT_ONCE = timedelta(0)


class Guesses:
    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()  # the last ones of each; who tried last is last

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long until a token from there is looked at again; no time where it is looked at now."""
        tries = self._tries.get(network(address))
        if tries is None or len(tries) < AT_ONE_NAME:
            return _AT_ONCE
        return max(tries[0] + WINDOW - now, _AT_ONCE)

    def count(self, address: str, now: datetime) -> None:
        tries = self._tries.setdefault(network(address), deque(maxlen=AT_ONE_NAME))
        tries.append(now)
        self._tries.move_to_end(network(address))
        if len(self._tries) > MOST:
            self._tries.popitem(last=False)

    def forget(self, address: str) -> None:
        self._tries.pop(network(address), None)

    def mark(self, address: str, now: datetime) -> str:
        """What a network is called in the log: the same all day, and nobody's without this process's secret."""
        return hashed(f"{now:%Y-%m-%d} {network(address)}", self._secret)[:12]
