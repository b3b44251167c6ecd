"""Where questions of before came from has a name here, or none, and every one of them is still there."""

from __future__ import annotations

from pathlib import Path

from board_qa.storage.sqlite.schema.migrations import migrate
from tests.support.old_database import before


def test_what_a_list_or_a_link_said_else_is_no_way_of_its_own(tmp_path: Path) -> None:
    old = before(tmp_path, "m071_known_channels")
    columns = [row["name"] for row in old.rows("PRAGMA table_info(question)") if row["name"] != "id"]
    names = ", ".join(columns)
    unlike = {"native_id": "?", "number": "?", "token": "?", "channel": "?"}
    values = ", ".join(unlike.get(name, name) for name in columns)
    came = [("jane@roe.example", "1"), ("jane-roe.example", "1"), ("other", "1"), ("Facebook", "2"), ("TikTok", "1")]
    with old.write():
        for number, (channel, native_id) in enumerate(came, start=900):
            made = {"native_id": native_id, "number": number, "token": f"token {number}", "channel": channel}
            given = [made[name] for name in columns if name in made]
            old.execute(f"INSERT INTO question ({names}) SELECT {values} FROM question WHERE id = 1", *given)
    migrate(old)
    rows = old.rows("SELECT channel, native_id FROM question WHERE number >= 900 ORDER BY number")

    assert [row["channel"] for row in rows] == ["other", "other", "other", "Facebook", "TikTok"]
    assert [row["native_id"] for row in rows][2:] == ["1", "2", "1"]
    assert len({(row["channel"], row["native_id"]) for row in rows}) == len(came)
