"""Who works: one process at a time. A lease lasts until it runs out, or its holder is gone, as the kernel knows."""

from __future__ import annotations

import fcntl
import os
from datetime import datetime, timedelta

from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.times import stored

# What the name of a holder ends with in the table, if it got the lock as well.
_LOCKED = " (locked)"


class Leases:
    """Rows of the table `lease`, each with a lock on a file beside the database.

    The kernel drops such a lock with the process that has it, however that ends. So whoever gets the lock knows that
    the holder who had it is gone, and waits for nothing to run out. This holds wherever SQLite itself does: all who
    share the database share its folder and its kernel, in containers as well. A holder who could not get the lock
    (one that had been silent for too long still had it) is known by its row, and has its full time.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._locks: dict[str, tuple[str, int]] = {}  # by lease: its holder in this process, and the open file

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while another holder has it."""
        locked = self._lock(name, holder)
        with self._db.write():
            taken = self._db.execute(
                """INSERT INTO lease VALUES (?1, ?2, ?3) ON CONFLICT(name) DO UPDATE SET holder = ?2, expires_at = ?3
                   WHERE holder IN (?4, ?5) OR expires_at <= ?6 OR (?7 AND holder LIKE '%' || ?8)""",
                name, holder + _LOCKED * locked, stored(now + timedelta(seconds=seconds)),
                holder, holder + _LOCKED, stored(now), locked, _LOCKED,
            )  # fmt: skip
        if not taken:
            self._unlock(name, holder)  # it is for whoever has the lease
        return bool(taken)

    def release(self, name: str, holder: str) -> None:
        with self._db.write():
            sql = "DELETE FROM lease WHERE name = ? AND holder IN (?, ?)"
            self._db.execute(sql, name, holder, holder + _LOCKED)
        self._unlock(name, holder)

    def holder(self, name: str, now: datetime) -> str:
        row = self._db.row("SELECT holder FROM lease WHERE name = ? AND expires_at > ?", name, stored(now))
        return str(row["holder"]).removesuffix(_LOCKED) if row else ""

    def close(self) -> None:
        for _, file in self._locks.values():
            os.close(file)
        self._locks.clear()

    def _lock(self, name: str, holder: str) -> bool:
        """Whether the lock is this holder's: it was before, or was free."""
        if name in self._locks:
            return self._locks[name][0] == holder
        if self._db.path == ":memory:":
            return False
        file = _locked_file(f"{self._db.path}.{name}.lock")
        if file is not None:
            self._locks[name] = (holder, file)
        return file is not None

    def _unlock(self, name: str, holder: str) -> None:
        locked_for, file = self._locks.get(name, ("", -1))
        if locked_for == holder:
            os.close(file)
            del self._locks[name]


def _locked_file(path: str) -> int | None:
    """The file, open and locked; None where another process has it, or there can be no lock: the lease runs out."""
    try:
        file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file
