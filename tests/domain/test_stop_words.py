"""Who says "stop" to us is left alone; who only uses the word is not taken for one."""

from __future__ import annotations

import pytest

from board_qa.domain.networks.stop_words import asks_to_stop


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP!",
        "@AnytownBoard stop",
        "@board@social.example please stop replying to me.",
        "Unsubscribe",
        "@board please stop writing to me",
        "Stop tagging me!",
        "Stopiwch",
    ],
)
def test_a_post_that_says_stop_and_nothing_else_is_heard(text: str) -> None:
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text", ["", "When will you stop the cuts?", "The bus stop is gone. Why?", "stop smoking services"]
)
def test_the_word_alone_in_a_question_is_none(text: str) -> None:
    assert not asks_to_stop(text)
