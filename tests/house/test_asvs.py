"""docs/asvs.md has every point of levels 1 and 2, names files that are there, and has a plan for what is not met."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.support.places import ROOT

# How many points of levels 1 and 2 each section of ASVS 5.0.0 has, counted from 1. Higher ones are of level 3 alone.
SECTIONS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
    5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2
    8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4
    11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1
    16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
POINTS = [
    f"{section}.{number}"
    for section, count in (one.split(":") for one in SECTIONS.split())
    for number in range(1, int(count) + 1)
]


@dataclass(frozen=True)
class Row:
    point: str
    stands: str
    how: str
    where: str
    tried_by: str


def rows() -> list[Row]:
    lines = (ROOT / "docs/asvs.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if re.match(r"\| \d", line)]
    return [Row(point, stands, how, where, tried) for point, _, stands, how, where, tried in cells]


def test_every_point_of_levels_1_and_2_is_there_once_and_in_order() -> None:
    assert len(POINTS) == 253
    assert [row.point for row in rows()] == POINTS


def test_every_point_says_how_it_stands_and_why() -> None:
    for row in rows():
        assert row.stands in ("met", "not applicable", "not met"), row
        assert row.how, row
        assert row.stands != "met" or row.where or row.how in ("Python", "there are none"), row
        assert row.stands != "not met" or "**Plan:**" in row.how, row


def test_every_file_that_is_named_is_there() -> None:
    named = {name for row in rows() for name in re.findall(r"`([\w./@-]+)`", f"{row.where} {row.tried_by}")}

    assert len(named) > 100
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_counts_at_its_top_are_right() -> None:
    text = (ROOT / "docs/asvs.md").read_text()
    counts = [sum(row.stands == one for row in rows()) for one in ("met", "not applicable", "not met")]

    assert "{} are met, {} are not applicable, {} are not met.".format(*counts) in text
    assert f"{counts[2]} are not met" in (ROOT / "SECURITY.md").read_text()
