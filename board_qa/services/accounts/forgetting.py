"""What opens nothing any more, and what counts no more, is deleted by the worker."""

from __future__ import annotations

from board_qa.domain.accounts.guessing import DEVICE_IS_KNOWN, WINDOW
from board_qa.domain.accounts.sessions import IDLE_AFTER
from board_qa.ports import Ports
from board_qa.services.accounts.presence import STALE


def forget_what_is_over(ports: Ports) -> None:
    """Sessions, one-time links, who was to give a code, tries, devices, and what each desk looked at."""
    store, now = ports.store, ports.clock()
    store.sessions.forget(now, now - IDLE_AFTER, now - DEVICE_IS_KNOWN)
    store.accounts.forget_links(now)
    store.second_steps.forget_waits(now)
    store.tries.forget_before(now - WINDOW)
    store.presence.forget(now - STALE)
