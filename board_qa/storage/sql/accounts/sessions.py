"""Sessions, and the devices that accounts know, in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from board_qa.domain.accounts.moderator import Moderator
from board_qa.domain.accounts.sessions import NewDevice, Session
from board_qa.storage.sql.accounts.accounts import OWNER, account, hashed
from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import moment, stored


class SqlSessions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def start(self, moderator_id: int, token: str, browser: str, now: datetime, until: datetime, by_link: bool) -> None:
        session = {
            "token_hash": hashed(token),
            "moderator_id": moderator_id,
            "browser": browser,
            "started_at": stored(now),
            "used_at": stored(now),
            "expires_at": stored(until),
            "by_link": int(by_link),
        }
        with self._db.write():
            self._db.execute("UPDATE moderator SET last_sign_in_at = ? WHERE id = ?", stored(now), moderator_id)
            self._db.insert_all("session", [session])

    def owner(self, token: str, now: datetime, used_since: datetime) -> Moderator | None:
        sql = f"{OWNER.format(table='session')} AND t.used_at > ?"
        row = self._db.row(sql, hashed(token), stored(now), stored(used_since))
        return None if row is None else account(row)

    def came_by_link(self, token: str, since: datetime) -> bool:
        sql = "SELECT 1 FROM session WHERE token_hash = ? AND by_link = 1 AND started_at > ?"
        return self._db.row(sql, hashed(token), stored(since)) is not None

    def use(self, token: str, now: datetime, unless_since: datetime) -> None:
        sql = "SELECT 1 FROM session WHERE token_hash = ? AND used_at <= ?"
        if self._db.row(sql, hashed(token), stored(unless_since)):
            with self._db.write():
                self._db.execute("UPDATE session SET used_at = ? WHERE token_hash = ?", stored(now), hashed(token))

    def renew(self, token: str, new_token: str) -> bool:
        sql = "UPDATE session SET token_hash = ? WHERE token_hash = ?"
        with self._db.write():
            return self._db.execute(sql, hashed(new_token), hashed(token)) > 0

    def begin_anew(self, token: str, now: datetime, until: datetime) -> None:
        sql = """UPDATE session SET started_at = ?, used_at = ?, expires_at = ?, by_link = 0, vouched_only = 0
                 WHERE token_hash = ?"""
        with self._db.write():
            self._db.execute(sql, stored(now), stored(now), stored(until), hashed(token))

    def mark_vouched_only(self, token: str) -> None:
        with self._db.write():
            self._db.execute("UPDATE session SET vouched_only = 1 WHERE token_hash = ?", hashed(token))

    def end(self, token: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM session WHERE token_hash = ?", hashed(token))

    def of_account(self, moderator_id: int, now: datetime, used_since: datetime) -> list[Session]:
        rows = self._db.rows(
            """SELECT token_hash, browser, started_at, used_at, vouched_only FROM session
               WHERE moderator_id = ? AND expires_at > ? AND used_at > ? ORDER BY started_at DESC, token_hash""",
            moderator_id,
            stored(now),
            stored(used_since),
        )
        return [_session(row) for row in rows]

    def id_of(self, token: str) -> str:
        return hashed(token)

    def end_one(self, moderator_id: int, session_id: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM session WHERE moderator_id = ? AND token_hash = ?", moderator_id, session_id)

    def end_others(self, moderator_id: int, token: str) -> None:
        sql = "DELETE FROM session WHERE moderator_id = ? AND token_hash != ?"
        with self._db.write():
            self._db.execute(sql, moderator_id, hashed(token))
            self._db.execute("DELETE FROM code_wait WHERE moderator_id = ?", moderator_id)

    def end_all(self, moderator_id: int) -> None:
        with self._db.write():
            for table in ("session", "code_wait"):
                self._db.execute(f"DELETE FROM {table} WHERE moderator_id = ?", moderator_id)

    def forget_devices(self, moderator_id: int) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM known_device WHERE moderator_id = ?", moderator_id)

    def know_device(self, moderator_id: int, device: str, browser: str, now: datetime, since: datetime) -> None:
        with self._db.write():
            # The first device of an account is news to nobody.
            known = "SELECT 1 FROM known_device WHERE moderator_id = ? AND last_at > ?"
            others = self._db.row(known, moderator_id, stored(since))
            self._db.execute(
                """INSERT INTO known_device (device_hash, moderator_id, browser, first_at, last_at, seen)
                   VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device_hash, moderator_id)
                   DO UPDATE SET last_at = excluded.last_at, browser = excluded.browser""",
                hashed(device),
                moderator_id,
                browser,
                stored(now),
                stored(now),
                int(others is None),
            )

    def forget(self, now: datetime, used_since: datetime, devices_since: datetime) -> None:
        over = "expires_at <= ? OR used_at <= ?"
        delete_due(self._db, "session", over, stored(now), stored(used_since))
        delete_due(self._db, "known_device", "last_at <= ?", stored(devices_since))

    def knows_device(self, device: str, since: datetime, moderator_id: int | None = None) -> bool:
        sql = "SELECT moderator_id FROM known_device WHERE device_hash = ? AND last_at > ?"
        owners = [row["moderator_id"] for row in self._db.rows(sql, hashed(device), stored(since))]
        return bool(owners) if moderator_id is None else moderator_id in owners

    def new_devices(self, moderator_id: int, device: str) -> list[NewDevice]:
        rows = self._db.rows(
            """SELECT browser, first_at FROM known_device
               WHERE moderator_id = ? AND seen = 0 AND device_hash != ? ORDER BY first_at DESC, device_hash""",
            moderator_id,
            hashed(device),
        )
        return [NewDevice(row["browser"], moment(row["first_at"])) for row in rows]

    def mark_devices_seen(self, moderator_id: int, device: str, until: datetime) -> None:
        with self._db.write():
            self._db.execute(
                "UPDATE known_device SET seen = 1 WHERE moderator_id = ? AND device_hash != ? AND first_at <= ?",
                moderator_id,
                hashed(device),
                stored(until),
            )


def _session(row: dict[str, Any]) -> Session:
    return Session(
        row["token_hash"],
        row["browser"],
        moment(row["started_at"]),
        moment(row["used_at"]),
        bool(row["vouched_only"]),
    )
