"""What the board aims at, in SQL."""

from __future__ import annotations

from board_qa.domain.listening.targets import FIGURES, Target
from board_qa.storage.sql.database import Database


class SqlTargets:
    """Answers `ports.listening.TargetStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Target]:
        found = {row["figure"]: row["number"] for row in self._db.rows("SELECT * FROM target")}
        return [Target(figure, found[figure]) for figure in FIGURES if figure in found]

    def get(self, figure: str) -> Target | None:
        row = self._db.row("SELECT number FROM target WHERE figure = ?", figure)
        return Target(figure, row["number"]) if row else None

    def save(self, target: Target) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO target (figure, number) VALUES (?, ?)
                   ON CONFLICT (figure) DO UPDATE SET number = excluded.number""",
                target.figure,
                target.number,
            )

    def remove(self, figure: str) -> None:
        with self._db.write():
            self._db.execute("DELETE FROM target WHERE figure = ?", figure)
