"""A database of the version before posts were kept: those that are questions are kept from now on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from board_qa.domain.networks.observed import ObservedPost
from board_qa.domain.networks.posts import Metrics
from board_qa.domain.questions.question import SourceState
from board_qa.storage.sqlite.store import SqliteStore
from tests.support.old_database import AT, before

LATER = "2026-11-24T12:00:00.000000Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    old = before(tmp_path, "m038_posts", "A post?", "A form?", "A post that is gone?", "Copied by hand?")
    old.execute(
        """UPDATE question SET channel = 'X', version = number || '9', version_order = '0001', shown = 'Post?',
           author_name = 'Maria', author_handle = 'maria', url = 'https://x.com/maria/status/1', lang = 'en'
           WHERE number IN (1, 3)"""
    )
    old.execute("UPDATE question SET state = 'withdrawn', source_state = 'gone' WHERE number = 3")
    old.execute("UPDATE question SET channel = 'Facebook', url = 'https://facebook.com/1' WHERE number = 4")
    old.execute("UPDATE question SET looked_up_at = ? WHERE number = 1", LATER)
    old.close()
    store = SqliteStore(str(tmp_path / "old.db"))
    yield store
    store.close()


def post_of(store: SqliteStore, number: int) -> ObservedPost | None:
    question = store.questions.by_number(1, number)
    assert question is not None
    return store.posts.of_question(question.id)


def test_the_post_of_a_question_is_kept_with_what_the_question_has(store: SqliteStore) -> None:
    kept = post_of(store, 1)

    assert kept is not None
    post = kept.post
    assert (kept.channel, post.native_id, post.version, post.version_order) == ("X", "k1", "19", "0001")
    assert (post.text, post.shown, post.author_name, post.author_handle) == ("A post?", "Post?", "Maria", "maria")
    assert (post.url, post.lang, kept.meeting_id) == ("https://x.com/maria/status/1", "en", 1)
    assert (post.metrics, post.refers_to, post.author_id, kept.is_ours) == (Metrics(), (), "", False)
    moments = [kept.first_seen_at, kept.last_seen_at, post.posted_at, kept.checked_at]
    assert [moment.isoformat() for moment in moments] == [_iso(AT)] * 3 + [_iso(LATER)]


def test_of_a_post_that_is_gone_no_words_are_kept_and_its_question_keeps_its_own(store: SqliteStore) -> None:
    kept, question = post_of(store, 3), store.questions.by_number(1, 3)

    assert kept is not None
    assert question is not None
    assert (kept.post.text, kept.post.author_name, kept.post.url) == ("", "", "")
    assert kept.source_state is SourceState.GONE
    assert question.words == "Post?"


def test_what_came_by_the_form_or_was_copied_by_hand_is_no_post_that_was_read(store: SqliteStore) -> None:
    assert [post_of(store, number) for number in (2, 4)] == [None, None]
    assert len(store.database.rows("SELECT id FROM post")) == 2


def _iso(stored: str) -> str:
    return stored.replace(".000000Z", "+00:00")
