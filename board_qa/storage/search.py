from __future__ import annotations

from .database import Database


class SqliteSearch:
    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, words: str, limit: int) -> list[int]:
        return [
            r["id"] for r in self._db.rows("SELECT id FROM question WHERE text LIKE ? LIMIT ?", f"%{words}%", limit)
        ]
