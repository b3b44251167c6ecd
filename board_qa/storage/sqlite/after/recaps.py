"""The recaps of meetings, in SQLite. What was picked is one JSON column: it is read and written whole."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from board_qa.domain.meetings.recap import Pick, Recap
from board_qa.storage.sqlite import meetings
from board_qa.storage.sqlite.database import Database
from board_qa.storage.sqlite.times import moment, moment_or_none, stored_or_none


class SqliteRecaps:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of_meeting(self, meeting_id: int) -> Recap:
        row = self._db.row("SELECT * FROM recap WHERE meeting_id = ?", meeting_id)
        if row is None:
            return Recap()
        picks = tuple(Pick(**pick) for pick in json.loads(row["picks"]))
        saved_at = moment_or_none(row["saved_at"])
        return Recap(row["introduction"], picks, row["revision"], row["saved_by"], saved_at)

    def save(self, meeting_id: int, recap: Recap) -> bool:
        with self._db.write():
            if self.of_meeting(meeting_id).revision != recap.revision:
                return False
            self._db.execute(
                "INSERT OR REPLACE INTO recap (meeting_id, introduction, picks, revision, saved_by, saved_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                meeting_id,
                recap.introduction,
                json.dumps([asdict(pick) for pick in recap.picks], ensure_ascii=False),
                recap.revision + 1,
                recap.saved_by,
                stored_or_none(recap.saved_at),
            )
            meetings.next_revision(self._db, meeting_id)
        return True

    def last_set(self, question_ids: Collection[int], parts: Collection[str]) -> dict[int, datetime]:
        sql = """SELECT c.question_id AS id, MAX(c.at) AS at
                 FROM json_each(?) one JOIN change c ON c.question_id = one.value
                 WHERE c.text_before != '' OR c.action = 'withhold_name' OR EXISTS (
                     SELECT 1 FROM json_each(c.after) part JOIN json_each(?) wanted ON wanted.value = part.key)
                 GROUP BY c.question_id"""
        rows = self._db.rows(sql, json.dumps(list(question_ids)), json.dumps(list(parts)))
        return {row["id"]: moment(row["at"]) for row in rows}
