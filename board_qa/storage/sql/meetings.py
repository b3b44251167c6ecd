"""Meetings, their revision and their history, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from cattrs.preconf.json import make_converter

from board_qa.domain.meetings.key_messages import KeyMessages
from board_qa.domain.meetings.meeting import IdleView, Meeting, MeetingDetails, MeetingKind, Section
from board_qa.domain.meetings.rules import Rules
from board_qa.domain.questions.history import Change
from board_qa.domain.questions.transitions import SECTION
from board_qa.storage.sql.database import Database, marks
from board_qa.storage.sql.history import CHANGES, change
from board_qa.storage.sql.times import moment, moment_or_none, stored, stored_or_none

# The rules are one JSON column: they are read and written whole, and no query looks inside.
_RULES = make_converter()

# Whether somebody took the change `c` back.
UNDONE = "EXISTS (SELECT 1 FROM change u WHERE u.meeting_id = c.meeting_id AND u.undoes = c.revision)"
# Above every revision.
_LAST = 2**62
# Whether the change `c` changed what the screen shows, in the very words of the index `change_of_the_screen`.
_OF_THE_SCREEN = """(c.from_state = 'on_screen' OR c.to_state = 'on_screen'
    OR c.action IN ('take_off_screen', 'blank', 'show_joining', 'show_closed'))"""
# The last action first, and of its rows the one that says most: what came on the screen, else what is of a question.
_TELLING_FIRST = """ORDER BY c.revision DESC, c.to_state = 'on_screen' DESC, c.question_id IS NOT NULL DESC,
    c.id DESC"""
_TIMING = ", ".join(f"'{action.value}'" for action in sorted(SECTION))


class SqlMeetings:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, details: MeetingDetails, code: str, screen_token: str, now: datetime) -> Meeting | None:
        with self._db.write():
            if self._db.row("SELECT 1 FROM meeting WHERE code = ?", code):
                return None
            row = {**_columns(details), "code": code, "screen_token": screen_token, "created_at": stored(now)}
            meeting_id = self._db.insert("meeting", row)
            self._set_agenda(meeting_id, details.agenda)
        return self.get(meeting_id)

    def update(self, meeting_id: int, details: MeetingDetails) -> None:
        with self._db.write():
            self._db.update("meeting", {"id": meeting_id}, _columns(details))
            self._set_agenda(meeting_id, details.agenda)
            next_revision(self._db, meeting_id)

    def publish_record(self, meeting_id: int, at: datetime | None) -> None:
        with self._db.write():
            self._db.execute("UPDATE meeting SET record_published_at = ? WHERE id = ?", stored_or_none(at), meeting_id)
            next_revision(self._db, meeting_id)

    def publish_recap(self, meeting_id: int, at: datetime | None) -> None:
        with self._db.write():
            self._db.execute("UPDATE meeting SET recap_published_at = ? WHERE id = ?", stored_or_none(at), meeting_id)
            next_revision(self._db, meeting_id)

    def key_messages(self, meeting_id: int) -> KeyMessages:
        sql = "SELECT language, words FROM key_message WHERE meeting_id = ? ORDER BY language, position"
        rows = self._db.rows(sql, meeting_id)
        return KeyMessages(*(tuple(row["words"] for row in rows if row["language"] == one) for one in ("en", "cy")))

    def set_key_messages(self, meeting_id: int, messages: KeyMessages) -> None:
        rows = [
            {"meeting_id": meeting_id, "language": language, "position": position, "words": words}
            for language, lines in (("en", messages.english), ("cy", messages.welsh))
            for position, words in enumerate(lines, start=1)
        ]
        with self._db.write():
            self._db.execute("DELETE FROM key_message WHERE meeting_id = ?", meeting_id)
            self._db.insert_all("key_message", rows)

    def _set_agenda(self, meeting_id: int, agenda: tuple[str, ...]) -> None:
        self._db.execute("DELETE FROM agenda_item WHERE meeting_id = ?", meeting_id)
        items = enumerate(agenda, start=1)
        rows = ({"meeting_id": meeting_id, "position": position, "title": title} for position, title in items)
        self._db.insert_all("agenda_item", rows)

    def get(self, meeting_id: int) -> Meeting | None:
        return self._one("SELECT * FROM meeting WHERE id = ?", meeting_id)

    def by_code(self, code: str) -> Meeting | None:
        return self._one("SELECT * FROM meeting WHERE code = ?", code)

    def by_screen_token(self, token: str) -> Meeting | None:
        return self._one("SELECT * FROM meeting WHERE screen_token = ?", token)

    def all(self) -> list[Meeting]:
        return self._several("TRUE")

    def since(self, moment: datetime, earlier: int) -> list[Meeting]:
        last = "SELECT id FROM meeting WHERE starts_at < ?1 ORDER BY starts_at DESC, id DESC LIMIT ?2"
        return self._several(f"(starts_at >= ?1 OR id IN ({last}))", stored(moment), earlier)

    def several(self, meeting_ids: Collection[int]) -> list[Meeting]:
        return self._several(f"id IN ({marks(meeting_ids)})", *meeting_ids) if meeting_ids else []

    def latest(self) -> Meeting | None:
        return self._one("SELECT * FROM meeting ORDER BY starts_at DESC, id DESC LIMIT 1")

    def made_last(self) -> Meeting | None:
        return self._one("SELECT * FROM meeting ORDER BY id DESC LIMIT 1")

    def revisions(self) -> dict[int, int]:
        return {row["id"]: row["revision"] for row in self._db.rows("SELECT id, revision FROM meeting")}

    def changes_since(self, meeting_id: int, revision: int, limit: int = 1_000) -> list[Change]:
        sql = f"{CHANGES} WHERE c.meeting_id = ? AND c.revision > ? ORDER BY c.revision, c.id LIMIT ?"
        return [change(row) for row in self._db.rows(sql, meeting_id, revision, limit)]

    def decided_since(self, meeting_id: int, revision: int) -> bool:
        sql = "SELECT 1 FROM change WHERE meeting_id = ? AND revision > ? AND action != 'receive' LIMIT 1"
        return self._db.row(sql, meeting_id, revision) is not None

    def last_change(self, meeting_id: int) -> Change | None:
        return self._change(f"{CHANGES} WHERE c.meeting_id = ? {_TELLING_FIRST} LIMIT 1", meeting_id)

    def last_of_the_screen(self, meeting_id: int) -> Change | None:
        sql = f"{CHANGES} WHERE c.meeting_id = ? AND {_OF_THE_SCREEN} {_TELLING_FIRST} LIMIT 1"
        return self._change(sql, meeting_id)

    def last_timing(self, meeting_id: int) -> Change | None:
        sql = f"""{CHANGES} WHERE c.meeting_id = ? AND c.question_id IS NULL AND c.action IN ({_TIMING})
                  ORDER BY c.revision DESC LIMIT 1"""
        return self._change(sql, meeting_id)

    def undone(self, changes: Collection[Change]) -> set[tuple[int, int]]:
        if not changes:
            return set()
        sql = f"""WITH one (meeting, revision) AS (VALUES {", ".join(["(?, ?)"] * len(changes))})
                  SELECT c.meeting_id, c.undoes FROM one
                  CROSS JOIN change c ON c.meeting_id = one.meeting AND c.undoes = one.revision"""
        known = [value for change in changes for value in (change.meeting_id, change.revision)]
        return {(row["meeting_id"], row["undoes"]) for row in self._db.rows(sql, *known)}

    def actions_of(self, meeting_id: int, actor_id: int) -> Iterator[list[Change]]:
        # A question that was logged has a receipt: it is declined or redirected with a reason, and never disappears.
        sql = f"""SELECT c.revision FROM change c WHERE c.meeting_id = ? AND c.actor_id = ? AND c.revision < ?
                  AND c.action NOT IN ('undo', 'receive') AND NOT {UNDONE} ORDER BY c.revision DESC LIMIT 1"""
        before = _LAST
        while row := self._db.row(sql, meeting_id, actor_id, before):
            before = row["revision"]
            yield self.changes_of(meeting_id, before)

    def changes_of(self, meeting_id: int, revision: int) -> list[Change]:
        sql = f"{CHANGES} WHERE c.meeting_id = ? AND c.revision = ? ORDER BY c.id"
        return [change(row) for row in self._db.rows(sql, meeting_id, revision)]

    def standing_since(self, changes: Sequence[Change]) -> list[Change]:
        # By the rows' own order: a question that was moved to another meeting has revisions of that one since. A CROSS
        # JOIN is done in this order, the few rows of the action first.
        sql = f"""SELECT c.* FROM change mine CROSS JOIN change c ON c.question_id = mine.question_id
                  WHERE mine.meeting_id = ?1 AND mine.revision = ?2 AND c.id > mine.id AND NOT {UNDONE}
                  UNION SELECT c.* FROM change c WHERE c.meeting_id = ?1 AND c.revision > ?2 AND c.question_id IS NULL
                  AND NOT {UNDONE} ORDER BY id"""
        return [change(row) for row in self._db.rows(sql, changes[0].meeting_id, changes[0].revision)]

    def _change(self, sql: str, *values: Any) -> Change | None:
        row = self._db.row(sql, *values)
        return None if row is None else change(row)

    def _one(self, sql: str, *values: Any) -> Meeting | None:
        row = self._db.row(sql, *values)
        if row is None:
            return None
        agenda = self._db.rows("SELECT title FROM agenda_item WHERE meeting_id = ? ORDER BY position", row["id"])
        return _meeting(row, [item["title"] for item in agenda])

    def _several(self, where: str, *values: Any) -> list[Meeting]:
        """Meetings by start, with the agendas of all of them read at once."""
        rows = self._db.rows(f"SELECT * FROM meeting WHERE {where} ORDER BY starts_at, id", *values)
        which = f"meeting_id IN (SELECT id FROM meeting WHERE {where})"
        agendas: defaultdict[int, list[str]] = defaultdict(list)
        for item in self._db.rows(f"SELECT * FROM agenda_item WHERE {which} ORDER BY position", *values):
            agendas[item["meeting_id"]].append(item["title"])
        return [_meeting(row, agendas[row["id"]]) for row in rows]


@lru_cache(maxsize=64)
def _rules(text: str) -> Rules:
    """Read once: a board's meetings have the same rules, and a page of the desk offers all of them."""
    return _RULES.loads(text, Rules) if text else Rules()


