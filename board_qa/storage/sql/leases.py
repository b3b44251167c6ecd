"""Who works: one process at a time. A lease lasts until it runs out, or its holder is known to be gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import stored

# What the name of a holder ends with in the table, if it got the lock as well.
_LOCKED = " (locked)"


class Locks(Protocol):
    """Locks that go with the process that has them, however that ends."""

    def take(self, name: str) -> bool:
        """Whether the lock is ours from now on; False where another process has it, or there can be none."""

    def drop(self, name: str) -> None: ...
    def holds(self, name: str) -> bool:
        """Whether a lock that was taken is still ours."""

    def close(self) -> None:
        """Drop them all."""


class SqlLeases:
    """Rows of the table `lease`, each with a lock.

    Whoever gets the lock knows that the holder who had it is gone, and waits for nothing to run out. A holder who could
    not get the lock (one that had been silent for too long still had it) is known by its row, and has its full time.
    """

    def __init__(self, database: Database, locks: Locks) -> None:
        self._db, self._locks = database, locks
        self._holders: dict[str, str] = {}  # of the locks of this process, by lease

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or renew a lease; False while another holder has it."""
        locked = self._lock(name, holder)
        # What may be taken over: our own, one that ran out, and one whose holder had the lock that we have now.
        theirs = ("OR lease.holder LIKE ?7", [f"%{_LOCKED}"]) if locked else ("", [])
        with self._db.write():
            taken = self._db.execute(
                f"""INSERT INTO lease (name, holder, expires_at) VALUES (?1, ?2, ?3)
                    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
                    WHERE lease.expires_at <= ?4 OR lease.holder IN (?5, ?6) {theirs[0]}""",
                name, holder + _LOCKED * locked, stored(now + timedelta(seconds=seconds)), stored(now),
                holder, holder + _LOCKED, *theirs[1],
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
        self._locks.close()
        self._holders.clear()

    def _lock(self, name: str, holder: str) -> bool:
        """Whether the lock is this holder's: it was before and still is, or was free."""
        if name in self._holders and self._locks.holds(name):
            return self._holders[name] == holder
        self._holders.pop(name, None)
        if not self._locks.take(name):
            return False
        self._holders[name] = holder
        return True

    def _unlock(self, name: str, holder: str) -> None:
        if self._holders.get(name) == holder:
            self._locks.drop(name)
            del self._holders[name]
