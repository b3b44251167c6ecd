"""An import of a file of questions, which takes a while: how far it is, and whether it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# An import stores some rows about every tenth of a second. One of which nothing was heard for so long was cut off,
# with the process that worked on it. If it was only slow, and the file is sent again, no row is stored twice either.
_SILENCE = timedelta(seconds=5)


@dataclass(frozen=True)
class ImportRun:
    """Of `rows` rows `done` have been looked at, and `stored` of them are questions now, numbered from `first` to
    `last` (0 for none). `moved_at` is when that was last said, `over` whether nobody works on it any more."""

    id: int
    meeting_id: int
    rows: int
    done: int
    stored: int
    first: int
    last: int
    moved_at: datetime
    over: bool

    @property
    def complete(self) -> bool:
        return self.over and self.done == self.rows

    def under_way(self, now: datetime) -> bool:
        return not self.over and now - self.moved_at < _SILENCE
