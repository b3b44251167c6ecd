"""Tries at passwords in SQL: a row each, for as long as it counts."""

from __future__ import annotations

from datetime import datetime

from board_qa.domain.accounts.guessing import Tries
from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import stored

# A device that is not known has none: it counts with all others of its network.
_UNKNOWN = "device = '' AND "


class SqlTries:
    def __init__(self, database: Database) -> None:
        self._db = database

    def record(self, username: str, network: str, device: str, now: datetime) -> None:
        row = {"username": username, "network": network, "device": device, "at": stored(now)}
        with self._db.write():
            self._db.insert("sign_in_try", row)

    def since(self, username: str, network: str, device: str, since: datetime) -> Tries:
        if device:
            return Tries(
                self._count("username = ? AND device = ?", since, username, device),
                from_anywhere=self._count("username = ? AND device != ''", since, username),
            )
        return Tries(
            self._count(_UNKNOWN + "username = ? AND network = ?", since, username, network),
            self._count(_UNKNOWN + "network = ?", since, network),
            self._count(_UNKNOWN + "username = ?", since, username),
        )

    def forget(self, username: str, network: str, device: str) -> None:
        here, where = ("device", device) if device else ("device = '' AND network", network)
        with self._db.write():
            self._db.execute(f"DELETE FROM sign_in_try WHERE username = ? AND {here} = ?", username, where)

    def forget_before(self, moment: datetime) -> None:
        delete_due(self._db, "sign_in_try", "at <= ?", stored(moment))

    def forget_all(self, username: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM sign_in_try WHERE username = ?", username)

    def _count(self, which: str, since: datetime, *values: str) -> int:
        rows = self._db.rows(f"SELECT COUNT(*) AS n FROM sign_in_try WHERE {which} AND at > ?", *values, stored(since))
        return int(rows[0]["n"])
