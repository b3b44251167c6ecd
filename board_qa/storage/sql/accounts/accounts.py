"""Moderators and their sessions in SQL. Secrets are stored as SHA-256: they are random, so that is enough."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.roles import Role
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import stored

# A closed account owns nothing: whatever was left behind for it lets nobody in.
_OWNER = """SELECT m.* FROM moderator m JOIN {table} t ON t.moderator_id = m.id
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

    def start_session(
        self, moderator_id: int, token: str, now: datetime, until: datetime, by_link: bool = False
    ) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM session WHERE expires_at <= ?", stored(now))
            self._db.execute("UPDATE moderator SET last_sign_in_at = ? WHERE id = ?", stored(now), moderator_id)
            session = {
                "token_hash": _hash(token),
                "moderator_id": moderator_id,
                "started_at": stored(now),
                "expires_at": stored(until),
                "by_link": int(by_link),
            }
            self._db.insert_all("session", [session])

    def session_owner(self, token: str, now: datetime) -> Moderator | None:
        row = self._db.row(_OWNER.format(table="session"), _hash(token), stored(now))
        return None if row is None else account(row)

    def came_by_link(self, token: str, since: datetime) -> bool:
        sql = "SELECT 1 FROM session WHERE token_hash = ? AND by_link = 1 AND started_at > ?"
        return self._db.row(sql, _hash(token), stored(since)) is not None

    def end_session(self, token: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM session WHERE token_hash = ?", _hash(token))

    def add_link(self, moderator_id: int, token: str, until: datetime) -> None:
        with self._db.write():
            link = {"token_hash": _hash(token), "moderator_id": moderator_id, "expires_at": stored(until)}
            self._db.insert_all("sign_in_link", [link])

    def use_link(self, token: str, now: datetime) -> Moderator | None:
        with self._db.write():
            row = self._db.row(_OWNER.format(table="sign_in_link"), _hash(token), stored(now))
            self._db.execute("DELETE FROM sign_in_link WHERE token_hash = ?", _hash(token))
        return None if row is None else account(row)

    def know_device(self, moderator_id: int, device: str, now: datetime, since: datetime) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM known_device WHERE last_at <= ?", stored(since))
            self._db.execute(
                """INSERT INTO known_device (moderator_id, device_hash, first_at, last_at) VALUES (?, ?, ?, ?)
                   ON CONFLICT (device_hash, moderator_id) DO UPDATE SET last_at = excluded.last_at""",
                moderator_id,
                _hash(device),
                stored(now),
                stored(now),
            )

    def knows_device(self, device: str, since: datetime, moderator_id: int | None = None) -> bool:
        sql = "SELECT moderator_id FROM known_device WHERE device_hash = ? AND last_at > ?"
        owners = [row["moderator_id"] for row in self._db.rows(sql, _hash(device), stored(since))]
        return bool(owners) if moderator_id is None else moderator_id in owners


def end_ways_in(db: Database, account_id: int) -> None:
    """End every session and one-time link of an account, and know its devices no more, in the caller's transaction."""
    for table in ("session", "sign_in_link", "known_device"):
        db.execute(f"DELETE FROM {table} WHERE moderator_id = ?", account_id)


def _hash(token: str) -> str:
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
