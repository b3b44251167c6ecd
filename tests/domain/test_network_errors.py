"""Every kind of trouble is one plain sentence, and a rest that ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind, backoff_until, rest_since, sentence
from tests.support.doubles import NOON


@pytest.mark.parametrize("kind", list(ChannelErrorKind))
def test_every_kind_has_a_sentence(kind: ChannelErrorKind) -> None:
    said = sentence("X", kind, "7:15pm", "detail")

    assert said.startswith("X: ")
    assert "{" not in said


def test_of_what_a_network_says_a_line_is_kept_of_which_all_can_be_seen() -> None:
    error = ChannelError(ChannelErrorKind.BLOCKED, "\u202eevil\n<b>" + "A" * 3_000_000)

    assert error.detail == "evil <b>" + "A" * 192
    assert len(sentence("X", error.kind, "", error.detail)) < 250


def test_a_rest_the_network_asked_for_is_said_with_its_time() -> None:
    assert sentence("X", ChannelErrorKind.RATE_LIMITED, "7:15pm") == "X: it asked us to wait until 7:15pm"


@pytest.mark.parametrize("kind", list(ChannelErrorKind))
def test_every_rest_ends_within_a_quarter_of_an_hour_unless_the_network_said_longer(kind: ChannelErrorKind) -> None:
    rests = [backoff_until(ChannelError(kind), failures, NOON) - NOON for failures in (1, 2, 50)]

    assert rests == sorted(rests)
    assert timedelta(0) < rests[0] <= rests[-1] <= timedelta(minutes=15)


def test_a_reset_time_is_kept() -> None:
    reset = NOON + timedelta(minutes=7)

    assert backoff_until(ChannelError(ChannelErrorKind.RATE_LIMITED, until=reset), 1, NOON) == reset


def test_a_reset_time_in_the_past_does_not_make_a_busy_loop() -> None:
    assert backoff_until(ChannelError(ChannelErrorKind.RATE_LIMITED, until=NOON - timedelta(days=1)), 1, NOON) > NOON


def test_an_absurd_reset_time_does_not_silence_a_channel_for_years() -> None:
    far = ChannelError(ChannelErrorKind.RATE_LIMITED, until=NOON + timedelta(days=3650))

    assert backoff_until(far, 1, NOON) == NOON + timedelta(hours=24)


@pytest.mark.parametrize("ahead", [timedelta(hours=24), timedelta(hours=25), timedelta(days=7)])
def test_a_reset_time_a_day_or_more_away_is_respected(ahead: timedelta) -> None:
    assert backoff_until(ChannelError(ChannelErrorKind.RATE_LIMITED, until=NOON + ahead), 1, NOON) == NOON + ahead


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(seconds=-1), timedelta(0), timedelta(seconds=1)])
def test_a_reset_time_that_is_over_at_once_is_asked_about_less_and_less_often(ahead: timedelta) -> None:
    error = ChannelError(ChannelErrorKind.RATE_LIMITED, until=NOON + ahead)
    rests = [backoff_until(error, failures, NOON) - NOON for failures in range(1, 12)]

    assert rests[:4] == sorted(set(rests[:4]))
    assert rests[-1] == timedelta(minutes=15)


def test_where_nobody_counts_the_failures_the_rest_grows_with_the_time_they_have_gone_on() -> None:
    error = ChannelError(ChannelErrorKind.TRANSIENT)
    rests = [
        rest_since(error, NOON, NOON + timedelta(seconds=gone)) - timedelta(seconds=gone) - NOON
        for gone in (0, 5, 10, 20, 40, 80, 160, 320, 10_000)
    ]

    assert rests == sorted(rests)
    assert rests[0] == timedelta(seconds=5)
    assert rests[-1] == timedelta(minutes=5)
