"""Of lines of the log that are alike one in a minute is written, so that nobody can fill the disk with them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

Key = TypeVar("Key")

EVERY = timedelta(minutes=1)
# Places from which something is told, each by itself. What comes from more of them in a minute is told together.
MOST = 1_000


@dataclass
class _Line:
    at: datetime
    left_out: int = 0

    def is_of_now(self, now: datetime) -> bool:
        """A clock that was set back silences nothing for longer."""
        return self.at <= now < self.at + EVERY


class FewLines:
    def __init__(self) -> None:
        self._of_places: OrderedDict[tuple[str, str], _Line] = OrderedDict()  # in the order in which they were written
        self._together: dict[str, _Line] = {}

    def left_out(self, what: str, place: str, now: datetime) -> int | None:
        """None where this line is to be left out; else how many like it were, since the last one."""
        if (what, place) not in self._of_places and not self._has_room(now):
            return _left_out(self._together, what, now)
        told = _left_out(self._of_places, (what, place), now)
        if told is not None:
            self._of_places.move_to_end((what, place))
        return told

    def _has_room(self, now: datetime) -> bool:
        """What was left out of a place that is forgotten is told with the rest."""
        while len(self._of_places) >= MOST and not next(iter(self._of_places.values())).is_of_now(now):
            (what, _), line = self._of_places.popitem(last=False)
            self._together.setdefault(what, _Line(line.at)).left_out += line.left_out
        return len(self._of_places) < MOST


def _left_out(lines: MutableMapping[Key, _Line], key: Key, now: datetime) -> int | None:
    last = lines.get(key)
    if last and last.is_of_now(now):
        last.left_out += 1
        return None
    lines[key] = _Line(now)
    return last.left_out if last else 0
