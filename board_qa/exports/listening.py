"""The figures of a listening report as CSV and as JSON, each with what it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.cells import csv_file
from board_qa.exports.growth import followers_told, growth_rows, targets_told
from board_qa.phrases.listening import FIGURES, OUR_FOLLOWERS, QUESTIONS, SIDE_BY_SIDE
from board_qa.services.listening.report import Report

_COLUMNS = ("figure", "counts", "value", "before", "means")


def as_csv(report: Report) -> bytes:
    """One row a figure: of the questions, of each way in which they came and each agenda item, of the networks, of our
    followers, and each target."""
    network = [(one.name, one.title, one.of(report.figures), one.of(report.before), one.means) for one in FIGURES]
    questions = [(one.name, one.title, one.of(report.questions), None, one.means) for one in QUESTIONS]
    parts = [
        (f"{kind}_{part}", f"{title}, {one.name or 'none'}: {part}", getattr(one, part), None, "")
        for kind, title, outcomes in (
            ("channel", "Came by", report.questions.by_channel),
            ("agenda_item", "About", report.questions.by_agenda_item),
        )
        for one in outcomes
        for part in ("asked", "answered", "redirected", "declined")
    ]
    return csv_file(_COLUMNS, [*questions, *parts, *network, *growth_rows(report)])


def as_json(report: Report) -> bytes:
    """`impressions` and `reach` are what could have been at most."""
    told = {
        "from": report.window.begins.isoformat(),
        "to": report.window.ends.isoformat(),
        "begins_with_a_call": report.called,
        "figures": {one.name: one.of(report.figures) for one in FIGURES},
        "before": {one.name: one.of(report.before) for one in FIGURES},
        "our_own_posts": report.ours,
        "questions": {one.name: one.of(report.questions) for one in QUESTIONS},
        "by_channel": [asdict(one) for one in report.questions.by_channel],
        "by_agenda_item": [asdict(one) for one in report.questions.by_agenda_item],
        "our_followers": {one.name: one.of(report.followers) for one in OUR_FOLLOWERS},
        "our_followers_by_network": followers_told(report),
        "targets": targets_told(report),
        "means": {one.name: one.means for one in FIGURES}
        | {one.name: one.means for one in QUESTIONS}
        | {one.name: one.means for one in OUR_FOLLOWERS},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def side_by_side_as_csv(reports: Iterable[tuple[Meeting, Report]]) -> bytes:
    """One row a meeting."""
    rows = [
        [meeting.code, meeting.details.starts_at.date().isoformat(), *(one.of(told) for one in SIDE_BY_SIDE)]
        for meeting, told in reports
    ]
    return csv_file(["meeting", "date", *(one.name for one in SIDE_BY_SIDE)], rows)
