"""The figures of a listening report as CSV and as JSON, each with what it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from board_qa.domain.listening.conversation import Measures
from board_qa.domain.listening.tone import Tone
from board_qa.domain.meetings.meeting import Meeting
from board_qa.exports.cells import csv_file
from board_qa.phrases.conversation import MEASURES
from board_qa.phrases.listening import FIGURES, QUESTIONS, SIDE_BY_SIDE, TONES
from board_qa.services.listening.report import Report

_COLUMNS = ("figure", "counts", "value", "before", "means")


def as_csv(report: Report) -> bytes:
    """One row a figure: of the questions, of each way in which they came and each agenda item, of the networks, and of
    the tone of posts, by day too."""
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
    tone = [(one.name, one.title, one.of(report.tone.now), one.of(report.tone.before), one.means) for one in TONES]
    days = [
        (f"tone_day_{part}", f"Tone, {one.day.isoformat()}: {part}", one.tones.of(part), None, "")
        for one in report.tone.days
        for part in Tone
    ]
    return csv_file(_COLUMNS, [*questions, *parts, *network, *tone, *days])


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
        "tone": {one.name: one.of(report.tone.now) for one in TONES},
        "tone_before": {one.name: one.of(report.tone.before) for one in TONES},
        "tone_by_day": [
            {"day": one.day.isoformat(), **{tone.value: one.tones.of(tone) for tone in Tone}}
            for one in report.tone.days
        ],
        "means": {one.name: one.means for one in FIGURES}
        | {one.name: one.means for one in QUESTIONS}
        | {one.name: one.means for one in TONES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def side_by_side_as_csv(reports: Iterable[tuple[Meeting, Report]]) -> bytes:
    """One row a meeting."""
    rows = [
        [meeting.code, meeting.details.starts_at.date().isoformat(), *(one.of(told) for one in SIDE_BY_SIDE)]
        for meeting, told in reports
    ]
    return csv_file(["meeting", "date", *(one.name for one in SIDE_BY_SIDE)], rows)


def measures_as_csv(measures: Measures) -> bytes:
    """Who talks to whom in figures, a row each."""
    rows = [(one.name, one.title, one.of(measures), one.means) for one in MEASURES]
    return csv_file(["measure", "counts", "value", "means"], rows)


def measures_as_json(measures: Measures) -> bytes:
    told = {
        "measures": {one.name: one.of(measures) for one in MEASURES},
        "means": {one.name: one.means for one in MEASURES},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
