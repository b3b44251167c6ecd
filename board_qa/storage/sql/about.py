"""What the pages about the service say of the board, in SQL."""

from __future__ import annotations

from cattrs.preconf.json import make_converter

from board_qa.domain.meetings.about import AboutBoard
from board_qa.storage.sql.database import Database

# Read and written whole, as the rules of a meeting are.
_CONVERTER = make_converter()


class SqlAbout:
    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self) -> AboutBoard:
        row = self._db.row("SELECT details FROM about_board WHERE id = 1")
        return _CONVERTER.loads(row["details"], AboutBoard) if row else AboutBoard()

    def save(self, about: AboutBoard) -> None:
        with self._db.write():
            details = _CONVERTER.dumps(about)
            self._db.execute(
                """INSERT INTO about_board (id, details) VALUES (1, ?)
                   ON CONFLICT (id) DO UPDATE SET details = excluded.details""",
                details,
            )
