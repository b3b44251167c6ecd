"""Tone as it is counted: every figure here was worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from board_qa.domain.listening.figures import Window
from board_qa.domain.listening.tone import Tone, Toned, ToneDay, ToneReport, Tones, tone_report
from tests.support.doubles import NOON

WINDOW = Window(NOON, NOON + timedelta(days=2))
SHARES = [
    # positive, neutral and negative; and the three shares
    ((1, 0, 0), (100, 0, 0)),
    ((1, 1, 2), (25, 25, 50)),
    ((1, 1, 1), (33, 34, 33)),  # of three that were cut by as much, neutral gets the point
    ((1, 6, 1), (12, 75, 13)),  # of two of them, negative and not positive
    ((2, 1, 0), (67, 33, 0)),  # 66.7, which was cut most, and 33.3
    ((67, 2, 131), (33, 1, 66)),  # 33.5, 1 and 65.5
    ((1, 0, 999), (0, 0, 100)),
]


def at(hours: float, tone: Tone | None) -> Toned:
    return Toned(NOON + timedelta(hours=hours), tone)


@pytest.mark.parametrize(("counts", "shares"), SHARES)
def test_shares_are_whole_and_make_a_hundred(counts: tuple[int, int, int], shares: tuple[int, int, int]) -> None:
    tones = Tones(*counts, untagged=50)

    assert (tones.share(Tone.POSITIVE), tones.share(Tone.NEUTRAL), tones.share(Tone.NEGATIVE)) == shares
    assert sum(shares) == 100


def test_where_nothing_is_tagged_there_are_no_shares() -> None:
    assert [Tones(untagged=3).share(tone) for tone in Tone] == [None, None, None]


def test_of_no_post_there_is_a_true_report() -> None:
    assert tone_report([], [], WINDOW, "Europe/London") == ToneReport(Tones(), Tones(), [])


def test_one_post_is_all_of_them() -> None:
    told = tone_report([at(1, Tone.NEGATIVE)], [], WINDOW, "Europe/London")

    assert told == ToneReport(Tones(negative=1), Tones(), [ToneDay(date(2026, 11, 23), Tones(negative=1))])


def test_the_window_and_the_time_before_it_are_counted_apart_with_what_is_not_tagged() -> None:
    posts = [
        at(-0.5, Tone.POSITIVE), at(-48, None), at(-48.5, Tone.POSITIVE),
        at(0, Tone.POSITIVE), at(1, Tone.NEUTRAL), at(47.9, None), at(2, Tone.POSITIVE), at(48, Tone.NEGATIVE),
    ]  # fmt: skip
    told = tone_report(posts, [], WINDOW, "Europe/London")

    assert told.now == Tones(positive=2, neutral=1, negative=0, untagged=1)
    assert told.before == Tones(positive=1, untagged=1)


def test_days_are_those_of_the_meetings_place_and_only_those_with_a_tag() -> None:
    late, next_day = datetime.fromisoformat("2026-11-23T23:30:00+00:00"), date(2026, 11, 24)
    posts = [Toned(late, Tone.POSITIVE), at(14, Tone.NEGATIVE), at(1, None), at(15, None)]

    in_london = tone_report(posts, [], WINDOW, "Europe/London").days
    in_berlin = tone_report(posts, [], WINDOW, "Europe/Berlin").days

    assert in_london == [
        ToneDay(date(2026, 11, 23), Tones(positive=1, untagged=1)), ToneDay(next_day, Tones(negative=1, untagged=1)),
    ]  # fmt: skip
    assert in_berlin == [ToneDay(next_day, Tones(positive=1, negative=1, untagged=1))]


def test_what_is_only_counted_any_more_counts_on_its_day() -> None:
    kept = [ToneDay(date(2026, 11, 23), Tones(positive=2)), ToneDay(date(2026, 11, 24), Tones(negative=1))]
    told = tone_report([at(1, Tone.NEUTRAL)], kept, WINDOW, "Europe/London")

    assert told.now == Tones(positive=2, neutral=1, negative=1)
    assert told.before == Tones()
    assert told.days == [ToneDay(date(2026, 11, 23), Tones(positive=2, neutral=1)), kept[1]]
