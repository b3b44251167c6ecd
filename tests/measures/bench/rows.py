"""What `make bench` says: rows, each a figure of ours beside a yardstick that was measured in the same round.

To add rows, write a suite: a function that measures once and yields a `Sample` for each of its rows. Name it in
`SUITES` of __main__.py. It is called once a round, so that what else the machine does meets ours and the yardstick
alike.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TypeVar


@dataclass(frozen=True)
class Row:
    """`reach` is the ratio that is good enough; without a yardstick, the figure itself. It is the most that may be, or
    the `least`: of what is better the more there is."""

    name: str
    unit: str
    yardstick: str = ""
    reach: float | None = None
    least: bool = False


@dataclass(frozen=True)
class Sample:
    """One round of a row."""

    row: Row
    ours: float
    yardstick: float | None = None


@dataclass(frozen=True)
class Result:
    """Medians of the rounds. The ratio is the median of each round's own, with the lowest and the highest."""

    name: str
    unit: str
    yardstick: str
    ours: float
    theirs: float | None
    ratio: float | None
    lowest: float | None
    highest: float | None
    reach: float | None
    least: bool
    rounds: int


Found = TypeVar("Found")
Suite = Callable[[int], Iterable[Sample]]


def measure(suites: Mapping[str, Suite], rounds: int, say: Callable[[str], None]) -> list[Result]:
    """Every suite once, and then again; a suite is told which round it is."""
    samples: dict[Row, list[Sample]] = {}
    for number in range(rounds):
        for name, suite in suites.items():
            say(f"round {number + 1} of {rounds}: {name}")
            for sample in suite(number):
                samples.setdefault(sample.row, []).append(sample)
    return [_result(row, found) for row, found in samples.items()]


def in_turn(number: int, ours: Callable[[], Found], theirs: Callable[[], Found]) -> tuple[Found, Found]:
    """What both find. In every second round the yardstick is measured first."""
    if number % 2:
        return ours(), theirs()
    found = theirs()
    return ours(), found


def _result(row: Row, samples: Sequence[Sample]) -> Result:
    ours = median(sample.ours for sample in samples)
    pairs = [(sample.ours, sample.yardstick) for sample in samples if sample.yardstick]
    ratios = [mine / theirs for mine, theirs in pairs]
    return Result(
        row.name,
        row.unit,
        row.yardstick,
        ours,
        median(theirs for _, theirs in pairs) if pairs else None,
        median(ratios) if ratios else None,
        min(ratios, default=None),
        max(ratios, default=None),
        row.reach,
        row.least,
        len(samples),
    )


def table(results: Iterable[Result]) -> str:
    heads = ("row", "ours", "yardstick", "", "ratio", "lowest to highest", "reach")
    lines = [
        (
            result.name,
            f"{result.ours:,.2f} {result.unit}",
            "" if result.theirs is None else f"{result.theirs:,.2f}",
            result.yardstick,
            "" if result.ratio is None else f"{result.ratio:.2f}",
            "" if result.lowest is None else f"{result.lowest:.2f} to {result.highest:.2f}",
            "" if result.reach is None else f"{'at least' if result.least else 'at most'} {result.reach:g}",
        )
        for result in results
    ]
    widths = [max(len(cell) for cell in column) for column in zip(heads, *lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    shown = [heads, rule, *lines]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in shown
    )


def as_json(results: Iterable[Result]) -> str:
    return json.dumps({"machine": machine(), "rows": [asdict(result) for result in results]}, indent=1)


def machine() -> dict[str, object]:
    """What this was measured on, and how busy that was."""
    models = [line.split(":")[1] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {
        "processor": models[0].strip() if models else platform.processor(),
        "cores": os.cpu_count(),
        "load average": [round(load, 1) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "node": _node(),
        **{name: version(name) for name in ("gevent", "gunicorn", "python-socketio", "python-engineio")},
    }


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        return "none"
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
