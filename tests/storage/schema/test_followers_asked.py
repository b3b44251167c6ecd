"""Of posts from before, only the authors of those that are for a meeting may be asked about."""

from __future__ import annotations

from pathlib import Path

from board_qa.storage.sql.networks.posts import SqlPosts
from board_qa.storage.sqlite.schema.migrations import migrate
from tests.support.old_database import AT, before

_EMPTY = ("version_order", "lang", "url", "author_name", "author_handle")


def test_nobody_is_asked_about_authors_of_old_posts_that_are_for_no_meeting(tmp_path: Path) -> None:
    old = before(tmp_path, "m063_growth")
    with old.write():
        for id_, meeting_id in (("1", 1), ("2", None)):
            times = dict.fromkeys(("posted_at", "first_seen_at", "last_seen_at", "checked_at"), AT)
            whose = {"author_id": f"did:plc:{id_}", "meeting_id": meeting_id}
            row = {"channel": "Bluesky", "native_id": id_, "version": id_, "text": "Why?", **whose}
            row |= dict.fromkeys(_EMPTY, "")
            old.insert("post", row | times)
    migrate(old)
    posts = SqlPosts(old)

    assert posts.authors_unasked("Bluesky", 1, 25) == ["did:plc:1"]
    assert posts.authors_unasked("Bluesky", None, 25) == []