def _meeting(row: dict[str, Any], agenda: Sequence[str]) -> Meeting:
    details = MeetingDetails(
        title=row["title"],
        starts_at=moment(row["starts_at"]),
        timezone=row["timezone"],
        venue=row["venue"],
        hashtag=row["hashtag"],
        opens_at=moment(row["opens_at"]),
        closes_at=moment(row["closes_at"]),
        section_minutes=row["section_minutes"],
        agenda=tuple(agenda),
        rules=_rules(row["rules"]),
        deadline_reason=row["deadline_reason"],
        cancelled=bool(row["cancelled"]),
        more_hashtags=tuple(row["more_hashtags"].split()),
        poll=bool(row["poll"]),
        kind=MeetingKind(row["kind"]),
    )
    return Meeting(
        id=row["id"],
        code=row["code"],
        screen_token=row["screen_token"],
        details=details,
        idle_view=idle_view(row["idle_view"]),
        revision=row["revision"],
        section=Section(moment_or_none(row["section_started_at"]), moment_or_none(row["section_ends_at"])),
        record_published_at=moment_or_none(row["record_published_at"]),
        recap_published_at=moment_or_none(row["recap_published_at"]),
    )


def idle_view(column: str) -> IdleView:
    """What the screen shows without a question: nothing, where what is stored is no view this version knows."""
    return IdleView(column) if column in set(IdleView) else IdleView.BLANK


