from __future__ import annotations

from datetime import UTC, datetime

import pytest

from board_qa.channels.x.channel import XChannel
from board_qa.domain.meetings.calls import same_words
from board_qa.domain.meetings.codes import ALPHABET, make_code, normal_code
from board_qa.domain.text.spoken import clock_time
from board_qa.phrases.posts import draft_call
from board_qa.system.clock import utc_now
from tests.support.doubles import details

X = XChannel("", ("", "", "", ""), utc_now)


def test_the_draft_names_hashtag_address_and_deadline() -> None:
    draft = draft_call(details(), "https://board.example.org/7K4P")

    for part in ("#AnytownBoard", "https://board.example.org/7K4P", "Wednesday 25 November at midday"):
        assert part in draft


def test_the_draft_fits_the_network() -> None:
    assert X.measure(draft_call(details(), "https://board.example.org/7K4P")).fits


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(10, 0, "10am"), (14, 30, "2:30pm"), (12, 0, "midday"), (0, 0, "midnight"), (0, 5, "12:05am")],
)
def test_times_are_written_as_the_content_guide_says(hour: int, minute: int, said: str) -> None:
    assert clock_time(datetime(2026, 11, 26, hour, minute, tzinfo=UTC), "Europe/London") == said


def test_summer_time_is_the_boards_own() -> None:
    assert clock_time(datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "Europe/London") == "10am"


# Weights of X's own rules: every link 23, CJK and emoji 2, composed characters once.
@pytest.mark.parametrize(
    ("text", "length"),
    [("hello", 5), ("日本", 4), ("👩‍👧", 2), ("cafe\u0301", 4), ("see https://board.example.org/a/long/path", 27),
     ("board.nhs.uk", 23)],
)  # fmt: skip
def test_length_is_counted_by_the_networks_own_rules(text: str, length: int) -> None:
    assert X.measure(text).length == length


def test_a_link_costs_more_and_a_bare_domain_is_a_link() -> None:
    assert X.measure("Ask at board.nhs.uk").price == 200_000
    assert X.measure("Ask by replying").price == 15_000


def test_a_post_is_recognised_by_its_words_alone() -> None:
    assert same_words("Cafe\u0301, questions?", "Caf\u00e9 questions?")
    assert not same_words("Ask by Thursday", "Ask by Friday")


def test_a_code_is_told_apart_aloud_and_works_in_either_case() -> None:
    assert not set("BCDEGPTV3MN01OILS5U") & set(ALPHABET)
    assert normal_code(" 7k-4p ") == "7K4P"
    assert len(make_code(b"\x00\xff\x10\x80")) == 4
