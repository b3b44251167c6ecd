"""What was made of a record is kept: everybody who asks gets the same, and nothing is read twice while nothing changes.

Both are small: a question takes some 2 kB of a record, and a page some 60 kB.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from flask import Flask, current_app

from board_qa.exports.register.rows import PublishedRecord
from board_qa.services.meetings.recap import Material

Value = TypeVar("Value")
_NAME = "board_qa_register"
# Of a hundred meetings in both languages: eight years of a board that meets every month.
_RECORDS = 200
_PAGES, _FILES = 100, 4  # a file is all records in one language
_MATERIALS, _FOLDERS = 8, 20  # of recaps


class Kept(Generic[Value]):
    """The last so many things that were made, by all that they depend on. What was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept for this key, or what is made now. Two who ask at once may both make it."""
        value = self._kept[key] if key in self._kept else make()
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value


@dataclass(frozen=True)
class Memory:
    records: Kept[PublishedRecord] = field(default_factory=lambda: Kept(_RECORDS))
    pages: Kept[str] = field(default_factory=lambda: Kept(_PAGES))
    files: Kept[bytes] = field(default_factory=lambda: Kept(_FILES))
    materials: Kept[Material] = field(default_factory=lambda: Kept(_MATERIALS))
    folders: Kept[bytes] = field(default_factory=lambda: Kept(_FOLDERS))


def install(app: Flask) -> None:
    app.extensions[_NAME] = Memory()


def memory() -> Memory:
    return cast(Memory, current_app.extensions[_NAME])
