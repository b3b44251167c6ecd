"""Which page and which network each question came from, in SQL: both as hashes, and for a day."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from board_qa.domain.questions.flooding import EVERY, HASTY_WITHIN, PAGE_WITHIN, WITHIN, Arrivals, By, Flood
from board_qa.storage.sql.database import Database, delete_due
from board_qa.storage.sql.times import moment, stored

_CAME = "(SELECT COUNT(*) FROM question_arrival WHERE {})"
_COUNTS = f"""SELECT
    {_CAME.format("page = ?1 AND at > ?3")} AS of_page,
    {_CAME.format("network = ?2 AND hasty = 1 AND at > ?4")} AS hasty,
    {_CAME.format("network = ?2 AND at > ?5")} AS of_network,
    {_CAME.format("network = ?2 AND at > ?6")} AS of_network_lately,
    {_CAME.format("at > ?5")} AS of_all,
    {_CAME.format("at > ?6")} AS of_all_lately"""

# Only what nobody has read, and nothing that may come from somebody in distress or was not looked through for it.
_UNREAD = """q.meeting_id = ?1 AND q.state = 'received' AND q.flags IS NOT NULL
             AND instr(q.flags, '"distress"') = 0 AND instr(q.flags, '"unread"') = 0"""
_BY_NETWORK = f"question_arrival a JOIN question q ON q.id = a.question_id WHERE {_UNREAD}"
_BY_WORDS = f"question q WHERE {_UNREAD} AND q.words != ''"
_FLOODS = f"""
    SELECT 'network' AS kind, a.network AS mark, COUNT(*) AS questions, MIN(q.received_at) AS first_at,
           MAX(q.received_at) AS last_at FROM {_BY_NETWORK} GROUP BY a.network HAVING COUNT(*) >= ?2
    UNION ALL
    SELECT 'words' AS kind, q.words AS mark, COUNT(*) AS questions, MIN(q.received_at) AS first_at,
           MAX(q.received_at) AS last_at FROM {_BY_WORDS} GROUP BY q.words HAVING COUNT(*) >= ?2
    ORDER BY questions DESC, mark"""
_OF_FLOOD = {
    By.NETWORK: f"SELECT q.id FROM {_BY_NETWORK} AND a.network = ?2 ORDER BY q.number",
    By.WORDS: f"SELECT q.id FROM {_BY_WORDS} AND q.words = ?2 ORDER BY q.number",
}


class SqlArrivals:
    def __init__(self, database: Database) -> None:
        self._db = database

    def before(self, page: str, network: str, now: datetime) -> Arrivals:
        since = [stored(now - within) for within in (PAGE_WITHIN, HASTY_WITHIN, WITHIN, EVERY)]
        (row,) = self._db.rows(_COUNTS, _hash(page), network, *since)
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

    def floods(self, meeting_id: int, least: int) -> list[Flood]:
        return [
            Flood(By(row["kind"]), row["mark"], row["questions"], moment(row["first_at"]), moment(row["last_at"]))
            for row in self._db.rows(_FLOODS, meeting_id, least)
        ]

    def of_flood(self, meeting_id: int, by: By, mark: str) -> list[int]:
        return [row["id"] for row in self._db.rows(_OF_FLOOD[by], meeting_id, mark)]

    def forget(self, before: datetime) -> None:
        delete_due(self._db, "question_arrival", "at <= ?", stored(before))


def _hash(page: str) -> str:
    return sha256(page.encode()).hexdigest()
