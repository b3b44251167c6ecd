"""How far a network was read before the update names no post after it, and reading goes on where it was."""

from __future__ import annotations

import pytest

from board_qa.storage.postgres.database import PostgresDatabase
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema.migrations import m074_read_up_to_a_moment
from tests.support.places import ROOT

UPDATE = ROOT / "board_qa/storage/postgres/schema/021_read_up_to_a_moment.sql"
AT = "2026-11-29T23:11:57.747000+00:00"


@pytest.mark.parametrize(
    ("channel", "before", "after"),
    [
        ("X", "2127169984852393984", "2127169984856588287"),
        ("X", "2127169984856588287", "2127169984856588287"),
        ("X", "", ""),
        ("X", "12", "12"),
        ("Mastodon", f"{AT} 117702257196859392", f"{AT} 117702257196924927"),
        ("Mastodon", f"{AT} 117701502566465535", f"{AT} 117701502566465535"),
        ("Mastodon", f"{AT} 115999000111", f"{AT} 115999000111"),
        ("Mastodon", f"{AT} 01KB8V3Q0000000000000000ZZ", f"{AT} 01KB8V3Q0000000000000000ZZ"),
        ("Mastodon", "", ""),
        ("Bluesky", "2026-11-23T11:59:00.000000Z", "2026-11-23T11:59:00.000000Z"),
    ],
)
def test_what_was_an_id_is_the_end_of_its_millisecond(store: SqlStore, channel: str, before: str, after: str) -> None:
    store.sources.move_cursor(channel, "search", before)
    update(store)

    assert store.sources.cursor(channel, "search") == after


def update(store: SqlStore) -> None:
    database = store.database
    with store.transaction():
        if isinstance(database, SqliteDatabase):
            m074_read_up_to_a_moment(database.tables)
        if isinstance(database, PostgresDatabase):
            database.run_script(UPDATE.read_text(encoding="utf-8"))
