"""When a 429 says to come again: in a quarter of an hour, in a day, or in the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from board_qa.domain.networks.errors import ChannelError, ChannelErrorKind
from board_qa.domain.networks.posts import ReadRequest
from board_qa.practice.state import Fault
from tests.conftest import RunningNetwork
from tests.support.doubles import NOON

SEARCH = ReadRequest("search", "77", "", 10, hashtags=("Tag",))


def stamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))


SOON, TOMORROW, YESTERDAY = NOON + timedelta(minutes=9), NOON + timedelta(hours=24), NOON - timedelta(hours=24)
HEADERS = [
    ({"x-rate-limit-reset": stamp(SOON)}, SOON),
    ({"x-rate-limit-reset": stamp(TOMORROW)}, TOMORROW),
    ({"x-rate-limit-reset": stamp(YESTERDAY)}, YESTERDAY),
    # The limit of the day is used up: the end of the quarter of an hour would be too soon.
    ({"x-rate-limit-reset": stamp(SOON), "x-user-limit-24hour-remaining": "0",
      "x-user-limit-24hour-reset": stamp(TOMORROW)}, TOMORROW),
    ({"x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": stamp(TOMORROW)}, TOMORROW),
    ({"x-rate-limit-reset": stamp(SOON), "x-user-limit-24hour-remaining": "9000",
      "x-user-limit-24hour-reset": stamp(TOMORROW)}, SOON),
    ({"retry-after": "90"}, NOON + timedelta(seconds=90)),
    ({"retry-after": "Mon, 23 Nov 2026 12:05:00 GMT"}, datetime(2026, 11, 23, 12, 5, tzinfo=UTC)),
    ({"x-rate-limit-reset": "soon"}, None),
    ({"x-rate-limit-reset": "1795435200000"}, None),  # in milliseconds: a year that no calendar has
    ({"retry-after": "later"}, None),
    ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -2300"}, None),  # in UTC it would be in the year 10000
    ({}, None),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "until"), HEADERS)
def test_the_reset_that_matters_is_found(
    practice: RunningNetwork, headers: dict[str, str], until: datetime | None
) -> None:
    practice.network.faults.append(Fault("search", 429, headers))
    with pytest.raises(ChannelError) as refused:
        practice.channel.read(SEARCH)

    assert (refused.value.kind, refused.value.until) == (ChannelErrorKind.RATE_LIMITED, until)


def test_the_practice_network_lets_itself_be_asked_three_hundred_times_in_a_quarter_of_an_hour(
    practice: RunningNetwork,
) -> None:
    sweeps = []
    for _ in range(300):
        practice.channel.read(SEARCH)
        sweeps.append(practice.channel.may_sweep("search"))
    assert sweeps == [True] * 199 + [False] * 101  # a hundred calls are left to quick reads
    with pytest.raises(ChannelError) as refused:
        practice.channel.read(SEARCH)

    assert refused.value.until == NOON + timedelta(minutes=15)
    assert practice.channel.may_sweep("mentions")
