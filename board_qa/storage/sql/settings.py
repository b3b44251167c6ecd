"""The history of what people set for a meeting or for the board, in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from board_qa.domain.meetings.settings import Difference, SettingChange, Value
from board_qa.domain.questions.history import Actor
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import moment, stored


class SqlSettings:
    def __init__(self, database: Database) -> None:
        self._db = database

    def record(self, meeting_id: int | None, differences: Sequence[Difference], actor: Actor, now: datetime) -> None:
        with self._db.write():
            for one in differences:
                self._db.insert(
                    "setting_change",
                    {
                        "meeting_id": meeting_id,
                        "setting": one.setting,
                        "before": _json(one.before),
                        "after": _json(one.after),
                        "by": actor.name,
                        "by_id": actor.id,
                        "at": stored(now),
                    },
                )

    def history(self, meeting_id: int | None, limit: int) -> list[SettingChange]:
        whose, values = ("IS NULL", []) if meeting_id is None else ("= ?", [meeting_id])
        sql = f"SELECT * FROM setting_change WHERE meeting_id {whose} ORDER BY id DESC LIMIT ?"
        rows = self._db.rows(sql, *values, limit)
        return [_change(row) for row in rows]

    def last_of(self, meeting_id: int, setting: str) -> SettingChange | None:
        sql = "SELECT * FROM setting_change WHERE meeting_id = ? AND setting = ? ORDER BY id DESC LIMIT 1"
        row = self._db.row(sql, meeting_id, setting)
        return _change(row) if row else None


def _change(row: dict[str, Any]) -> SettingChange:
    what = Difference(row["setting"], _value(row["before"]), _value(row["after"]))
    return SettingChange(what, row["by"], moment(row["at"]))


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(column: str) -> Value:
    value = json.loads(column)
    return tuple(value) if isinstance(value, list) else value
