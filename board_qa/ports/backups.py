"""Backups of everything that is kept: what makes them and puts them back, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class NotDone(Exception):
    """A backup was not made, or not restored: why, and what to do, as a sentence for whoever typed the command."""


@dataclass(frozen=True)
class Contents:
    """How much is in a database, for a person to recognise it by."""

    meetings: int
    questions: int


@dataclass(frozen=True)
class Backup:
    """A backup that was made, and its size in bytes."""

    file: Path
    size: int
    contents: Contents


@dataclass(frozen=True)
class Restored:
    """What was restored, where what was there before is kept now, how many posts waited to be sent, and how many
    questions were erased again that had been erased since."""

    contents: Contents
    kept: tuple[Path, ...]
    waiting: int
    was_older: bool
    erased: int = 0


class Backups(Protocol):
    """Copies of the whole store. Both raise NotDone."""

    def make(self, file: Path | None, *, overwrite: bool) -> Backup:
        """Make one while others read and write; beside the store and named by the time where no file is given.

        In a folder it gets that name as well. A file that is there already is replaced only where `overwrite` says so.
        """

    def restore(self, file: Path) -> Restored:
        """Put a backup, of this version or an older one, in place of the store, which nobody may have open."""
