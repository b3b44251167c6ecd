"""Our followers and the targets of a listening report, as rows of its CSV and as parts of its JSON."""

from __future__ import annotations

from typing import Any

from board_qa.domain.listening.followers import FollowerCount
from board_qa.phrases.listening import OUR_FOLLOWERS
from board_qa.phrases.targets import AIMS, aim_said, title
from board_qa.services.listening.report import Report

Row = tuple[str, str, int | float | None, int | None, str]


def growth_rows(report: Report) -> list[Row]:
    """Figure, what it is called, its value, nothing for the time before, and what it means."""
    all_networks: list[Row] = [
        (one.name, one.title, one.of(report.followers), None, one.means) for one in OUR_FOLLOWERS
    ]
    parts: list[Row] = [
        (f"our_followers_{part}", f"Our followers, {one['network']}: {said}", one[part], None, day)
        for one in followers_told(report)
        for part, said, day in (
            ("begin", "at the beginning", one["begin_counted_at"] or ""),
            ("end", "at the end", one["end_counted_at"] or ""),
            ("gained", "difference", ""),
        )
    ]
    aims: list[Row] = [
        (f"target_{one.figure}", f"Target: {title(one.figure)}", one.number, None, aim_said(one))
        for one in report.targets
    ]
    return [*all_networks, *parts, *aims]


def followers_told(report: Report) -> list[dict[str, Any]]:
    """By network; null is not known. The moments are those at which it was counted, in ISO form."""
    return [
        {
            "network": one.channel,
            "begin": _count(one.begins),
            "begin_counted_at": _moment(one.begins),
            "end": _count(one.ends),
            "end_counted_at": _moment(one.ends),
            "gained": one.gained,
        }
        for one in report.followers.networks
    ]


def targets_told(report: Report) -> list[dict[str, Any]]:
    """Each target with what was reached; null is not known yet."""
    return [
        {
            "figure": one.figure,
            "at_most" if one.is_at_most else "at_least": one.number,
            "value": AIMS[one.figure].of(report),
            "reached": one.is_reached_by(AIMS[one.figure].of(report)),
        }
        for one in report.targets
    ]


def _count(count: FollowerCount | None) -> int | None:
    return count.followers if count else None


def _moment(count: FollowerCount | None) -> str | None:
    return count.at.isoformat() if count else None
