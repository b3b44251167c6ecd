"""How many followed the board's own accounts, in SQL."""

from __future__ import annotations

from datetime import datetime

from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.followers import FollowerCount
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import moment, stored


class SqlFollowers:
    """Answers `ports.listening.FollowerStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, count: FollowerCount) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO follower_count (channel, account, at, followers) VALUES (?, ?, ?, ?)
                   ON CONFLICT (channel, account, at) DO UPDATE SET followers = excluded.followers""",
                count.account.channel,
                count.account.id,
                stored(count.at),
                count.followers,
            )

    def last_at(self, account: Account, now: datetime) -> datetime | None:
        sql = "SELECT MAX(at) AS at FROM follower_count WHERE channel = ? AND account = ? AND at <= ?"
        row = self._db.row(sql, account.channel, account.id, stored(now))
        return moment(row["at"]) if row and row["at"] else None

    def counted(self, begins: datetime, ends: datetime) -> list[FollowerCount]:
        sql = "SELECT * FROM follower_count WHERE at >= ? AND at <= ? ORDER BY at, channel, account"
        return [
            FollowerCount(Account(row["channel"], row["account"]), moment(row["at"]), row["followers"])
            for row in self._db.rows(sql, stored(begins), stored(ends))
        ]
