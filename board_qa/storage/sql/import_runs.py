"""How far each import of a file is, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from board_qa.domain.questions.history import Actor
from board_qa.domain.questions.import_runs import ImportRun
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import moment, stored


class SqlImports:
    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, meeting_id: int, file: str, rows: int, actor: Actor, now: datetime) -> ImportRun:
        with self._db.write():
            row = {
                "meeting_id": meeting_id,
                "file": file,
                "total": rows,
                "by": actor.name,
                "by_id": actor.id,
                "started_at": stored(now),
                "moved_at": stored(now),
            }
            run_id = self._db.insert("import_run", row)
        found = self.get(run_id)
        if found is None:
            raise LookupError(f"no import {run_id}")
        return found

    def get(self, run_id: int) -> ImportRun | None:
        return self._one("id = ?", run_id)

    def latest(self, meeting_id: int, file: str) -> ImportRun | None:
        return self._one("meeting_id = ? AND file = ? ORDER BY id DESC LIMIT 1", meeting_id, file)

    def move(self, run_id: int, rows: int, numbers: Sequence[int], now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                "UPDATE import_run SET done = done + ?, stored = stored + ?, moved_at = ? WHERE id = ?",
                rows,
                len(numbers),
                stored(now),
                run_id,
            )
            if numbers:
                self._db.execute(
                    "UPDATE import_run SET first = CASE first WHEN 0 THEN ? ELSE first END, last = ? WHERE id = ?",
                    min(numbers),
                    max(numbers),
                    run_id,
                )

    def end(self, run_id: int, now: datetime) -> None:
        with self._db.write():
            self._db.execute("UPDATE import_run SET ended_at = ? WHERE id = ?", stored(now), run_id)

    def _one(self, where: str, *values: Any) -> ImportRun | None:
        row = self._db.row(f"SELECT * FROM import_run WHERE {where}", *values)
        return _run(row) if row else None


def _run(row: dict[str, Any]) -> ImportRun:
    return ImportRun(
        id=row["id"],
        meeting_id=row["meeting_id"],
        rows=row["total"],
        done=row["done"],
        stored=row["stored"],
        first=row["first"],
        last=row["last"],
        moved_at=moment(row["moved_at"]),
        over=row["ended_at"] is not None,
    )
