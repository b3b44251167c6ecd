"""What is checked and settled in a backup before it becomes the board again."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from board_qa.domain.networks.outbox import ATTEMPTS, OutboxState
from board_qa.domain.telling.letters import LetterState
from board_qa.ports.backups import NotDone
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema.migrations import migrate, migrations

# Before the first backup there was; and seconds since then fit into an address until 2088.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_RESTORED = "It was scheduled before a backup was restored. See whether it was published, then send it or cancel it"
_MAY_BE_SENT = "It waited when the backup was made, and may have been sent since. Sent again, they may get it twice"
_WAITING = (OutboxState.APPROVED, OutboxState.SENDING, OutboxState.UNKNOWN)


def bring_up_to_date(copy: SqliteDatabase, file: Path) -> bool:
    """Give the copy this version's tables; whether it had an older one's. Raises NotDone where it is not ours."""
    fresh = SqliteDatabase(":memory:")
    migrate(fresh)
    known, had = _versions(fresh), _versions(copy)
    if had - known:
        raise NotDone(f"{file} was made by a newer version of this program. Install that version, then restore it.")
    try:
        migrate(copy)
    except sqlite3.Error as error:
        raise NotDone(f"{file} was not made by this program ({error}).") from error
    ours, theirs = _parts(fresh), _parts(copy)
    wrong = (ours - theirs) | {part for part in theirs - ours if not part.startswith("index ")}
    if wrong:
        raise NotDone(f"{file} was not made by this program, or is not complete ({min(wrong)}).")
    return had != known


def start_anew(copy: SqliteDatabase, now: datetime) -> int:
    """Settle what happened since the backup was made, and nobody knows; how many posts waited to be sent.

    The clock of each meeting goes on, and never back, however often the same backup is restored: screens and open forms
    compare with it, and no meeting has a change for every second that passes. What waited to be sent may have been
    sent, or taken back: it is looked for, and where it is not found a person decides. What was scheduled is held: its
    time may have come since.
    """
    with copy.write():
        copy.execute(
            "UPDATE outbox SET state = ?, problem = ? WHERE state = ?",
            OutboxState.HELD,
            _RESTORED,
            OutboxState.SCHEDULED,
        )
        copy.execute("UPDATE meeting SET revision = MAX(revision + 1, ?)", (now - _BEGINNING) // timedelta(seconds=1))
        return copy.execute(
            f"""UPDATE outbox SET state = ?, attempts = ?, looked_up = 0, next_step_at = NULL, problem = ''
                WHERE state IN ({", ".join("?" * len(_WAITING))})""",
            OutboxState.UNKNOWN,
            ATTEMPTS,
            *_WAITING,
        )


def hold_letters(copy: SqliteDatabase) -> int:
    """What waited to be sent by email may have been sent since, and no service remembers that for ever (GOV.UK Notify
    for days): a person decides about each, as after a worker that was cut off. How many those are."""
    with copy.write():
        return copy.execute(
            "UPDATE letter SET state = ?, next_step_at = NULL, problem = ? WHERE state IN (?, ?)",
            LetterState.UNKNOWN,
            _MAY_BE_SENT,
            LetterState.QUEUED,
            LetterState.SENDING,
        )


def _versions(database: SqliteDatabase) -> set[str]:
    return {migration.name for migration in migrations.applied(database.tables)}


def _parts(database: SqliteDatabase) -> set[str]:
    """Every table, column, index and trigger, by name: how SQLite and its library write them down may differ."""
    rows = database.rows(
        """SELECT type || ' ' || name AS part FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'
           UNION ALL SELECT 'column ' || t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
           WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"""
    )
    return {str(row["part"]) for row in rows}
