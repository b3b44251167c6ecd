"""Whether a meeting's public section is to come, is on or has closed; and when the meeting after it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from board_qa.domain.meetings.deadlines import working_days_until
from board_qa.domain.meetings.following import suggested_start
from board_qa.domain.meetings.meeting import IdleView, Meeting, Section
from board_qa.domain.meetings.phases import OVERRUN, Phase, phase
from board_qa.domain.questions.admission import MEETING_DURATION
from tests.support.doubles import NOON, details

START = NOON
MINUTE = timedelta(minutes=1)


def meeting(view: IdleView = IdleView.BLANK, section: Section | None = None, cancelled: bool = False) -> Meeting:
    given = details(starts_at=START, cancelled=cancelled)
    return Meeting(1, "KXM4", "screen", given, view, 1, section or Section())


def timed(started: datetime, minutes: int = 30) -> Section:
    return Section(started, started + minutes * MINUTE)


@pytest.mark.parametrize(
    ("view", "section", "at", "expected"),
    [
        (IdleView.JOINING, None, -1, Phase.BEFORE),
        (IdleView.CLOSED, None, -1, Phase.BEFORE),  # somebody tries the projector out
        (IdleView.JOINING, None, 0, Phase.ON),
        (IdleView.CLOSED, None, 0, Phase.AFTER),
        (IdleView.BLANK, timed(START - 40 * MINUTE), -39, Phase.ON),  # questions come before the agenda
        (IdleView.CLOSED, timed(START - 40 * MINUTE), -5, Phase.AFTER),
        (IdleView.CLOSED, timed(START - 180 * MINUTE), -170, Phase.BEFORE),  # and the clock with it
        (IdleView.BLANK, timed(START - timedelta(days=21)), -21 * 24 * 60 + 1, Phase.BEFORE),
        (IdleView.BLANK, timed(START), 30, Phase.ON),
        (IdleView.BLANK, timed(START), 59, Phase.ON),
        (IdleView.BLANK, timed(START), 60, Phase.AFTER),
        (IdleView.JOINING, None, 12 * 60, Phase.ON),
        (IdleView.JOINING, None, 12 * 60 + 1, Phase.AFTER),
    ],
)
def test_what_the_desk_did_and_the_time_say_which_it_is(
    view: IdleView, section: Section | None, at: int, expected: Phase
) -> None:
    assert phase(meeting(view, section), START + at * MINUTE) is expected


def test_a_section_whose_clock_was_stopped_has_closed_half_an_hour_later() -> None:
    stopped = START + 20 * MINUTE

    assert phase(meeting(), stopped + OVERRUN - MINUTE, stopped) is Phase.ON
    assert phase(meeting(), stopped + OVERRUN, stopped) is Phase.AFTER
    # Tried out the day before, it says nothing of the meeting.
    assert phase(meeting(), START + MINUTE, START - timedelta(days=1)) is Phase.ON


def test_it_is_never_over_while_a_question_is_on_the_screen_until_no_board_meets_any_more() -> None:
    closed = meeting(IdleView.CLOSED, timed(START))

    assert phase(closed, START + 300 * MINUTE, putting=True) is Phase.ON
    assert phase(closed, START + MEETING_DURATION + MINUTE, putting=True) is Phase.AFTER


def test_a_cancelled_meeting_has_nothing_to_wait_for() -> None:
    assert phase(meeting(cancelled=True), START - timedelta(days=9)) is Phase.AFTER


@pytest.mark.parametrize(
    ("start", "before", "now", "expected"),
    [
        # Nine weeks apart; over the end of summer time the time of day stays.
        ((2026, 9, 24, 9), (2026, 7, 23, 9), (2026, 9, 25, 9), "2026-11-26T10:00:00"),
        ((2026, 9, 24, 9), None, (2026, 9, 25, 9), None),
        ((2026, 9, 24, 9), (2026, 8, 1, 9), (2026, 9, 25, 9), None),  # not whole weeks
        ((2026, 9, 24, 9), (2026, 9, 24, 9), (2026, 9, 25, 9), None),  # two on one day
        ((2026, 9, 24, 9), (2026, 9, 17, 9), (2026, 10, 2, 9), None),  # it would be over
    ],
)
def test_the_next_meeting_is_suggested_by_the_last_two_or_not_at_all(
    start: tuple[int, ...], before: tuple[int, ...] | None, now: tuple[int, ...], expected: str | None
) -> None:
    def moment(numbers: tuple[int, ...]) -> datetime:
        year, month, day, hour = numbers
        return datetime(year, month, day, hour, tzinfo=UTC)

    suggested = suggested_start(moment(start), moment(before) if before else None, "Europe/London", moment(now))
    assert (suggested.isoformat() if suggested else None) == expected


@pytest.mark.parametrize(
    ("today", "day", "left"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), 0),
        (date(2026, 11, 26), date(2026, 11, 27), 1),
        (date(2026, 11, 27), date(2026, 11, 29), 0),  # the weekend
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 11, 26), date(2026, 11, 20), 0),
    ],
)
def test_the_working_days_that_are_left_end_with_the_day_itself(today: date, day: date, left: int) -> None:
    assert working_days_until(today, day, lambda one: one.weekday() < 5) == left


def test_a_rehearsal_of_the_closing_view_is_forgotten_once_a_question_is_put() -> None:
    started = meeting(IdleView.BLANK, timed(START))

    assert phase(replace(started, idle_view=IdleView.BLANK), START + MINUTE) is Phase.ON
