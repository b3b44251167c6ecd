"""The tone of posts, as a moderator tagged their words: counts, shares and days.

Nothing here guesses, and nothing here says who wrote a post: networks forbid to infer such things of people.
docs/listening.md says how each figure is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from board_qa.domain.listening.figures import Window


class Tone(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


# Who gets a point that rounding left over, where several were cut by as much: the board never in its own favour.
_FIRST = (Tone.NEUTRAL, Tone.NEGATIVE, Tone.POSITIVE)


@dataclass(frozen=True)
class Toned:
    """A post of somebody else: when it was first posted (aware UTC), and its tone; None where nobody tagged it."""

    posted_at: datetime
    tone: Tone | None


@dataclass(frozen=True)
class Tones:
    """How many posts were tagged as what, and how many were not tagged."""

    positive: int = 0
    neutral: int = 0
    negative: int = 0
    untagged: int = 0

    @property
    def tagged(self) -> int:
        return self.positive + self.neutral + self.negative

    def of(self, tone: Tone) -> int:
        return self._counts[tone]

    def share(self, tone: Tone) -> int | None:
        """How many of a hundred tagged posts have this tone; None where none was tagged. The three make 100."""
        return _shares(self._counts)[tone] if self.tagged else None

    def __add__(self, other: Tones) -> Tones:
        return Tones(
            self.positive + other.positive,
            self.neutral + other.neutral,
            self.negative + other.negative,
            self.untagged + other.untagged,
        )

    @property
    def _counts(self) -> dict[Tone, int]:
        return {Tone.POSITIVE: self.positive, Tone.NEUTRAL: self.neutral, Tone.NEGATIVE: self.negative}


@dataclass(frozen=True)
class ToneDay:
    """What was posted on one day, by the calendar of the meeting's place."""

    day: date
    tones: Tones


@dataclass(frozen=True)
class ToneReport:
    """`before` is as long a time before the window. `days` are those on which something was posted that is tagged, the
    first one first."""

    now: Tones
    before: Tones
    days: Sequence[ToneDay]


def tone_report(posts: Sequence[Toned], kept: Sequence[ToneDay], window: Window, zone: str) -> ToneReport:
    """`kept` is what was counted of posts that are no longer there: they were tagged as posts of this window."""
    here = [one for one in posts if one.posted_at in window]
    return ToneReport(
        now=sum((one.tones for one in kept), _counted(here)),
        before=_counted(one for one in posts if one.posted_at in window.before),
        days=_by_day(here, kept, zone),
    )


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _counted(posts: Iterable[Toned]) -> Tones:
    counts = Counter(one.tone for one in posts)
    return Tones(counts[Tone.POSITIVE], counts[Tone.NEUTRAL], counts[Tone.NEGATIVE], counts[None])


def _by_day(posts: Iterable[Toned], kept: Iterable[ToneDay], zone: str) -> list[ToneDay]:
    groups: dict[date, list[Toned]] = {}
    for post in posts:
        groups.setdefault(local_day(post.posted_at, zone), []).append(post)
    days = {day: _counted(group) for day, group in groups.items()}
    for one in kept:
        days[one.day] = days.get(one.day, Tones()) + one.tones
    return [ToneDay(day, tones) for day, tones in sorted(days.items()) if tones.tagged]


def _shares(counts: Mapping[Tone, int]) -> dict[Tone, int]:
    """Of a hundred, in whole numbers: what was cut most by rounding down gets the points that are left over."""
    total = sum(counts.values())
    shares = {tone: counts[tone] * 100 // total for tone in counts}
    cut_most = sorted(_FIRST, key=lambda tone: -(counts[tone] * 100 % total))
    for tone in cut_most[: 100 - sum(shares.values())]:
        shares[tone] += 1
    return shares
