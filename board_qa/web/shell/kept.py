"""What was made is kept, within bounds, so that it is not made again for the next who asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last so many things that were made, by all that they depend on. What was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept for this key, or what is made now. Two who ask at once may both make it."""
        if (value := self.find(key)) is None:
            value = make()
            self.keep(key, value)
        return value

    def once(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The same, where making takes seconds: whoever asks meanwhile waits for the first, and all get the same."""
        if (value := self.find(key)) is not None:
            return value
        try:
            with self._making.setdefault(key, Lock()):
                return self.get(key, make)
        finally:
            self._making.pop(key, None)

    def find(self, key: Hashable) -> Value | None:
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def keep(self, key: Hashable, value: Value) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
