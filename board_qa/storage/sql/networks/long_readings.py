"""Posts by the thousand, read a piece at a time: everybody else has a turn between two pieces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from board_qa.storage.sql.database import Database
from board_qa.storage.sql.times import stored

# Rows. To read and take in so many takes some 10 ms.
_PIECE = 250


def posts_between(
    db: Database, columns: str, whose: str, of: tuple[Any, ...], begins: datetime, ends: datetime
) -> Iterator[dict[str, Any]]:
    """Posts whose version that is kept was posted from a moment up to another, the oldest first, each once. `columns`
    has `id` and `posted_at`, and `whose` is a condition of the values `of`, which an index begins with."""
    sql = f"""SELECT {columns} FROM post WHERE {whose} AND (posted_at, id) > (?, ?) AND posted_at < ?
              ORDER BY posted_at, id LIMIT {_PIECE}"""
    after, known = (stored(begins), 0), set[int]()
    while piece := db.rows(sql, *of, *after, stored(ends)):
        after = (piece[-1]["posted_at"], piece[-1]["id"])
        for row in piece:
            if row["id"] not in known:  # else it got another version meanwhile, which was posted later
                known.add(row["id"])
                yield row
        if len(piece) < _PIECE:
            return
        db.give_way()
