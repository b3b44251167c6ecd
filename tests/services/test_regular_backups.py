"""The worker has a backup made each night and before each meeting, and waits for none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from board_qa.domain.meetings.meeting import Meeting
from board_qa.ports import Ports
from board_qa.ports.backups import Made
from board_qa.services.operating.backups import RegularBackups, newest_backup
from tests.support.doubles import StoppedClock


@dataclass
class Folder:
    """A folder with backups of these times, the latest first, and a command that makes another."""

    clock: StoppedClock
    times: list[datetime] = field(default_factory=list)
    begun: int = 0
    ended_by_us: int = 0
    outcome: int | None = 0

    def made(self) -> list[Made]:
        return [Made(Path("backup"), at, 1, encrypted=False) for at in sorted(self.times, reverse=True)]

    def thin_out(self) -> int:
        raise AssertionError("the command does so")

    def begin(self) -> Folder:
        self.begun += 1
        return self

    def ended(self) -> int | None:
        if self.outcome == 0:
            self.times.append(self.clock())
        return self.outcome

    def said(self) -> str:
        return "There is no room. No backup was made."

    def end(self) -> None:
        self.ended_by_us += 1


@pytest.fixture
def folder(clock: StoppedClock) -> Folder:
    return Folder(clock)


@pytest.fixture
def regular(ports: Ports, folder: Folder) -> RegularBackups:
    return RegularBackups(ports, folder, folder.begin)


def rounds(regular: RegularBackups, clock: StoppedClock, minutes: int) -> None:
    for _ in range(minutes * 2):
        regular()
        clock.advance(seconds=30)


def test_the_first_is_made_at_once_and_then_one_each_night(
    regular: RegularBackups, folder: Folder, clock: StoppedClock
) -> None:
    rounds(regular, clock, 5)
    at_once = folder.begun
    rounds(regular, clock, 3 * 24 * 60)

    assert at_once == 1
    assert [at.hour for at in folder.times[1:]] == [2, 2, 2]


def test_one_is_made_before_a_meeting_starts(
    regular: RegularBackups, folder: Folder, clock: StoppedClock, meeting: Meeting
) -> None:
    starts = meeting.details.starts_at
    clock.now = starts - timedelta(hours=2)
    rounds(regular, clock, 180)

    before = [at for at in folder.times if at < starts and starts - at <= timedelta(minutes=30)]
    assert len(before) == 1
    assert not any(at >= starts for at in folder.times)


def test_no_round_waits_for_it_and_none_is_begun_beside_it(
    regular: RegularBackups, folder: Folder, clock: StoppedClock
) -> None:
    folder.outcome = None
    rounds(regular, clock, 50)

    assert (folder.begun, folder.ended_by_us) == (1, 0)


def test_one_that_hangs_is_ended_after_an_hour_and_tried_again(
    regular: RegularBackups, folder: Folder, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    folder.outcome = None
    rounds(regular, clock, 63)

    assert (folder.begun, folder.ended_by_us) == (2, 1)
    assert "took longer" in caplog.text


def test_one_that_fails_is_said_with_the_reason_and_tried_again_in_a_quarter_of_an_hour(
    regular: RegularBackups, folder: Folder, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    folder.outcome = 1
    rounds(regular, clock, 14)
    first = folder.begun
    rounds(regular, clock, 2)

    assert (first, folder.begun) == (1, 2)
    assert "no backup was made, and it is tried again: There is no room." in caplog.text


def test_what_it_saw_is_kept_for_other_processes_also_that_somebody_removed_all(
    regular: RegularBackups, folder: Folder, clock: StoppedClock, ports: Ports
) -> None:
    rounds(regular, clock, 2)
    seen = newest_backup(ports)
    folder.times.clear()
    folder.outcome = 1
    rounds(regular, clock, 2)

    assert seen == clock() - timedelta(minutes=3, seconds=30)
    assert newest_backup(ports) is None


def test_a_clock_that_jumps_stops_no_backup(regular: RegularBackups, folder: Folder, clock: StoppedClock) -> None:
    rounds(regular, clock, 2)
    clock.advance(days=400)
    rounds(regular, clock, 2)
    ahead = folder.begun
    clock.advance(days=-399)  # the one of the future counts for nothing now
    rounds(regular, clock, 2)

    assert (ahead, folder.begun) == (2, 3)
