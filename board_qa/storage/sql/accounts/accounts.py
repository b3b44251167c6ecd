"""Moderators in SQL, and the links that sign them in once.

Secrets are stored as SHA-256: they are random, so that is enough.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import stored

# A closed account owns nothing: whatever was left behind for it lets nobody in.
OWNER = """SELECT m.* FROM moderator m JOIN {table} t ON t.moderator_id = m.id
            WHERE t.token_hash = ? AND t.expires_at > ? AND m.closed_at IS NULL"""


class SqlAccounts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, username: str, name: str, password_hash: str, now: datetime, role: Role = Role.MODERATOR
    ) -> Moderator | None:
        with self._db.write():
            if self.by_username(username):
                return None
            self._db.insert(
                "moderator",
                {
                    "username": username,
                    "name": name,
                    "password_hash": password_hash,
                    "created_at": stored(now),
                    "role": role.value,
                },
            )
        return self.by_username(username)

    def all(self) -> list[Moderator]:
        return [account(row) for row in self._db.rows("SELECT * FROM moderator ORDER BY name")]

    def by_username(self, username: str) -> Moderator | None:
        row = self._db.row("SELECT * FROM moderator WHERE username = ?", username)
        return None if row is None else account(row)

    def set_password(self, username: str, password_hash: str) -> bool:
        """Store a new password; whoever came in with what was there before is out."""
        with self._db.write():
            person = self.by_username(username)
            if person is None:
                return False
            self._db.execute("UPDATE moderator SET password_hash = ? WHERE id = ?", password_hash, person.id)
            end_ways_in(self._db, person.id)
        return True

    def hash_anew(self, moderator_id: int, before: str, password_hash: str) -> None:
        sql = "UPDATE moderator SET password_hash = ? WHERE id = ? AND password_hash = ?"
        with self._db.write():
            self._db.execute(sql, password_hash, moderator_id, before)

    def add_link(self, moderator_id: int, token: str, until: datetime) -> None:
        with self._db.write():
            link = {"token_hash": hashed(token), "moderator_id": moderator_id, "expires_at": stored(until)}
            self._db.insert_all("sign_in_link", [link])

    def forget_links(self, now: datetime) -> None:
        delete_due(self._db, "sign_in_link", "expires_at <= ?", stored(now))

    def use_link(self, token: str, now: datetime) -> Moderator | None:
        with self._db.write():
            row = self._db.row(OWNER.format(table="sign_in_link"), hashed(token), stored(now))
            self._db.execute("DELETE FROM sign_in_link WHERE token_hash = ?", hashed(token))
        return None if row is None else account(row)


def end_ways_in(db: Database, account_id: int) -> None:
    """End every session and one-time link of an account, and know its devices no more, in the caller's transaction.

    A key of an app that is not on yet goes as well: whoever saw it would have the second step of what comes now.
    """
    for table in ("session", "sign_in_link", "known_device", "code_wait"):
        db.execute(f"DELETE FROM {table} WHERE moderator_id = ?", account_id)
    db.execute("DELETE FROM second_step WHERE moderator_id = ? AND is_on = 0", account_id)


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def account(row: dict[str, Any]) -> Moderator:
    return Moderator(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        password_hash=row["password_hash"],
        role=Role(row["role"]),
        closed=row["closed_at"] is not None,
    )
