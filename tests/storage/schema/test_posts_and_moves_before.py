"""A database of the version before posts could be hidden and questions moved: what its rows mean from now on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from board_qa.domain.questions.question import SourceState
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.old_database import AT, before

LATER = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_post_that_was_withdrawn_as_deleted_is_asked_about_again_and_what_its_asker_withdrew_is_not(
    tmp_path: Path,
) -> None:
    old = before(tmp_path, "m030_posts_as_they_are", "A post?", "A form?", "A post that stands?")
    old.execute("UPDATE question SET channel = 'X', version = native_id WHERE number IN (1, 3)")
    old.execute("UPDATE question SET state = 'withdrawn' WHERE number IN (1, 2)")
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))
    questions = store.questions.of_meeting(1)
    asked_about = {question.number for question in store.questions.stale_posts("X", LATER)}
    store.close()

    gone, seen = SourceState.GONE, SourceState.VISIBLE
    assert [question.source_state for question in questions] == [gone, seen, seen]
    assert asked_about == {1, 3}
    assert [question.words for question in questions] == ["A post?", "A form?", "A post that stands?"]


def test_the_history_says_the_numbers_that_it_said(tmp_path: Path) -> None:
    old = before(tmp_path, "m030_posts_as_they_are", "Why?", "When?")
    row = {
        "meeting_id": 1, "question_id": 2, "revision": 3, "action": "receive", "actor": "web", "at": AT,
        "from_state": "", "to_state": "received", "reason": "", "text_before": "",
    }  # fmt: skip
    with old.write():
        old.insert("change", row)
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))
    (change,) = store.questions.history(2)
    store.close()

    assert (change.question_number, change.other_meeting_id, change.other_revision) == (2, None, None)


def test_a_call_of_the_version_before_is_ours_whatever_the_keys_are(tmp_path: Path) -> None:
    old = before(tmp_path, "m030_posts_as_they_are")
    row = {
        "meeting_id": 1, "channel": "X", "text": "Ask us!", "state": "sent", "approved_by": "Alex", "approved_at": AT,
        "native_id": "7",
    }  # fmt: skip
    with old.write():
        old.insert("outbox", row)
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))
    (call,) = store.outbox.of_meeting(1)
    store.close()

    assert (call.account, call.refused_as_duplicate) == ("", False)
