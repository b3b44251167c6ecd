"""What older versions said of an action in words is told by data now, and says the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from board_qa.domain.questions.history import Action, Change, Details
from board_qa.phrases.history import done
from board_qa.storage.sqlite.schema.said_reasons import as_details
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.old_database import before

COLLEAGUES = ["Sam", "Sam Field", "Ann: night shift"]
THERE = "“December board” on Thursday 3 December 2026"
REDIRECTED = "PALS or complaints. We are sorry if something went wrong."
DUE: dict[str, Any] = {"owner": "Director of Estates", "due_on": "2026-12-29"}


@pytest.mark.parametrize(
    ("action", "said", "after", "details"),
    [
        ("decline", "It is party political", {}, Details(reason="It is party political")),
        ("redirect", REDIRECTED, {}, Details(reason=REDIRECTED)),
        ("withdraw", "Deleted by its author on X", {}, Details(reason="Deleted by its author on X")),
        ("note", "as it is, on purpose: a note", {}, Details(note="as it is, on purpose: a note")),
        ("assign", "Sam Field: Is this right?", {}, Details(colleague="Sam Field", note="Is this right?")),
        ("assign", "Sam", {}, Details(colleague="Sam")),
        ("assign", "Ann: night shift: Yours?", {}, Details(colleague="Ann: night shift", note="Yours?")),
        ("assign", "Jo, who left: Yours?", {}, Details(note="Jo, who left: Yours?")),
        ("group", "with question 12", {}, Details(with_number="12")),
        ("move", "before question 8", {}, Details(before_number="8")),
        ("move", "after question 8", {}, Details(after_number="8")),
        ("link", "Minutes", {"agenda_item": "Minutes"}, Details(agenda_item="Minutes")),
        ("link", "none", {"agenda_item": ""}, Details(agenda_item="")),
        ("write", "Director of Estates, by Tuesday 29 December", DUE, Details(**DUE)),
        ("write", "by Tuesday 29 December", {"due_on": "2026-12-29"}, Details(due_on="2026-12-29")),
        ("write", "Dr Shah, by Friday", {"owner": "Dr Shah"}, Details(note="Dr Shah, by Friday")),
        ("accept", "as it is, on purpose: our own line", {}, Details(override_reason="our own line")),
        ("write", "by Tuesday 29 December; as it is, on purpose: she agreed", {"due_on": "2026-12-29"},
         Details(due_on="2026-12-29", override_reason="she agreed")),
        ("leave_meeting", THERE, {}, Details(meeting_title="December board", meeting_day="2026-12-03")),
        ("join_meeting", f"{THERE}, where it was question 4", {},
         Details(meeting_title="December board", meeting_day="2026-12-03", was_number="4")),
    ],
)  # fmt: skip
def test_words_become_data_that_says_the_same(action: str, said: str, after: dict[str, Any], details: Details) -> None:
    assert as_details(action, said, after, COLLEAGUES) == details
    assert done(change(action, details)).endswith(f" by Alex ({said})")


def test_a_database_of_the_version_before_has_the_data_and_who_withdrew(tmp_path: Path) -> None:
    old = before(tmp_path, "m032_details", "Why?", "When?")
    old.execute("UPDATE question SET state = 'withdrawn', reason = 'Whoever asked it withdrew it' WHERE id = 1")
    old.execute("UPDATE question SET state = 'withdrawn', reason = 'Deleted by its author on X' WHERE id = 2")
    old.execute(
        """INSERT INTO change (meeting_id, revision, question_id, question_number, action, actor, at, from_state,
           to_state, reason, text_before) VALUES (1, 9, 1, 1, 'group', 'Alex', '2026-11-26T10:00:00Z', 'received',
           'grouped', 'with question 2', '')"""
    )
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))

    assert [question.disposition.withdrawn_by_asker for question in store.questions.of_meeting(1)] == [True, False]
    assert [change.details for change in store.questions.history(1)] == [Details(with_number="2")]
    store.close()


def change(action: str, details: Details) -> Change:
    return Change(1, 1, Action(action), "Alex", datetime(2026, 11, 26, tzinfo=UTC), question_number=3, details=details)
