"""Letters of before named the private page of whoever asked: their words do not any more."""

from __future__ import annotations

from pathlib import Path

from board_qa.storage.sqlite.schema.migrations import migrate
from tests.support.old_database import AT, before


def test_the_words_of_letters_end_before_what_opens_a_private_page(tmp_path: Path) -> None:
    old = before(tmp_path, "m068_private_pages_unnamed")
    row = {"meeting_id": 1, "kind": "email", "told_of": "x", "subject": "s", "state": "sent", "told_by": "Alex",
           "told_at": AT, "practised": 0, "attempts": 0, "reference": "", "problem": ""}  # fmt: skip
    for question, text in ((1, "See https://b/r/t1 and https://b/cy/r/t1\n"), (2, "Nobody’s page: /r/t1"), (2, "")):
        old.insert("letter", row | {"question_id": question, "text": text, "key": text or "none"})
    migrate(old)

    assert [one["text"] for one in old.rows("SELECT text FROM letter ORDER BY id")] == [
        "See https://b/r/… and https://b/cy/r/…\n", "Nobody’s page: /r/t1", "",
    ]  # fmt: skip
