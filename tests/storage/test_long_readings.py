"""Thousands of posts are read a piece at a time, and nobody waits for all of them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Post
from board_qa.storage.sql.networks.long_readings import posts_between
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.doubles import NOON, details
from tests.support.places import ROOT
from tests.support.stores import put_empty_database

DAY = timedelta(days=1)
# More than two pieces.
MANY = 600


def heard(meeting: Meeting | None, number: int, at: timedelta) -> ObservedPost:
    id_, then = str(number), NOON + at
    post = Post(id_, id_, f"Post {number}", "id-maria", "Maria", "maria", then)
    return ObservedPost("X", post, "search", then, then, then, meeting_id=meeting.id if meeting else None)


def fill(store: SqlStore, meeting: Meeting | None) -> None:
    """Three posts of each moment."""
    with store.transaction():
        for number in range(MANY):
            store.posts.save(heard(meeting, number, timedelta(seconds=number // 3)))


def test_every_post_is_read_once_and_in_order_where_moments_are_shared(store: SqlStore, meeting: Meeting) -> None:
    fill(store, meeting)

    posts = store.chats.posts(meeting.id, NOON, NOON + DAY)

    assert [int(one.native_id) for one in posts] == list(range(MANY))


def test_a_window_begins_with_its_first_moment_and_ends_before_its_last(store: SqlStore, meeting: Meeting) -> None:
    fill(store, meeting)

    posts = store.chats.posts(meeting.id, NOON + timedelta(seconds=1), NOON + timedelta(seconds=100))

    assert [int(one.native_id) for one in posts] == list(range(3, 300))


def test_the_report_reads_all_that_is_of_the_meeting_and_of_none(store: SqlStore, meeting: Meeting) -> None:
    fill(store, None)
    store.posts.save(heard(meeting, MANY, timedelta(seconds=1)))

    spoken = store.listening.spoken(meeting.id, NOON, NOON + DAY)

    assert sorted(int(one.id) for one in spoken) == list(range(MANY + 1))
    assert [one.posted_at for one in spoken] == sorted(one.posted_at for one in spoken)


def test_a_post_that_gets_another_version_in_the_middle_is_read_once(store: SqlStore, meeting: Meeting) -> None:
    fill(store, meeting)

    rows = posts_between(store.database, "id, posted_at", "meeting_id = ?", (meeting.id,), NOON, NOON + DAY)
    read = [next(rows)["id"]]
    held = store.posts.several("X", ["0"])["0"]
    later = NOON + timedelta(hours=1)
    store.posts.save(replace(held, post=replace(held.post, text="Other words", posted_at=later)))
    read.extend(row["id"] for row in rows)

    assert len(read) == len(set(read)) == MANY


TURNS = """
from gevent import monkey
monkey.patch_all()
import gevent, sys
from datetime import datetime
from board_qa.storage.sqlite.store import SqliteStore

turns = [0]

def waits():
    while True:
        gevent.sleep(0)
        turns[0] += 1

path, meeting_id, begins, ends = sys.argv[1:]
store, window = SqliteStore(path), (int(meeting_id), datetime.fromisoformat(begins), datetime.fromisoformat(ends))
gevent.spawn(waits)
store.chats.posts(*window)
outside = turns[0]
with store.transaction():
    store.chats.posts(*window)
print(outside >= 2, turns[0] - outside)
"""


def test_others_have_their_turns_between_pieces_and_none_inside_a_transaction(tmp_path: Path) -> None:
    path = tmp_path / "board.db"
    put_empty_database(path)
    store = SqliteStore(str(path))
    meeting = store.meetings.add(details(), "CODE", "token", NOON)
    assert meeting is not None
    fill(store, meeting)
    store.close()

    window = [str(meeting.id), NOON.isoformat(), (NOON + DAY).isoformat()]
    script = [sys.executable, "-c", TURNS, str(path), *window]
    told = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout == "True 0\n"
