"""What every service works with: the store, the clock, the source of names, the announcer, the
screening of texts, the working days."""

from __future__ import annotations

from dataclasses import dataclass

from board_qa.ports.stores import Store
from board_qa.ports.system import Announcer, Clock, Ids, Screening, WorkingDays


@dataclass(frozen=True)
class Core:
    store: Store
    clock: Clock
    ids: Ids
    announcer: Announcer
    screening: Screening
    working_days: WorkingDays
