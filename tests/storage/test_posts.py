"""Posts that were read, as the database keeps them: once each, found by their meeting, and forgotten in time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics, Post
from board_qa.domain.questions.question import NewQuestion, Question, SourceState
from board_qa.ports import Ports
from board_qa.storage.sql.store import SqlStore
from board_qa.storage.sqlite.backup.backups import SqliteBackups
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.doubles import NOON, StoppedClock
from tests.support.kept_boards import backup_of, board_with, rows_in

WHOLE = Post(
    "1", "2", "How long?\n#Tag", "7", "Maria", "maria", NOON, "9", "en", "https://x.com/maria/status/1",
    is_repost=True, shown="How long?", refers_to=("8", "9"), made_at=NOON - timedelta(minutes=1),
    version_order="0001", answers="8", answers_author="6", metrics=Metrics(5, 4, 3, 0, None),
)  # fmt: skip


def observed(native_id: str = "1", **changes: Any) -> ObservedPost:
    post = replace(WHOLE, native_id=native_id)
    return replace(ObservedPost("X", post, "search", NOON, NOON, NOON), **changes)


def asked_as(store: SqlStore, meeting: Meeting, native_id: str = "1", version: str = "2") -> Question:
    new = NewQuestion("X", native_id, "How long?", "Maria", NOON, version=version)
    store.questions.receive(meeting.id, new, f"token-{native_id}", NOON)
    question = store.questions.by_native_id("X", native_id)
    assert question is not None
    return question


def kept(store: SqlStore) -> set[str]:
    return {row["native_id"] for row in store.database.rows("SELECT native_id FROM post")}


def test_everything_of_it_comes_back_as_it_was(store: SqlStore, meeting: Meeting) -> None:
    post = observed(meeting_id=meeting.id, is_ours=True, source_state=SourceState.HIDDEN)
    store.posts.save(post)

    assert store.posts.several("X", ["1", "2"]) == {"1": post}
    assert store.posts.several("Mastodon", ["1"]) == {}


def test_no_number_is_given_twice(store: SqlStore, meeting: Meeting) -> None:
    def numbered(table: str, row: dict[str, Any]) -> int:
        number = store.database.insert(table, row)
        store.database.execute(f"DELETE FROM {table} WHERE id = ?", number)
        return number

    store.posts.save(observed())
    (post,) = store.database.rows("SELECT * FROM post")
    store.database.execute("DELETE FROM post")
    store.posts.save(observed())
    (again,) = store.database.rows("SELECT * FROM post")
    question = {"meeting_id": meeting.id, "place": 1, "text": "How are we?"}

    assert again["id"] > post["id"]
    assert numbered("chat_question", question) < numbered("chat_question", question)


def test_a_post_is_kept_once_for_each_network(store: SqlStore) -> None:
    for post in (observed(), observed(stream="mentions"), observed(channel="Mastodon")):
        store.posts.save(post)

    assert store.database.rows("SELECT channel, stream FROM post ORDER BY id") == [
        {"channel": "X", "stream": "mentions"},
        {"channel": "Mastodon", "stream": "search"},
    ]


def test_counts_add_up_in_sql_and_what_is_not_known_adds_nothing(store: SqlStore) -> None:
    for id_, metrics in {"1": Metrics(5, 1), "2": Metrics(likes=2), "3": Metrics()}.items():
        store.posts.save(replace(observed(), post=replace(WHOLE, native_id=id_, metrics=metrics)))

    sums = "SELECT SUM(likes) AS likes, SUM(reposts) AS reposts, SUM(impressions) AS impressions FROM post"
    assert store.database.rows(sums) == [{"likes": 7, "reposts": 1, "impressions": None}]


def test_a_question_points_at_its_post_whichever_of_them_was_first(store: SqlStore, meeting: Meeting) -> None:
    store.posts.save(observed())
    post_first = asked_as(store, meeting)
    question_first = asked_as(store, meeting, "3")
    assert question_first.post_id is None
    store.posts.save(observed("3"))
    store.posts.link(question_first.id, "X", "3")

    for question in (post_first, question_first):
        post = store.posts.of_question(question.id)
        assert post is not None
        assert post.post.native_id == question.source.native_id


def test_linking_again_writes_nothing(sqlite: SqliteStore, meeting: Meeting) -> None:
    sqlite.posts.save(observed())
    question = asked_as(sqlite, meeting)
    before = sqlite.database.connection.total_changes
    sqlite.posts.link(question.id, "X", "1")

    assert sqlite.database.connection.total_changes == before


def test_a_question_from_the_form_has_no_post(store: SqlStore, meeting: Meeting) -> None:
    store.questions.receive(meeting.id, NewQuestion("web", "key", "Why?", "", NOON), "token", NOON)
    (question,) = store.questions.of_meeting(meeting.id)

    assert question.post_id is None
    assert store.posts.of_question(question.id) is None


def test_what_was_last_seen_too_long_ago_goes_and_its_question_keeps_its_words(
    store: SqlStore, meeting: Meeting
) -> None:
    store.posts.save(observed("1", last_seen_at=NOON - timedelta(days=2)))
    store.posts.save(observed("3", last_seen_at=NOON))
    old, new = asked_as(store, meeting, "1"), asked_as(store, meeting, "3")

    assert store.posts.forget(NOON - timedelta(days=1), 100) == 1
    assert store.posts.forget(NOON - timedelta(days=1), 100) == 0
    after = store.questions.get(old.id)
    assert after == replace(old, post_id=None)
    assert store.questions.get(new.id) == new
    assert kept(store) == {"3"}
    assert set(store.search.find("long", 10)) == {old.id, new.id}


def test_many_that_are_old_go_a_few_at_a_time_the_oldest_first(store: SqlStore) -> None:
    for n in range(5):
        store.posts.save(observed(str(n), last_seen_at=NOON - timedelta(days=n)))

    assert store.posts.forget(NOON, 2) == 2
    assert kept(store) == {"0", "1", "2"}


def test_nobody_looks_up_what_a_question_is_looked_up_for_or_what_is_gone(store: SqlStore, meeting: Meeting) -> None:
    long_ago = NOON - timedelta(days=2)
    for id_ in ("1", "3", "4", "5"):
        store.posts.save(observed(id_, checked_at=long_ago))
    store.posts.save(observed("6", checked_at=long_ago, source_state=SourceState.GONE))
    store.posts.save(observed("7", checked_at=NOON))
    asked_as(store, meeting, "1")
    asked_as(store, meeting, "4", version="")  # copied by hand: its network cannot be asked about the question
    withdrawn = asked_as(store, meeting, "5")
    store.database.execute("UPDATE question SET state = 'withdrawn' WHERE id = ?", withdrawn.id)

    unchecked = store.posts.unchecked("X", NOON - timedelta(days=1), 10)
    assert {one.post.native_id for one in unchecked} == {"3", "4", "5"}
    store.posts.mark_checked("X", ["3", "4"], NOON)
    assert [one.post.native_id for one in store.posts.unchecked("X", NOON - timedelta(days=1), 10)] == ["5"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT SUM(likes) FROM post WHERE meeting_id = 1 AND posted_at > '2026'",
        "SELECT id FROM post WHERE last_seen_at < '2026' ORDER BY last_seen_at LIMIT 1",
        "SELECT id FROM post WHERE channel = 'X' AND source_state != 'gone' AND checked_at < '2026' "
        "ORDER BY checked_at LIMIT 9",
        "SELECT id FROM question WHERE post_id = 1",
    ],
)
def test_what_is_looked_for_is_found_along_an_index(sqlite: SqliteStore, sql: str) -> None:
    plan = [row["detail"] for row in sqlite.database.rows(f"EXPLAIN QUERY PLAN {sql}")]

    assert all(step.startswith("SEARCH") for step in plan), plan


def test_a_page_of_a_hundred_is_one_transaction_of_a_few_milliseconds(ports: Ports, sqlite: SqliteStore) -> None:
    commits: list[str] = []
    sqlite.database.connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    with sqlite.transaction():
        sqlite.posts.several("X", [str(n) for n in range(100)])
        for n in range(100):
            sqlite.posts.save(observed(str(n)))
    sqlite.database.connection.set_trace_callback(None)

    assert commits == ["COMMIT"]
    assert len(kept(sqlite)) == 100


def test_a_backup_has_the_posts_and_what_points_at_them_and_so_has_what_is_restored(
    tmp_path: Path, clock: StoppedClock
) -> None:
    database = board_with(tmp_path / "b.db", clock, "Why?")
    store = SqliteStore(str(database))
    store.posts.save(observed())
    asked_as(store, store.meetings.all()[0])
    store.close()
    file = backup_of(database, clock, tmp_path / "kept.db")
    posts = "SELECT p.*, q.text FROM post p JOIN question q ON q.post_id = p.id"
    before = rows_in(database, posts)
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        opened.execute("DELETE FROM post")
    SqliteBackups(database, clock).restore(file)

    assert before == rows_in(file, posts) == rows_in(database, posts) != []
