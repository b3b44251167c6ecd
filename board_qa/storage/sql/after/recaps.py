"""The recaps of meetings, in SQL. What was picked is one JSON column: it is read and written whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from board_qa.domain.meetings.recap import ItemKind, Pick, Recap, key, without
from board_qa.storage.sql import meetings
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.times import moment, moment_or_none, stored_or_none


class SqlRecaps:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of_meeting(self, meeting_id: int) -> Recap:
        row = self._db.row("SELECT * FROM recap WHERE meeting_id = ?", meeting_id)
        if row is None:
            return Recap()
        picks = _picks(row["picks"])
        saved_at = moment_or_none(row["saved_at"])
        return Recap(row["introduction"], picks, row["revision"], row["saved_by"], saved_at)

    def save(self, meeting_id: int, recap: Recap) -> bool:
        with self._db.write():
            if self.of_meeting(meeting_id).revision != recap.revision:
                return False
            self._db.execute(
                """INSERT INTO recap (meeting_id, introduction, picks, revision, saved_by, saved_at)
                   VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (meeting_id) DO UPDATE
                   SET introduction = excluded.introduction, picks = excluded.picks, revision = excluded.revision,
                   saved_by = excluded.saved_by, saved_at = excluded.saved_at""",
                meeting_id,
                recap.introduction,
                _column(recap.picks),
                recap.revision + 1,
                recap.saved_by,
                stored_or_none(recap.saved_at),
            )
            meetings.next_revision(self._db, meeting_id)
        return True

    def last_set(self, question_ids: Collection[int], parts: Collection[str]) -> dict[int, datetime]:
        # In JSON that `history.py` writes, only a part's name stands before a colon: in a value, its quotation marks
        # have a backslash before them.
        sql = f"""SELECT c.question_id AS id, MAX(c.at) AS at FROM change c
                  WHERE c.question_id IN ({marks(question_ids)}) AND (c.text_before != '' OR c.action = 'withhold_name'
                  {"OR instr(c.after, ?) > 0 " * len(parts)})
                  GROUP BY c.question_id"""
        rows = self._db.rows(sql, *question_ids, *(f'"{part}": ' for part in parts))
        return {row["id"]: moment(row["at"]) for row in rows}


def unpick(db: Database, post_ids: Collection[int]) -> None:
    """What was picked of these posts of others goes with them: no other post is told in their place."""
    gone = {key(ItemKind.HEARD, number) for number in post_ids}
    for row in db.rows("SELECT meeting_id, picks FROM recap WHERE instr(picks, ?) > 0", f'"{ItemKind.HEARD}-'):
        left = _column(without(_picks(row["picks"]), gone))
        if left != row["picks"]:
            db.update("recap", {"meeting_id": row["meeting_id"]}, {"picks": left})


def _picks(column: str) -> tuple[Pick, ...]:
    return tuple(Pick(**pick) for pick in json.loads(column))


def _column(picks: Sequence[Pick]) -> str:
    return json.dumps([asdict(pick) for pick in picks], ensure_ascii=False)
