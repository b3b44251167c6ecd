"""The worker has a backup made each night and before each meeting, where somebody set a folder for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from board_qa.domain.operating.backup_times import is_due
from board_qa.ports import Ports
from board_qa.ports.backups import BackupPlace

log = logging.getLogger(__name__)

_LOOK = timedelta(minutes=1)  # from one look at the folder to the next
_AGAIN = timedelta(minutes=15)  # after one that was not made
_LONGEST = timedelta(hours=1)
# Under which the time of the newest is kept, for the web processes, which may be on other machines.
_OURS, _NEWEST = "service", "newest_backup"


class Running(Protocol):
    """A command that makes a backup, in a process of its own."""

    def ended(self) -> int | None:
        """0 where it did what it was to do, None while it is at it."""

    def said(self) -> str:
        """Its last words, once it has ended."""

    def end(self) -> None: ...


class RegularBackups:
    """One at a time. Nobody waits for it: it is begun in one round of the worker, and seen to in later ones."""

    def __init__(self, ports: Ports, place: BackupPlace, start: Callable[[], Running]) -> None:
        self._ports, self._place, self._start = ports, place, start
        self._running: Running | None = None
        self._looked_at: datetime | None = None
        self._began_at: datetime | None = None

    def __call__(self) -> None:
        now = self._ports.clock()
        if self._running:
            self._see_to(self._running, now)
        elif not _is_within(_LOOK, self._looked_at, now):
            self._looked_at = now
            self._look(now)

    def _look(self, now: datetime) -> None:
        # One that a wrong clock put into the future does not count until then.
        newest = next((one.at for one in self._place.made() if one.at <= now), None)
        _note(self._ports, newest)
        starts = [meeting.details.starts_at for meeting in self._ports.store.meetings.all()]
        if is_due(newest, now, starts) and not _is_within(_AGAIN, self._began_at, now):
            self._began_at, self._running = now, self._start()

    def _see_to(self, running: Running, now: datetime) -> None:
        outcome = running.ended()
        if outcome is None and _is_within(_LONGEST, self._began_at, now):
            return
        if outcome is None:
            running.end()
            log.error("a backup took longer than %s and was ended; it is tried again", _LONGEST)
        elif outcome:
            log.error("no backup was made, and it is tried again: %s", running.said())
        self._running = self._looked_at = None


def newest_backup(ports: Ports) -> datetime | None:
    """As the worker last saw it."""
    kept = ports.store.sources.metadata(_OURS, _NEWEST)
    return datetime.fromisoformat(kept) if kept else None


def _note(ports: Ports, newest: datetime | None) -> None:
    if newest != newest_backup(ports):
        ports.store.sources.set_metadata(_OURS, _NEWEST, newest.isoformat() if newest else "")


def _is_within(time: timedelta, since: datetime | None, now: datetime) -> bool:
    """Also where the clock was set back meanwhile, by less than that."""
    return since is not None and abs(now - since) < time
