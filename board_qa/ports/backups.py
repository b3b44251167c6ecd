"""Backups of everything that is kept: what makes them and puts them back, and what it says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
class Made:
    """A backup in the folder where the service keeps them, and when it was made."""

    file: Path
    at: datetime
    size: int
    encrypted: bool


@dataclass(frozen=True)
class Restored:
    """What was restored, where what was there before is kept now, how many posts and letters waited to be sent, and how
    many questions were erased again that had been erased since."""

    contents: Contents
    kept: tuple[Path, ...]
    waiting: int
    was_older: bool
    erased: int = 0
    letters: int = 0


class BackupPlace(Protocol):
    """Where the service keeps its backups."""

    def made(self) -> Sequence[Made]:
        """Those that are there, the latest first."""

    def thin_out(self) -> int:
        """Remove old ones that are not to be kept; how many that were."""


class Backups(Protocol):
    """Copies of the whole store. Both raise NotDone."""

    @property
    def place(self) -> BackupPlace: ...

    def make(self, file: Path | None, *, overwrite: bool) -> Backup:
        """Make one while others read and write, and read it back. Where no file is given it is named by the time, in
        the folder that is set or else beside the store.

        In a folder it gets that name as well. A file that is there already is replaced only where `overwrite` says so.
        """

    def restore(self, file: Path, key: str = "") -> Restored:
        """Put a backup, of this version or an older one, in place of the store, which nobody may have open.

        `key`: the passphrase or the secret key of an encrypted one.
        """
