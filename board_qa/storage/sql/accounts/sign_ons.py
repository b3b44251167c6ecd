"""Who an account is at the organisation's provider, in SQL."""

from __future__ import annotations

from board_qa.domain.accounts.moderator import Moderator
from board_qa.storage.sql.accounts.accounts import account
from board_qa.storage.sql.database import Database


class SqlSignOns:
    def __init__(self, database: Database) -> None:
        self._db = database

    def owner(self, issuer: str, subject: str) -> Moderator | None:
        row = self._db.row(
            """SELECT m.* FROM moderator m JOIN sign_on s ON s.moderator_id = m.id
               WHERE s.issuer = ? AND s.subject = ?""",
            issuer,
            subject,
        )
        return None if row is None else account(row)

    def link(self, account_id: int, issuer: str, subject: str) -> bool:
        with self._db.write():
            if self.is_linked(account_id):
                return False
            self._db.insert_all("sign_on", [{"moderator_id": account_id, "issuer": issuer, "subject": subject}])
            return True

    def is_linked(self, account_id: int) -> bool:
        return self._db.row("SELECT 1 FROM sign_on WHERE moderator_id = ?", account_id) is not None

    def unlink(self, account_id: int) -> bool:
        with self._db.write():
            return self._db.execute("DELETE FROM sign_on WHERE moderator_id = ?", account_id) > 0
