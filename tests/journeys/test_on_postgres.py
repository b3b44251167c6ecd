"""The main path on PostgreSQL, in every gate. `make postgres` runs all journeys on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.test_journeys import (
    test_a_moderator_takes_a_question_from_the_queue_to_the_screen_and_back,
    test_new_questions_wait_behind_a_button_and_the_page_does_not_move,
    test_the_public_page_follows_what_is_being_answered,
    test_the_receipt_follows_what_becomes_of_the_question,
)
from tests.support.board import token_on
from tests.support.running import Running, on_postgres

__all__ = [
    "test_a_moderator_takes_a_question_from_the_queue_to_the_screen_and_back",
    "test_new_questions_wait_behind_a_button_and_the_page_does_not_move",
    "test_the_public_page_follows_what_is_being_answered",
    "test_the_receipt_follows_what_becomes_of_the_question",
]


@pytest.fixture(scope="module")
def installation() -> Iterator[Running]:
    """It has looked a first text through, for which its program has to start: on a busy machine that takes a while."""
    with on_postgres() as started:
        asked = started.asked(started.meeting(), "Is it on?")
        desk, http = f"{started.address}/desk/meetings/{asked.meeting_id}", started.sign_in()
        form = {"csrf_token": token_on(http.get(desk, timeout=60).text), "expected": str(asked.revision)}
        http.post(f"{desk}/questions/{asked.number}/approve", data=form, timeout=60).raise_for_status()
        yield started
