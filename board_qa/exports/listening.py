"""The figures of a listening report as CSV and as JSON, each with what it counts."""

from __future__ import annotations

import json
from dataclasses import asdict

from board_qa.exports.cells import csv_file
from board_qa.phrases.listening import FIGURES
from board_qa.services.listening.report import Report

_COLUMNS = ("figure", "counts", "value", "before", "means")


def as_csv(report: Report) -> bytes:
    """One row a figure, and one for each way in which questions came."""
    network = [(one.name, one.title, one.of(report.figures), one.of(report.before), one.means) for one in FIGURES]
    questions = [
        (f"questions_{part}", f"Questions, {channel['channel']}: {part}", channel[part], None, "")
        for channel in map(asdict, report.questions)
        for part in ("asked", "answered", "redirected", "declined")
    ]
    return csv_file(_COLUMNS, [*network, *questions])


def as_json(report: Report) -> bytes:
    """`impressions` and `reach` are what could have been at most."""
    told = {
        "from": report.window.begins.isoformat(),
        "to": report.window.ends.isoformat(),
        "begins_with_a_call": report.called,
        "figures": {one.name: one.of(report.figures) for one in FIGURES},
        "before": {one.name: one.of(report.before) for one in FIGURES},
        "our_own_posts": report.ours,
        "questions": [asdict(one) for one in report.questions],
        "means": {one.name: one.means for one in FIGURES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
