"""Who works: one process at a time. A lease lasts until it runs out, or its holder is gone, as the kernel knows."""

from __future__ import annotations

import fcntl
import os
from datetime import datetime, timedelta

from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.times import stored


class Leases:
    """Rows of the table `lease`, each with a lock on a file beside the database.

    The kernel drops such a lock with the process that has it, however that ends. So a lease whose lock is free has no
    holder any more, and nobody waits for it to run out. This holds wherever SQLite itself does: all who share the
    database share its folder and its kernel, in containers as well.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._locks: dict[str, tuple[str, int]] = {}  # by lease: its holder in this process, and the open file

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while another holder has it."""
        nobody_has_it = self._lock(name, holder)
        with self._db.write():
            taken = self._db.execute(
                """INSERT INTO lease VALUES (?1, ?2, ?3) ON CONFLICT(name) DO UPDATE
                   SET holder = ?2, expires_at = ?3 WHERE holder = ?2 OR expires_at <= ?4 OR ?5""",
                name,
                holder,
                stored(now + timedelta(seconds=seconds)),
                stored(now),
                nobody_has_it,
            )
        return bool(taken)

    def release(self, name: str, holder: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM lease WHERE name = ? AND holder = ?", name, holder)
        locked_for, file = self._locks.get(name, ("", -1))
        if locked_for == holder:
            os.close(file)
            del self._locks[name]

    def holder(self, name: str, now: datetime) -> str:
        row = self._db.row("SELECT holder FROM lease WHERE name = ? AND expires_at > ?", name, stored(now))
        return str(row["holder"]) if row else ""

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
        file = os.open(f"{self._db.path}.{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._locks[name] = (holder, file)
        return True
