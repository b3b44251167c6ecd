"""Long work beside the requests of everybody else, in the one process that answers all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import gevent

Result = TypeVar("Result")

# Seconds. After none at all gevent goes on with whoever is ready already, and looks only every fiftieth time whether
# something came for those who wait for it.
_A_MOMENT = 1e-6


def pause() -> None:
    """Let everyone who waits have their turn, also those whose request has just come."""
    gevent.sleep(_A_MOMENT)


def beside(job: Callable[[], None], patience: float) -> None:
    """Start a job that goes on whatever becomes of the request, and wait for it for at most so many seconds."""
    gevent.spawn(job).join(patience)


def apart(work: Callable[[], Result]) -> Result:
    """Do work that never pauses in a thread of the hub's pool, so that everybody else goes on; what comes of it."""
    done: Result = gevent.get_hub().threadpool.apply(work)
    return done
