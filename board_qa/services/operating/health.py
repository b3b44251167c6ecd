"""Whether the service works: can it read and store, does anybody collect and send, is every network read in time."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from board_qa.domain.networks.posts import Source
from board_qa.ports import Ports
from board_qa.services.meetings.meetings import is_over

log = logging.getLogger(__name__)

WORKER = "worker"  # the lease of whoever collects and sends
# The worker says when it reads next, a minute ahead at most times and never more than a rest that it knows of.
OVERDUE = timedelta(minutes=5)
# Under which the time of the last try to write is kept: no network has this name.
_OURS, _WRITTEN = "service", "written"


class DatabaseState(StrEnum):
    OK = "ok"
    READ_ONLY = "cannot be written"
    DOWN = "cannot be read"


class WorkerState(StrEnum):
    """UNKNOWN: where the database cannot be read nobody can tell."""

    RUNNING = "running"
    STOPPED = "not running"
    UNKNOWN = "unknown"


class NetworkState(StrEnum):
    """TROUBLE is the network's, or that of our keys; OVERDUE is ours."""

    OK = "ok"
    PAUSED = "paused"
    TROUBLE = "trouble"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Health:
    database: DatabaseState
    worker: WorkerState
    networks: dict[str, NetworkState]

    @property
    def works(self) -> bool:
        """Whether nobody needs to do anything. A network in trouble is another service, which ours waits for."""
        read = NetworkState.OVERDUE not in self.networks.values()
        return self.database is DatabaseState.OK and self.worker is WorkerState.RUNNING and read


def check(ports: Ports, networks: Collection[str]) -> Health:
    """Try it out. Of what is wrong, the log has more than this tells."""
    try:
        worker = WorkerState.RUNNING if ports.store.leases.holder(WORKER, ports.clock()) else WorkerState.STOPPED
        read = _networks(ports, networks)
    except Exception:
        log.exception("the database cannot be read")
        return Health(DatabaseState.DOWN, WorkerState.UNKNOWN, {})
    return Health(DatabaseState.OK if _can_be_written(ports) else DatabaseState.READ_ONLY, worker, read)


def is_readable(ports: Ports) -> bool:
    """Whether the database answers with the tables that this version works with."""
    try:
        ports.store.meetings.revisions()
    except Exception:
        log.exception("the database cannot be read")
        return False
    return True


def _can_be_written(ports: Ports) -> bool:
    """Only a write that was committed shows that there is room on the disk, and that nobody keeps it locked."""
    try:
        ports.store.sources.set_metadata(_OURS, _WRITTEN, ports.clock().isoformat())
    except Exception:
        log.exception("the database cannot be written")
        return False
    return True


def _networks(ports: Ports, names: Collection[str]) -> dict[str, NetworkState]:
    now = ports.clock()
    expected = any(one.details.opens_at <= now and not is_over(one, now) for one in ports.store.meetings.all())
    return {name: _network(ports.store.sources.get(name), now, expected) for name in names}


def _network(source: Source, now: datetime, expected: bool) -> NetworkState:
    if source.paused:
        return NetworkState.PAUSED
    if expected and source.next_read_at and now - source.next_read_at > OVERDUE:
        return NetworkState.OVERDUE
    return NetworkState.TROUBLE if source.problem_kind else NetworkState.OK
