"""Links for partners, in SQL, and what came through each. Of who came, nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from board_qa.domain.meetings.partners import Partner
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import stored

_SELECT = "SELECT p.*, (SELECT COUNT(*) FROM question q WHERE q.partner_id = p.id) AS questions FROM partner p"


class SqlPartners:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, meeting_id: int, name: str, key: str, now: datetime) -> Partner | None:
        with self._db.write():
            if self._db.row("SELECT 1 FROM partner WHERE meeting_id = ? AND key = ?", meeting_id, key):
                return None
            row = {"meeting_id": meeting_id, "key": key, "name": name, "made_at": stored(now)}
            return self.get(self._db.insert("partner", row))

    def get(self, partner_id: int) -> Partner | None:
        return self._one("p.id = ?", partner_id)

    def by_key(self, meeting_id: int, key: str) -> Partner | None:
        return self._one("p.meeting_id = ? AND p.key = ? AND p.removed = 0", meeting_id, key)

    def of_meeting(self, meeting_id: int) -> list[Partner]:
        sql = f"{_SELECT} WHERE p.meeting_id = ? ORDER BY p.name COLLATE NOCASE, p.id"
        return [_partner(row) for row in self._db.rows(sql, meeting_id)]

    def rename(self, partner_id: int, name: str) -> None:
        with self._db.write():
            self._db.execute("UPDATE partner SET name = ? WHERE id = ?", name, partner_id)

    def set_handles(self, partner_id: int, handles: Mapping[str, str]) -> None:
        with self._db.write():
            self._db.execute("UPDATE partner SET handles = ? WHERE id = ?", json.dumps(dict(handles)), partner_id)

    def set_removed(self, partner_id: int, removed: bool) -> bool:
        sql = "UPDATE partner SET removed = ?1 WHERE id = ?2 AND removed != ?1"
        with self._db.write():
            return self._db.execute(sql, int(removed), partner_id) == 1

    def count_visit(self, partner_id: int) -> None:
        with self._db.write():
            self._db.execute("UPDATE partner SET visits = visits + 1 WHERE id = ? AND removed = 0", partner_id)

    def _one(self, where: str, *values: Any) -> Partner | None:
        row = self._db.row(f"{_SELECT} WHERE {where}", *values)
        return None if row is None else _partner(row)


def _partner(row: dict[str, Any]) -> Partner:
    return Partner(
        id=row["id"],
        meeting_id=row["meeting_id"],
        key=row["key"],
        name=row["name"],
        visits=row["visits"],
        questions=row["questions"],
        removed=bool(row["removed"]),
        handles=json.loads(row["handles"]),
    )
