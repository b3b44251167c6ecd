"""Long work beside the requests of everybody else, in the one process that answers all of them."""

from __future__ import annotations

from collections.abc import Callable

import gevent


def pause() -> None:
    """Let everyone who waits have their turn."""
    gevent.sleep(0)


def beside(job: Callable[[], None], patience: float) -> None:
    """Start a job that goes on whatever becomes of the request, and wait for it for at most so many seconds."""
    gevent.spawn(job).join(patience)


def apart(job: Callable[[], None]) -> None:
    """Do a job that never gives up its turn in a thread of the system's, and wait for it while others have theirs."""
    gevent.get_hub().threadpool.apply(job)
