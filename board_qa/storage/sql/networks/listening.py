"""What the listening report counts, in SQL."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import chain
from typing import Any

from board_qa.domain.listening.asked_about import Approved
from board_qa.domain.listening.figures import Account
from board_qa.domain.listening.questions import Asked
from board_qa.domain.listening.spoken import Spoken
from board_qa.domain.questions.audience import PUBLIC_STATES
from board_qa.domain.questions.question import State
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.networks.long_readings import posts_between
from board_qa.storage.sql.times import moment, stored

_SPOKEN = """id, channel, native_id, author_id, author_handle, answers_author, posted_at, made_at, text, is_repost,
             answers, conversation_id, refers_to, is_ours, followers, impressions"""

# When the head came to be answered last, where it is.
_ANSWERED_AT = """(SELECT MAX(c.at) FROM change c WHERE c.question_id = head.id AND c.to_state = 'answered'
                   AND c.from_state != 'answered' AND head.state = 'answered')"""
_ASKED = f"""SELECT q.channel, q.partner_id, head.state AS fate, q.agenda_item, head.reason, q.asker, q.asked_at,
                    {_ANSWERED_AT} AS answered_at
             FROM question q JOIN question head ON head.id = COALESCE(q.grouped_into, q.id)
             WHERE q.meeting_id = ?"""
_KEYS = """SELECT DISTINCT k.asker, k.key FROM question q JOIN asker_key k ON k.asker = q.asker
           WHERE q.meeting_id = ? AND q.state != 'withdrawn' AND q.asker != ''"""
_EARLIER = f"""SELECT DISTINCT its.key FROM ({_KEYS}) its JOIN asker_key theirs ON theirs.key = its.key
               JOIN question q ON q.asker = theirs.asker AND q.state != 'withdrawn'
               JOIN meeting m ON m.id = q.meeting_id WHERE q.meeting_id != ? AND m.starts_at < ?"""

# Whose post the public sees with a name beside it.
_NAMED = """SELECT p.channel, p.author_id, q.author_handle FROM question q JOIN post p ON p.id = q.post_id
            WHERE q.meeting_id = ? AND q.state IN ({}) AND q.name_hidden = 0 AND q.name_withheld = 0
            AND q.source_state = 'visible' ORDER BY q.id"""
_APPROVED = """SELECT COALESCE(NULLIF(wording, ''), shown, text) AS put, author_name, author_handle FROM question
               WHERE meeting_id = ? AND state IN ({}) ORDER BY id"""
_SPENT = "SELECT channel, SUM(amount) AS amount FROM charge WHERE meeting_id = ? GROUP BY channel ORDER BY channel"


class SqlListening:
    """Answers `ports.listening.ListeningStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def spoken(self, meeting_id: int, begins: datetime, ends: datetime) -> list[Spoken]:
        # Each of the two goes along an index (meeting_id, posted_at).
        of_it = posts_between(self._db, _SPOKEN, "meeting_id = ?", (meeting_id,), begins, ends)
        of_none = posts_between(self._db, _SPOKEN, "meeting_id IS NULL", (), begins, ends)
        return sorted(map(_spoken, chain(of_it, of_none)), key=lambda one: one.posted_at)

    def may_be_named(self, meeting_id: int) -> dict[Account, str]:
        rows = self._db.rows(_NAMED.format(marks(PUBLIC_STATES)), meeting_id, *PUBLIC_STATES)
        return {Account(row["channel"], row["author_id"]): row["author_handle"] for row in rows}

    def asked(self, meeting_id: int) -> list[Asked]:
        return [_asked(row) for row in self._db.rows(_ASKED, meeting_id)]

    def approved(self, meeting_id: int) -> list[Approved]:
        rows = self._db.rows(_APPROVED.format(marks(PUBLIC_STATES)), meeting_id, *PUBLIC_STATES)
        return [Approved(row["put"], (row["author_name"], row["author_handle"])) for row in rows]

    def asker_keys(self, meeting_id: int) -> dict[str, set[str]]:
        keys: dict[str, set[str]] = {}
        for row in self._db.rows(f"SELECT asker, key FROM ({_KEYS}) its", meeting_id):
            keys.setdefault(row["asker"], set()).add(row["key"])
        return keys

    def earlier_keys(self, meeting_id: int, before: datetime) -> set[str]:
        rows = self._db.rows(_EARLIER, meeting_id, meeting_id, stored(before))
        return {row["key"] for row in rows}

    def spent(self, meeting_id: int) -> dict[str, int]:
        rows = self._db.rows(_SPENT, meeting_id)
        return {row["channel"]: int(row["amount"]) for row in rows}

    def supports(self, meeting_id: int) -> int:
        sql = "SELECT COUNT(*) AS number FROM support s JOIN question q ON q.id = s.question_id WHERE q.meeting_id = ?"
        row = self._db.row(sql, meeting_id)
        return row["number"] if row else 0


def _spoken(row: dict[str, Any]) -> Spoken:
    return Spoken(
        id=row["native_id"],
        account=Account(row["channel"], row["author_id"]),
        handle=row["author_handle"],
        posted_at=moment(row["made_at"] or row["posted_at"]),
        text=row["text"],
        is_ours=bool(row["is_ours"]),
        is_repost=bool(row["is_repost"]),
        is_reply=bool(row["answers"]),
        answers_author=row["answers_author"],
        quotes=_quotes(row),
        followers=row["followers"],
        impressions=row["impressions"],
    )


def _quotes(row: dict[str, Any]) -> tuple[str, ...]:
    """What a post refers to and neither answers nor stands below."""
    referred = json.loads(row["refers_to"]) if row["refers_to"] != "[]" else []
    return tuple(one for one in referred if one not in (row["answers"], row["conversation_id"]))


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(
        channel=row["channel"],
        fate=State(row["fate"]),
        agenda_item=row["agenda_item"],
        reason=row["reason"],
        asker=row["asker"],
        asked_at=moment(row["asked_at"]),
        answered_at=moment(row["answered_at"]) if row["answered_at"] else None,
        through_partner=row["partner_id"] is not None,
    )
