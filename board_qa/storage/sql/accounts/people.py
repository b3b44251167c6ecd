"""What administrators do to accounts, in SQL, with its history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from board_qa.domain.accounts.changes import AccountAction, AccountChange
from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.domain.questions.history import Actor
from board_qa.storage.sql.accounts.accounts import account, end_ways_in
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.times import moment, stored


class SqlPeople:
    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, account_id: int) -> Moderator | None:
        row = self._db.row("SELECT * FROM moderator WHERE id = ?", account_id)
        return None if row is None else account(row)

    def set_role(self, account_id: int, role: Role) -> None:
        with self._db.write():
            self._db.execute("UPDATE moderator SET role = ? WHERE id = ?", role.value, account_id)

    def close(self, account_id: int, now: datetime) -> None:
        with self._db.write():
            self._db.execute("UPDATE moderator SET closed_at = ? WHERE id = ?", stored(now), account_id)
            self._db.execute("DELETE FROM presence WHERE moderator_id = ?", account_id)
            end_ways_in(self._db, account_id)

    def reopen(self, account_id: int) -> None:
        with self._db.write():
            self._db.execute("UPDATE moderator SET closed_at = NULL WHERE id = ?", account_id)

    def end_links(self, account_id: int) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM sign_in_link WHERE moderator_id = ?", account_id)

    def page(self, limit: int, skip: int = 0) -> list[Moderator]:
        sql = "SELECT * FROM moderator ORDER BY name, id LIMIT ? OFFSET ?"
        return [account(row) for row in self._db.rows(sql, limit, skip)]

    def count(self) -> int:
        row = self._db.row("SELECT COUNT(*) AS n FROM moderator")
        return int(row["n"]) if row else 0

    def last_sign_ins(self, account_ids: Collection[int]) -> dict[int, datetime]:
        sql = f"""SELECT id, last_sign_in_at FROM moderator
                  WHERE id IN ({marks(account_ids)}) AND last_sign_in_at IS NOT NULL"""
        rows = self._db.rows(sql, *account_ids)
        return {row["id"]: moment(row["last_sign_in_at"]) for row in rows}

    def record(
        self, account_id: int, action: AccountAction, actor: Actor, now: datetime, role: Role | None = None
    ) -> None:
        with self._db.write():
            self._db.insert(
                "account_change",
                {
                    "account_id": account_id,
                    "action": action.value,
                    "role": role.value if role else "",
                    "by": actor.name,
                    "by_id": actor.id,
                    "at": stored(now),
                },
            )

    def history(self, limit: int, account_id: int | None = None) -> list[AccountChange]:
        whose, values = ("TRUE", []) if account_id is None else ("c.account_id = ?", [account_id])
        rows = self._db.rows(
            f"""SELECT c.*, m.name FROM account_change c JOIN moderator m ON m.id = c.account_id
                WHERE {whose} ORDER BY c.id DESC LIMIT ?""",
            *values,
            limit,
        )
        return [_change(row) for row in rows]


def _change(row: dict[str, Any]) -> AccountChange:
    return AccountChange(
        row["account_id"],
        row["name"],
        AccountAction(row["action"]),
        row["by"],
        moment(row["at"]),
        Role(row["role"]) if row["role"] else None,
    )
