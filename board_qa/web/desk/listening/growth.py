"""Our followers and the targets of a meeting, as rows of its report's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from board_qa.domain.listening.followers import NEAR, Followed, FollowerCount
from board_qa.domain.listening.targets import Target
from board_qa.phrases.listening import as_said
from board_qa.phrases.targets import aim_said, reached_said, title
from board_qa.services.listening.report import Report
from board_qa.web.shell import words


@dataclass(frozen=True)
class FollowersCell:
    """A count and the day on which it was made; a dash and why it is not known."""

    count: str
    under: str


@dataclass(frozen=True)
class FollowersRow:
    network: str
    begins: FollowersCell
    ends: FollowersCell
    gained: str


@dataclass(frozen=True)
class AimRow:
    title: str
    aim: str
    reached: str


def followers_rows(report: Report, zone: str) -> list[FollowersRow]:
    return [_row(one, report, zone) for one in report.followers.networks]


def aim_rows(report: Report) -> list[AimRow]:
    return [AimRow(title(one.figure), aim_said(one), reached_said(one, report)) for one in report.targets]


def aims_said(targets: Sequence[Target]) -> list[str]:
    """What each target is called, as the heading of a column."""
    return [f"{title(one.figure)}: {aim_said(one)}" for one in targets]


def gained_said(gained: int | None) -> str:
    """With its sign, where it is not 0."""
    if not gained:
        return as_said(gained)
    return f"+{gained:,}" if gained > 0 else f"−{-gained:,}"


def _row(one: Followed, report: Report, zone: str) -> FollowersRow:
    return FollowersRow(
        one.channel,
        _cell(one.begins, one.channel, report.window.begins, report, zone),
        _cell(one.ends, one.channel, report.window.ends, report, zone),
        gained_said(one.gained),
    )


def _cell(count: FollowerCount | None, network: str, moment: datetime, report: Report, zone: str) -> FollowersCell:
    if count is None:
        return FollowersCell("–", _why_not(network, moment, report, zone))
    return FollowersCell(as_said(count.followers), f"on {words.short_date(count.at, zone)}")


def _why_not(network: str, moment: datetime, report: Report, zone: str) -> str:
    """Trouble of just now says nothing of long ago."""
    trouble = report.trouble.get(network)
    if trouble and moment - NEAR <= report.made_at <= moment + NEAR:
        return words.source_sentence(trouble, zone, report.made_at)
    return "Still to come" if report.made_at < moment else "Not counted within two days of it"
