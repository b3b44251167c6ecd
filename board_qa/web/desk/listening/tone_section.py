"""The tone of posts in the listening report, as its template is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from board_qa.domain.listening.tone import Tone, ToneDay, ToneReport, Tones
from board_qa.phrases.findings import tagged_as
from board_qa.phrases.listening import as_said
from board_qa.phrases.tone import TITLES
from board_qa.web.shell import words


@dataclass(frozen=True)
class ToneRow:
    """A tone: how many posts in this time, and of a hundred tagged ones; the same before, '' where none was tagged."""

    title: str
    count: str
    share: str
    before: str
    share_before: str


@dataclass(frozen=True)
class ToneDayRow:
    """A day on which something was posted that is tagged: for each tone how many, and of a hundred, in a cell."""

    day: str
    cells: Sequence[str]


@dataclass(frozen=True)
class ToneSection:
    """`tagged` is how many posts were, of `total`; `untagged` and `untagged_before` are the others, and
    `finding` is what the picture shows."""

    rows: Sequence[ToneRow]
    days: Sequence[ToneDayRow]
    titles: Sequence[str]
    tagged: int
    total: int
    untagged: str
    has_before: bool
    untagged_before: str
    finding: str


def tone_section(tone: ToneReport) -> ToneSection:
    now, before = tone.now, tone.before
    return ToneSection(
        [_row(one, now, before) for one in Tone],
        [_day(one) for one in tone.days],
        list(TITLES.values()),
        now.tagged,
        now.tagged + now.untagged,
        as_said(now.untagged),
        bool(before.tagged),
        as_said(before.untagged),
        tagged_as(now),
    )


def _row(tone: Tone, now: Tones, before: Tones) -> ToneRow:
    count, share = _said(tone, now)
    return ToneRow(TITLES[tone], count, share, *(_said(tone, before) if before.tagged else ("", "")))


def _day(one: ToneDay) -> ToneDayRow:
    said = (_said(tone, one.tones) for tone in Tone)
    return ToneDayRow(words.day_and_month(one.day), [f"{count} ({share})" for count, share in said])


def _said(tone: Tone, tones: Tones) -> tuple[str, str]:
    share = tones.share(tone)
    return as_said(tones.of(tone)), as_said(share) if share is None else f"{share}%"
