"""A database of before gives no number a second time, and has lost no row and no rule by it."""

from __future__ import annotations

import json
from pathlib import Path

from board_qa.storage.sql.after.recaps import SqlRecaps
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema.migrations import migrate
from tests.support.old_database import AT, before

_EMPTY = ("version_order", "lang", "url", "author_name", "author_handle")
_TIMES = ("posted_at", "first_seen_at", "last_seen_at", "checked_at")


def save(database: SqliteDatabase, native_id: str) -> int:
    row = {"channel": "X", "native_id": native_id, "version": native_id, "text": "Why?", "meeting_id": 1}
    return database.insert("post", row | dict.fromkeys(_EMPTY, "") | dict.fromkeys(_TIMES, AT))


def test_the_number_of_a_post_that_is_deleted_stays_its_own(tmp_path: Path) -> None:
    old = before(tmp_path, "m067_no_number_twice")
    kept, gone = save(old, "1"), save(old, "2")
    with old.write():
        old.execute("UPDATE question SET post_id = ? WHERE id = 1", kept)
    migrate(old)
    with old.write():
        old.execute("DELETE FROM post WHERE id = ?", gone)

    assert save(old, "3") > gone
    assert old.rows("SELECT post_id FROM question WHERE id = 1") == [{"post_id": kept}]
    assert old.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert old.rows("PRAGMA foreign_key_check") == []


def test_what_was_picked_of_posts_that_are_no_more_is_let_go(tmp_path: Path) -> None:
    old = before(tmp_path, "m067_no_number_twice")
    kept = save(old, "1")
    picks = [{"key": key, "heading": ""} for key in (f"heard-{kept}", f"heard-{kept + 1}", "question-3", "figures")]
    old.insert("recap", {"meeting_id": 1, "introduction": "", "picks": json.dumps(picks), "revision": 1,
                         "saved_by": "Jo", "saved_at": AT})  # fmt: skip
    migrate(old)

    assert [pick.key for pick in SqlRecaps(old).of_meeting(1).picks] == [f"heard-{kept}", "question-3", "figures"]
