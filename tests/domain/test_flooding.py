"""Which question has to wait where many come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board_qa.domain.questions.flooding import (
    HASTY,
    MORE,
    MORE_OF_ALL,
    OF_A_NETWORK,
    OF_A_PAGE,
    OF_ALL,
    Arrivals,
    Limit,
    full,
    hashed,
)

NONE = Arrivals(0, 0, 0, 0, 0, 0)
A_ROOM = replace(NONE, of_network=1_000, of_network_lately=1_000, of_all=1_000, of_all_lately=1_000)


def test_a_thousand_people_in_one_room_come_through() -> None:
    assert full(A_ROOM, hasty=False, of_all=OF_ALL) is None


@pytest.mark.parametrize(
    ("came", "hasty", "limit"),
    [
        (replace(NONE, of_page=OF_A_PAGE), False, Limit.PAGE),
        (replace(NONE, of_page=OF_A_PAGE - 1), False, None),
        (replace(NONE, hasty=HASTY), True, Limit.HASTE),
        (replace(NONE, hasty=HASTY), False, None),
        (replace(NONE, hasty=HASTY - 1), True, None),
        (replace(NONE, of_network=OF_A_NETWORK, of_network_lately=MORE), False, Limit.CROWD),
        (replace(NONE, of_network=OF_A_NETWORK, of_network_lately=MORE - 1), False, None),
        (replace(NONE, of_all=OF_ALL, of_all_lately=MORE_OF_ALL), False, Limit.CROWD),
        (replace(NONE, of_all=OF_ALL, of_all_lately=MORE_OF_ALL - 1), False, None),
    ],
)
def test_what_has_to_wait(came: Arrivals, hasty: bool, limit: Limit | None) -> None:
    assert full(came, hasty, OF_ALL) is limit


def test_a_network_is_stored_as_what_nobody_can_read() -> None:
    stored = hashed("192.0.2.7", b"today")

    assert "192" not in stored
    assert stored == hashed("192.0.2.7", b"today")
    assert stored not in (hashed("192.0.2.7", b"tomorrow"), hashed("192.0.2.8", b"today"))
