"""The figures of a listening report as CSV and as JSON, each with what it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.cells import csv_file
from board_qa.phrases.listening import CHAT, FIGURES, QUESTIONS, SIDE_BY_SIDE, Number
from board_qa.services.listening.report import Report

_COLUMNS = ("figure", "counts", "value", "before", "means")


def as_csv(report: Report) -> bytes:
    """One row a figure: of the questions, of each way in which they came and each agenda item, and of the networks."""
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
    return csv_file(_COLUMNS, [*questions, *parts, *_of_a_chat(report), *network])


def _of_a_chat(report: Report) -> list[tuple[str, str, Number, None, str]]:
    if report.chat is None:
        return []
    whole = [(one.name, one.title, one.of(report.chat), None, one.means) for one in CHAT]
    each = [
        (f"{part}_q{one.number}", f"Q{one.number}: {part}", getattr(one, part), None, one.text)
        for one in report.chat.questions
        for part in ("answers", "people")
    ]
    return [*each, *whole]


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
        "chat": asdict(report.chat) if report.chat else None,
        "means": {one.name: one.means for one in FIGURES} | {one.name: one.means for one in QUESTIONS},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def side_by_side_as_csv(reports: Iterable[tuple[Meeting, Report]]) -> bytes:
    """One row a meeting."""
    rows = [
        [meeting.code, meeting.details.starts_at.date().isoformat(), *(one.of(told) for one in SIDE_BY_SIDE)]
        for meeting, told in reports
    ]
    return csv_file(["meeting", "date", *(one.name for one in SIDE_BY_SIDE)], rows)
