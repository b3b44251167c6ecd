"""A database as an older version of the product left it, with one meeting in it."""

from __future__ import annotations

from pathlib import Path

from board_qa.storage.sqlite.database import SqliteDatabase
from board_qa.storage.sqlite.schema.migrations import migrations

AT = "2026-11-23T12:00:00.000000Z"


def before(folder: Path, migration: str, *texts: str) -> SqliteDatabase:
    """`old.db` with the tables as they were before that migration, and these questions waiting, as it stored them."""
    old = SqliteDatabase(str(folder / "old.db"))
    with old.write():
        migrations.apply(old.tables, stop_before=migration)
        old.insert(
            "meeting",
            {
                "code": "AFHJ",
                "screen_token": "screen",
                "title": "Board meeting",
                "starts_at": AT,
                "timezone": "Europe/London",
                "venue": "",
                "hashtag": "AnytownBoard",
                "opens_at": AT,
                "closes_at": AT,
                "section_minutes": 30,
            },
        )
        for number, text in enumerate(texts or ("Why?", "When?"), start=1):
            old.insert(
                "question",
                {
                    "meeting_id": 1,
                    "number": number,
                    "token": f"t{number}",
                    "channel": "web",
                    "native_id": f"k{number}",
                    "version": "",
                    "text": text,
                    "author_name": "",
                    "author_handle": "",
                    "email": "",
                    "url": "",
                    "lang": "",
                    "asked_at": AT,
                    "received_at": AT,
                    "state": "received",
                    "reason": "",
                    "revision": number,
                },
            )
    return old
