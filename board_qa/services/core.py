"""What every service works with: the store, the clock, the source of names, the announcer."""

from __future__ import annotations

from dataclasses import dataclass

from ..ports import Announcer, Clock, Ids, Store


@dataclass(frozen=True)
class Core:
    store: Store
    clock: Clock
    ids: Ids
    announcer: Announcer
