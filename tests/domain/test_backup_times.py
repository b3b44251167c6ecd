"""When a backup is due, and which old ones are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from board_qa.domain.operating.backup_times import is_due, is_old, to_keep

NOW = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("newest", "due"),
    [
        (None, True),
        ("2026-11-27 01:59", True),  # before this night's
        ("2026-11-27 02:00", False),
        ("2026-11-27 12:00", False),
    ],
)
def test_one_is_due_each_night_at_two(newest: str | None, due: bool) -> None:
    assert is_due(at(newest) if newest else None, NOW, []) is due


def test_before_two_at_night_the_night_before_counts() -> None:
    assert not is_due(at("2026-11-26 02:05"), at("2026-11-27 01:00"), [])
    assert is_due(at("2026-11-26 02:05"), at("2026-11-27 02:00"), [])


@pytest.mark.parametrize(("minutes", "due"), [(-1, False), (0, False), (1, True), (30, True), (31, False)])
def test_one_is_due_half_an_hour_before_a_meeting_and_not_once_it_has_begun(minutes: int, due: bool) -> None:
    assert is_due(at("2026-11-27 02:05"), NOW, [NOW + timedelta(minutes=minutes)]) is due


def test_one_that_was_made_in_that_half_hour_is_enough() -> None:
    assert not is_due(NOW - timedelta(minutes=5), NOW, [NOW + timedelta(minutes=20)])


def test_the_newest_is_old_after_a_day_and_a_half() -> None:
    assert not is_old(NOW - timedelta(hours=36), NOW)
    assert is_old(NOW - timedelta(hours=36, seconds=1), NOW)


def test_of_two_years_of_nights_seven_days_four_weeks_and_twelve_months_are_kept() -> None:
    nights = [at("2026-11-27 02:00") - timedelta(days=days) for days in range(730)]

    kept = sorted((f"{one:%Y-%m-%d}" for one in to_keep(nights)), reverse=True)

    days = ["2026-11-27", "2026-11-26", "2026-11-25", "2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21"]
    weeks = ["2026-11-15", "2026-11-08"]  # beside this one and the one that ended on 22 November
    months = ["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
              "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"]  # fmt: skip
    assert kept == [*days, *weeks, *months]


def test_all_of_the_last_day_are_kept_and_of_an_earlier_day_the_last() -> None:
    today, yesterday = ["2026-11-27 13:30", "2026-11-27 02:00"], ["2026-11-26 13:30", "2026-11-26 02:00"]

    assert to_keep(map(at, [*today, *yesterday])) == {at(one) for one in [*today, "2026-11-26 13:30"]}


def test_where_none_was_made_for_a_year_nothing_is_removed() -> None:
    old = [at("2025-11-27 02:00") - timedelta(days=days) for days in range(7)]

    assert to_keep(old) == set(old)
    assert to_keep([]) == set()
