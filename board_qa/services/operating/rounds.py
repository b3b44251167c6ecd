"""What the worker did, in figures. Its process answers nobody: it stores them, and each web process tells them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from board_qa.ports import Ports

_EVERY = timedelta(minutes=1)
# Under which they are kept: no network has this name.
_OURS, _ROUNDS = "service", "rounds"


@dataclass(frozen=True)
class Rounds:
    """Of every worker since there is a board. `longest` is in seconds, of the last minute that was stored."""

    last_at: datetime | None = None
    number: int = 0
    failures: int = 0
    longest: float = 0.0


def rounds_of(ports: Ports) -> Rounds:
    kept = ports.store.sources.metadata(_OURS, _ROUNDS)
    if not kept:
        return Rounds()
    found = json.loads(kept)
    return Rounds(datetime.fromisoformat(found["last_at"]), found["number"], found["failures"], found["longest"])


@dataclass
class RoundCount:
    """What a worker did since it last stored that, which it does once a minute: whoever works is alone with it."""

    number: int = 0
    failures: int = 0
    longest: float = 0.0
    _stored_at: datetime | None = None

    def failed(self) -> None:
        self.failures += 1

    def ended(self, ports: Ports, began: datetime) -> None:
        now = ports.clock()
        self.number += 1
        self.longest = max(self.longest, (now - began).total_seconds())
        if self._stored_at is None or now - self._stored_at >= _EVERY:
            self._store(ports, now)

    def _store(self, ports: Ports, now: datetime) -> None:
        before = rounds_of(ports)
        kept = {
            "last_at": now.isoformat(),
            "number": before.number + self.number,
            "failures": before.failures + self.failures,
            "longest": self.longest,
        }
        ports.store.sources.set_metadata(_OURS, _ROUNDS, json.dumps(kept))
        self.number, self.failures, self.longest, self._stored_at = 0, 0, 0.0, now
