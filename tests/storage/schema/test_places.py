"""A place in the running order may lie between two others, and those that somebody gave before stay what they were."""

from __future__ import annotations

from pathlib import Path

from board_qa.storage.sqlite.store import SqliteStore
from tests.support.old_database import before


def test_places_of_the_version_before_are_kept_and_nothing_is_a_follow_up(tmp_path: Path) -> None:
    old = before(tmp_path, "m046_supplementary_questions", "Why?", "When?")
    old.execute("UPDATE question SET place = 2 WHERE number = 1")
    old.execute("UPDATE question SET place = 1 WHERE number = 2")
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))

    questions = store.questions.of_meeting(1)
    assert [(one.called, one.place, one.parent_id) for one in questions] == [("1", 2, None), ("2", 1, None)]
    store.close()
