"""Whoever starts before the database does waits for it, and says so once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from board_qa.ports.stores import StoreUnavailable

log = logging.getLogger(__name__)

_AGAIN = 1.0  # seconds between two tries


def until_there(begin: Callable[[], None]) -> None:
    """Begin with what needs the database, as soon as it is there."""
    said = ""
    while True:
        try:
            return begin()
        except StoreUnavailable as error:
            if str(error) != said:
                log.warning("the database cannot be used and is waited for: %s", error)
            said = str(error)
        time.sleep(_AGAIN)
