"""Which page and which network each question came from, in SQL: both as hashes, and for a day."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from board_qa.domain.questions.flooding import EVERY, HASTY_WITHIN, PAGE_WITHIN, WITHIN, Arrivals
from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import stored

_CAME = "(SELECT COUNT(*) FROM question_arrival WHERE {})"
_COUNTS = f"""SELECT
    {_CAME.format("page = ?1 AND at > ?3")} AS of_page,
    {_CAME.format("network = ?2 AND hasty = 1 AND at > ?4")} AS hasty,
    {_CAME.format("network = ?2 AND at > ?5")} AS of_network,
    {_CAME.format("network = ?2 AND at > ?6")} AS of_network_lately,
    {_CAME.format("at > ?5")} AS of_all,
    {_CAME.format("at > ?6")} AS of_all_lately"""


class SqlArrivals:
    def __init__(self, database: Database) -> None:
        self._db = database

    def before(self, page: str, network: str, now: datetime) -> Arrivals:
        since = [stored(now - within) for within in (PAGE_WITHIN, HASTY_WITHIN, WITHIN, EVERY)]
        row = self._db.row(_COUNTS, _hash(page), network, *since)
        assert row is not None
        return Arrivals(**row)

    def record(self, token: str, page: str, network: str, hasty: bool, now: datetime) -> None:
        with self._db.write():
            self._db.execute(
                """INSERT INTO question_arrival (question_id, page, network, hasty, at)
                   SELECT id, ?1, ?2, ?3, ?4 FROM question WHERE token = ?5""",
                _hash(page),
                network,
                int(hasty),
                stored(now),
                token,
            )

    def forget(self, before: datetime) -> None:
        if self._db.row("SELECT 1 FROM question_arrival WHERE at <= ? LIMIT 1", stored(before)):
            with self._db.write():
                self._db.execute("DELETE FROM question_arrival WHERE at <= ?", stored(before))


def _hash(page: str) -> str:
    return sha256(page.encode()).hexdigest()
