"""Long work beside the requests of everybody else, in the one process that answers all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import gevent

Result = TypeVar("Result")


def pause() -> None:
    """Let everyone who waits have their turn."""
    gevent.sleep(0)


def beside(job: Callable[[], None], patience: float) -> None:
    """Start a job that goes on whatever becomes of the request, and wait for it for at most so many seconds."""
    gevent.spawn(job).join(patience)


def apart(work: Callable[[], Result]) -> Result:
    """Do work that never pauses in a thread of the hub's pool, so that everybody else goes on; what comes of it."""
    done: Result = gevent.get_hub().threadpool.apply(work)
    return done
