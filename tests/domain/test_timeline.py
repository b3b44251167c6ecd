"""When people posted and asked: every hour, day or week of a window has its place, by the board's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from board_qa.domain.listening.figures import Window
from board_qa.domain.listening.timeline import Step, timeline
from board_qa.phrases.findings import most_came

LONDON = "Europe/London"


def test_of_some_days_each_hour_is_counted_and_of_a_month_each_day_and_of_a_year_each_week() -> None:
    begins = datetime(2026, 11, 2, 9, tzinfo=UTC)
    lengths = [timedelta(days=3), timedelta(days=30), timedelta(days=121)]
    told = [timeline([], [], Window(begins, begins + length), LONDON) for length in lengths]

    assert [one.step for one in told] == [Step.HOUR, Step.DAY, Step.WEEK]
    assert [len(one.stretches) for one in told] == [72, 31, 18]


def test_posts_and_questions_stand_in_the_day_in_which_they_came_where_the_board_is() -> None:
    window = Window(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 8, tzinfo=UTC))
    late = datetime(2026, 7, 2, 23, 30, tzinfo=UTC)  # half past midnight in London
    told = timeline([late, late, window.ends], [late - timedelta(hours=1)], window, LONDON)

    assert [(one.begins.day, one.posts, one.questions) for one in told.stretches] == [
        (1, 0, 0), (2, 0, 1), (3, 2, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0), (8, 0, 0),
    ]  # fmt: skip


def test_the_two_hours_of_one_name_when_clocks_go_back_are_two() -> None:
    window = Window(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC))
    told = timeline([datetime(2026, 10, 25, 1, 30, tzinfo=UTC)], [], window, LONDON)

    assert [one.begins.astimezone(ZoneInfo(LONDON)).hour for one in told.stretches] == [0, 1, 1, 2]
    assert [one.posts for one in told.stretches] == [0, 0, 1, 0]


def test_weeks_begin_on_monday() -> None:
    window = Window(datetime(2026, 1, 7, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    told = timeline([datetime(2026, 1, 11, 12, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)], [], window, LONDON)

    assert {one.begins.weekday() for one in told.stretches} == {0}
    assert [one.posts for one in told.stretches[:3]] == [1, 1, 0]


def test_a_window_that_ends_before_it_begins_has_no_time_and_nothing_to_say() -> None:
    begins = datetime(2026, 11, 2, 9, tzinfo=UTC)
    told = timeline([begins], [begins], Window(begins, begins - timedelta(days=1)), LONDON)

    assert list(told.stretches) == []
    assert most_came(told) == ""
