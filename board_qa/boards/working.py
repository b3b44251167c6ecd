"""The workers of many boards in one process: each by itself, so that trouble of one board stops no other."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterable
from contextlib import suppress

from board_qa.bootstrap.networks import start_stand_ins
from board_qa.bootstrap.ports import make_ports
from board_qa.bootstrap.workers import make_worker
from board_qa.config.settings import Settings
from board_qa.screening.process import ScreeningProcess
from board_qa.system.log_lines import of_board
from board_qa.worker import Worker

log = logging.getLogger(__name__)

# Seconds until a board whose worker could not be made is tried again.
AGAIN = 5.0
# Seconds. The kernel may tell any thread of a signal, and only Python's first one acts on it: it must not sleep long.
_SIGNALS_NOTICED = 0.2


class _OneBoard:
    """A thread that works for a board, as soon as that can be."""

    def __init__(self, settings: Settings, screening: ScreeningProcess) -> None:
        self._settings, self._screening = settings, screening
        self._stopped = threading.Event()
        self._worker: Worker | None = None
        self.thread = threading.Thread(target=self._work, daemon=True)

    def stop(self) -> None:
        """Give the lease back, when a post on its way is on record."""
        self._stopped.set()
        if self._worker is not None:
            self._worker.stop()

    def _work(self) -> None:
        with of_board(self._settings.board):
            while not self._stopped.is_set():
                try:
                    self._worker = self._made()
                except Exception:
                    log.exception("nobody can work for this board yet: it is tried again")
                    self._stopped.wait(AGAIN)
                    continue
                if self._stopped.is_set():
                    self._worker.stop()
                self._worker.run()

    def _made(self) -> Worker:
        ports = make_ports(self._settings, self._screening)
        ports.store.version()  # one that cannot be reached is found out here, before its worker asks for each topic
        return make_worker(self._settings, ports, start_stand_ins(self._settings, ports))


def run_workers(boards: Iterable[Settings]) -> None:
    """Collect and send for each until SIGTERM or SIGINT; a second one ends it at once."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    screening = ScreeningProcess()
    working = [_OneBoard(settings, screening) for settings in boards]
    with suppress(KeyboardInterrupt):
        for one in working:
            one.thread.start()
        while any(one.thread.is_alive() for one in working):
            threading.Event().wait(_SIGNALS_NOTICED)
    ending = [threading.Thread(target=one.stop) for one in working]
    for thread in ending:
        thread.start()
    for thread in ending:
        thread.join()
