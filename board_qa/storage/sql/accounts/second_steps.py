"""The second step of signing in, in SQL: keys are sealed, and of all other secrets there is a hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from board_qa.domain.accounts.second_step import SecondStep, Waiting
from board_qa.storage.sql.accounts.accounts import OWNER, account, hashed
from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import stored


class SqlSecondSteps:
    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, account_id: int) -> SecondStep | None:
        row = self._db.row("SELECT * FROM second_step WHERE moderator_id = ?", account_id)
        return None if row is None else SecondStep(row["sealed"], row["last_used"], bool(row["is_on"]))

    def offer(self, account_id: int, sealed: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM second_step WHERE moderator_id = ? AND is_on = 0", account_id)
            row = {"moderator_id": account_id, "sealed": sealed, "last_used": 0, "is_on": 0}
            self._db.insert_all("second_step", [row])

    def turn_on(self, account_id: int) -> None:
        with self._db.write():
            self._db.execute("UPDATE second_step SET is_on = 1 WHERE moderator_id = ?", account_id)

    def remove(self, account_id: int) -> None:
        with self._db.write():
            for table in ("second_step", "recovery_code", "code_wait"):
                self._db.execute(f"DELETE FROM {table} WHERE moderator_id = ?", account_id)

    def use_step(self, account_id: int, step: int) -> bool:
        sql = "UPDATE second_step SET last_used = ? WHERE moderator_id = ? AND last_used < ?"
        with self._db.write():
            return self._db.execute(sql, step, account_id, step) > 0

    def set_recovery_codes(self, account_id: int, codes: Sequence[str]) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM recovery_code WHERE moderator_id = ?", account_id)
            rows = [{"moderator_id": account_id, "code_hash": hashed(code)} for code in codes]
            self._db.insert_all("recovery_code", rows)

    def use_recovery_code(self, account_id: int, code: str) -> bool:
        sql = "DELETE FROM recovery_code WHERE moderator_id = ? AND code_hash = ?"
        with self._db.write():
            return self._db.execute(sql, account_id, hashed(code)) > 0

    def recovery_codes_left(self, account_id: int) -> int:
        row = self._db.row("SELECT COUNT(*) AS n FROM recovery_code WHERE moderator_id = ?", account_id)
        return int(row["n"]) if row else 0

    def wait(self, account_id: int, token: str, by_link: bool, until: datetime) -> None:
        row = {
            "token_hash": hashed(token),
            "moderator_id": account_id,
            "by_link": int(by_link),
            "expires_at": stored(until),
        }
        with self._db.write():
            self._db.insert_all("code_wait", [row])

    def forget_waits(self, now: datetime) -> None:
        delete_due(self._db, "code_wait", "expires_at <= ?", stored(now))

    def waiting(self, token: str, now: datetime) -> Waiting | None:
        row = self._db.row(OWNER.format(table="code_wait"), hashed(token), stored(now))
        by_link = self._db.row("SELECT by_link FROM code_wait WHERE token_hash = ?", hashed(token))
        return Waiting(account(row), bool(by_link["by_link"])) if row and by_link else None

    def stop_waiting(self, token: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM code_wait WHERE token_hash = ?", hashed(token))
