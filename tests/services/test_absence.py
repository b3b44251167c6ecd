"""What the log says of a database that is away, from a loop that asks it all the time."""

from __future__ import annotations

import pytest

from board_qa.ports.stores import StoreUnavailable
from board_qa.services.operating.absence import Absence

REFUSED, NOT_TRUSTED = StoreUnavailable("connection refused"), StoreUnavailable("certificate verify failed")


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage().rpartition(": ")[2] for one in caplog.records]


def test_that_it_is_away_is_said_once_for_each_reason_and_once_that_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    absence = Absence("the worker")
    for error in (REFUSED, REFUSED, NOT_TRUSTED, REFUSED, NOT_TRUSTED):
        absence.note(error)
        absence.end_of_round()
    assert told(caplog) == ["connection refused", "certificate verify failed"]

    absence.end_of_round()
    absence.note(NOT_TRUSTED)
    assert told(caplog)[2:] == ["the database is back", "certificate verify failed"]


def test_reasons_without_end_are_not_all_told(caplog: pytest.LogCaptureFixture) -> None:
    absence = Absence("the worker")
    for number in range(100):
        absence.note(StoreUnavailable(f"number {number}"))

    assert told(caplog) == [f"number {number}" for number in range(5)]