def next_revision(database: Database, meeting_id: int) -> int:
    """Advance a meeting's clock by one, inside the caller's transaction."""
    database.execute("UPDATE meeting SET revision = revision + 1 WHERE id = ?", meeting_id)
    row = database.row("SELECT revision FROM meeting WHERE id = ?", meeting_id)
    if row is None:
        raise LookupError(f"no meeting {meeting_id}")
    return int(row["revision"])


def section_columns(section: Section) -> dict[str, str | None]:
    """The times of the public section, as the history's `before` and `after` name them as well."""
    return {"started_at": stored_or_none(section.started_at), "ends_at": stored_or_none(section.ends_at)}


def last_retiming(database: Database, meeting_id: int) -> Change | None:
    """The last thing that was done to the public section's time, for somebody who was second."""
    row = database.row(
        f"{CHANGES} WHERE c.meeting_id = ? AND c.after LIKE '%ends_at%' ORDER BY c.id DESC LIMIT 1", meeting_id
    )
    return change(row) if row else None


def _columns(details: MeetingDetails) -> dict[str, Any]:
    return {
        "title": details.title,
        "starts_at": stored(details.starts_at),
        "timezone": details.timezone,
        "venue": details.venue,
        "hashtag": details.hashtag,
        "opens_at": stored(details.opens_at),
        "closes_at": stored(details.closes_at),
        "section_minutes": details.section_minutes,
        "rules": _RULES.dumps(details.rules),
        "deadline_reason": details.deadline_reason,
        "cancelled": int(details.cancelled),
        "more_hashtags": " ".join(details.more_hashtags),
        "poll": int(details.poll),
        "kind": details.kind.value,
    }
