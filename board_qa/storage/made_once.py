"""A part of a store, made when it is first used, and once however many use it first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, Self, TypeVar, overload

from board_qa.ports.stores import StoreUnavailable

Made = TypeVar("Made")

# Seconds that anybody waits for whoever opens the database. Bringing its tables up to date may take longer.
_PATIENCE = 5.0


class MadeInParts:
    """Something whose parts one greenlet alone makes at a time."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    @contextmanager
    def making(self) -> Iterator[None]:
        """Raises StoreUnavailable where another one takes too long."""
        if not self._lock.acquire(timeout=_PATIENCE):
            raise StoreUnavailable("the database is still being opened")
        try:
            yield
        finally:
            self._lock.release()


class made_once(Generic[Made]):  # noqa: N801  # read as the decorator that it is
    """As `functools.cached_property`, whose lock takes all greenlets for one: while the first of them waits for a
    server, a second would make a part of its own. A transaction on one database, and what reads on the other, would
    then wait for each other for ever."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make, self._name = make, make.__name__

    @overload
    def __get__(self, whole: None, kind: type[Any]) -> Self: ...
    @overload
    def __get__(self, whole: MadeInParts, kind: type[Any]) -> Made: ...
    def __get__(self, whole: MadeInParts | None, kind: type[Any]) -> Self | Made:
        """Called until it is made: then it is found in the instance itself."""
        if whole is None:
            return self
        made = vars(whole)
        with whole.making():
            if self._name not in made:
                made[self._name] = self._make(whole)
        found: Made = made[self._name]
        return found
