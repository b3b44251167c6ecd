"""Every kind of trouble is one plain sentence, and a rest that ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind, backoff_until, sentence
from tests.support.doubles import NOON


@pytest.mark.parametrize("kind", list(ChannelErrorKind))
def test_every_kind_has_a_sentence(kind: ChannelErrorKind) -> None:
    said = sentence("X", kind, "7:15pm", "detail")

    assert said.startswith("X: ")
    assert "{" not in said


def test_a_rest_the_network_asked_for_is_said_with_its_time() -> None:
    assert sentence("X", ChannelErrorKind.RATE_LIMITED, "7:15pm") == "X: resting until 7:15pm, it asked us to wait"


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
