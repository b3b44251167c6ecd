"""Whether the service works: does it read and store, is there room, does somebody collect and send, in time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

from board_qa.domain.networks.posts import Source
from board_qa.domain.operating.backup_times import is_old
from board_qa.ports import Ports
from board_qa.ports.stores import StoreUnavailable
from board_qa.services.meetings.meetings import is_over
from board_qa.services.operating.absence import Absence
from board_qa.services.operating.backups import newest_backup

log = logging.getLogger(__name__)

Found = TypeVar("Found")

WORKER = "worker"  # the lease of whoever collects and sends
# The worker says when it reads next, a minute ahead at most times and never more than a rest that it knows of.
OVERDUE = timedelta(minutes=5)
# Bytes: a meeting takes a hundredth of it, and its backups, a restore and logs need some too.
ROOM = 500_000_000
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


class DiskState(StrEnum):
    """UNKNOWN: a database server has a disk of its own, which it does not tell of."""

    OK = "ok"
    NEARLY_FULL = "nearly full"
    UNKNOWN = "unknown"


class BackupState(StrEnum):
    """OFF: nobody set a folder for them. UNKNOWN: where the database cannot be read nobody can tell."""

    OFF = "off"
    OK = "ok"
    OLD = "old"
    NONE = "none yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Health:
    database: DatabaseState
    worker: WorkerState
    networks: dict[str, NetworkState]
    disk: DiskState
    backups: BackupState

    @property
    def works(self) -> bool:
        """Whether nobody needs to do anything. A network in trouble is another service, which ours waits for."""
        read = NetworkState.OVERDUE not in self.networks.values()
        kept = self.disk is not DiskState.NEARLY_FULL and self.backups not in (BackupState.OLD, BackupState.NONE)
        return self.database is DatabaseState.OK and self.worker is WorkerState.RUNNING and read and kept


@dataclass
class Watch:
    """What the log has of the database already: that it is away is said once, and not to each who asks."""

    reading: Absence = field(default_factory=lambda: Absence("health, reading"))
    writing: Absence = field(default_factory=lambda: Absence("health, writing"))


def check(ports: Ports, networks: Collection[str], watch: Watch, *, backed_up: bool) -> Health:
    """Try it out. Of what is wrong, the log has more than this tells. `backed_up`: whether backups are to be made."""
    disk = disk_state(ports.store.free_bytes())
    found = _tried(lambda: _read(ports, networks, backed_up), watch.reading, "the database cannot be read")
    if found is None:
        return Health(DatabaseState.DOWN, WorkerState.UNKNOWN, {}, disk, BackupState.UNKNOWN)
    written = _tried(lambda: _write(ports), watch.writing, "the database cannot be written")
    return Health(DatabaseState.OK if written else DatabaseState.READ_ONLY, *found[:2], disk, found[2])


def _read(
    ports: Ports, networks: Collection[str], backed_up: bool
) -> tuple[WorkerState, dict[str, NetworkState], BackupState]:
    working = ports.store.leases.holder(WORKER, ports.clock())
    return (
        WorkerState.RUNNING if working else WorkerState.STOPPED,
        _networks(ports, networks),
        _backups(ports) if backed_up else BackupState.OFF,
    )


def disk_state(free: int | None) -> DiskState:
    if free is None:
        return DiskState.UNKNOWN
    return DiskState.NEARLY_FULL if free < ROOM else DiskState.OK


def is_readable(ports: Ports, watch: Watch) -> bool:
    """Whether the database answers with the tables that this version works with."""
    return _tried(partial(_revisions, ports), watch.reading, "the database cannot be read") is not None


def _revisions(ports: Ports) -> object:
    """The store itself is opened by asking for a part of it."""
    return ports.store.meetings.revisions()


def _tried(attempt: Callable[[], Found], absence: Absence, otherwise: str) -> Found | None:
    """What came of it; None where nothing could."""
    try:
        return attempt()
    except StoreUnavailable as error:
        absence.note(error)
    except Exception:
        log.exception(otherwise)
    finally:
        absence.end_of_round()
    return None


def _write(ports: Ports) -> bool:
    """Only a write that was committed shows that there is room on the disk, and that nobody keeps it locked."""
    ports.store.sources.set_metadata(_OURS, _WRITTEN, ports.clock().isoformat())
    return True


def _backups(ports: Ports) -> BackupState:
    newest = newest_backup(ports)
    if newest is None:
        return BackupState.NONE
    return BackupState.OLD if is_old(newest, ports.clock()) else BackupState.OK


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
