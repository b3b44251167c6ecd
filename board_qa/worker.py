"""The loop that collects and sends. A lease in the store makes sure that only one runs, however many start."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.services.collecting import collect, read_now
from board_qa.services.publishing import recover, send_due
from board_qa.services.screening import screen_waiting
from board_qa.services.spending import Budget
from board_qa.services.supporting import forget

log = logging.getLogger(__name__)

LEASE = "worker"
# Longer than the slowest single call to a network (13 s), so that a lease is lost only by a dead worker.
LEASE_SECONDS = 20.0
IDLE_SECONDS = 0.5


class Worker:
    """Sends what is approved and reads what is due, one after the other; trouble in one never stops the other."""

    def __init__(self, ports: Ports, channel: Channel, budget: Budget, holder: str) -> None:
        self._core, self._channel, self._holder = ports, channel, holder
        self._leading = self._released = False
        self.chores: list[Callable[[], None]] = [
            lambda: send_due(ports, channel),
            lambda: collect(ports, channel, budget),
            lambda: screen_waiting(ports),
            lambda: forget(ports),
        ]

    def tick(self) -> bool:
        """One round of work, if the lease is ours; whether it was."""
        if not self._take_lease():
            return False
        for chore in self.chores:
            try:
                chore()
            except Exception:
                # A fault of ours in one chore must not keep questions from being collected by the next.
                log.exception("a chore of the worker failed and will be tried again")
            if not self._take_lease():
                break  # it took so long that another worker has the lease: the rest is theirs
        return True

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop."""
        try:
            while not stop.is_set():
                self._tick_safely()
                stop.wait(IDLE_SECONDS)
        finally:
            self.release()

    def release(self) -> None:
        """Work no more, and let the next worker start at once instead of after the lease has run out."""
        self._released = True
        self._core.store.leases.release(LEASE, self._holder)

    def _tick_safely(self) -> None:
        try:
            self.tick()
        except Exception:
            log.exception("the worker could not start its round and will try again")

    def _take_lease(self) -> bool:
        if self._released:
            return False
        leases, now = self._core.store.leases, self._core.clock()
        leading = leases.take(LEASE, self._holder, now, LEASE_SECONDS)
        if leading and not self._leading:
            recover(self._core, self._channel)
            read_now(self._core, self._channel.name)
        self._leading = leading
        return leading


class WorkerThread(threading.Thread):
    """The worker beside the web server, in one process."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(daemon=True)
        self._worker, self._stop_asked = worker, threading.Event()

    def run(self) -> None:
        self._worker.run(self._stop_asked)

    def stop(self) -> None:
        """Return when the round under way has ended, its posts are on record and the lease is given back."""
        self._stop_asked.set()
        self.join()
